// Fills the computed columns of the bundled data set: run it after adding a compound.
//   node scripts/compute-labels.js
// `crippen_logp` is RDKit's (Wildman and Crippen, J. Chem. Inf. Comput. Sci. 39 (1999) 868); a row
// whose formula weight is off by more than 0.1 from the one written for the compound is refused.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const rdkit = await createRequire(import.meta.url)('@rdkit/rdkit')();
const file = new URL('../datasets/drugs-and-chemicals.csv', import.meta.url);
const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
const columns = header.split(',').filter((column) => column !== 'crippen_logp');
const out = [[...columns, 'crippen_logp'].join(',')];
for (const line of lines) {
  const cells = line.split(',').slice(0, columns.length);
  const [name, smiles, , weight] = cells;
  const mol = rdkit.get_mol(smiles);
  if (!mol) throw new Error(`${name}: RDKit cannot read ${smiles}`);
  const { amw, CrippenClogP } = JSON.parse(mol.get_descriptors());
  mol.delete();
  if (Math.abs(amw - Number(weight)) > 0.1) {
    throw new Error(`${name}: ${smiles} weighs ${amw}, the compound ${weight}`);
  }
  out.push([...cells, CrippenClogP.toFixed(4)].join(','));
}
writeFileSync(file, `${out.join('\n')}\n`);
