import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileRDKit, startRDKit } from '../../../src/chemistry/rdkit.js';
import {
  STANDARDIZE_LEVELS,
  standardForms,
  standardize,
} from '../../../src/chemistry/standardize/index.js';
import { Job } from '../../../src/job.js';
import { hasShared, sharedJson, sharedPath } from '../../shared.js';
import { openPool } from './setting.js';

const pool = openPool(2);
const rdkit = await startRDKit(await compileRDKit());
const forms = async (smiles: readonly string[]) => standardForms(smiles, pool, new Job());

/** Molecules with salts, charges, isotopes and stereo, so that every step has something to do. */
const odd = [
  'C[C@H]([NH3+])C(=O)[O-].[Na+].[Cl-]',
  '[2H]C([2H])([2H])Oc1ccc([C@@H](O)C[NH2+]C(C)C)cc1.CS(=O)(=O)[O-]',
  'F/C=C/c1c[nH]c[nH+]1.[O-]C(=O)/C=C/C(=O)O',
  'C[N+](C)(C)C[C@H](O)CC(=O)[O-].Cl',
  '[O-][n+]1ccccc1-c1nn[n-]n1.[K+]',
  'C[C@@H]1CC[C@H](C)[NH+]1[13CH3].[Br-].O',
  '[O-]c1ccc(cc1)[N+](=O)[O-].[NH4+]',
  'CCOP(=O)([S-])OCC.[Zn+2].CCOP(=O)([S-])OCC',
  'C1C[N+]23CCC[N+]4(C1)CC[S-]1[Fe+2]24([SH+]CC3)[S-]2CC[N+]34CCC[N+]5(CCC3)CC[SH+][Fe+2]1254',
];

/** SMILES that begin at every other atom, and those with Kekulé bonds or with all hydrogens. */
function writingsOf(smiles: string): string[] {
  const mol = rdkit.get_mol(smiles);
  if (!mol) throw new Error(smiles);
  const texts = Array.from({ length: mol.get_num_atoms() >> 1 }, (_, i) => 2 * i).map((atom) => [
    mol.get_smiles(JSON.stringify({ canonical: false, rootedAtAtom: atom })),
    mol.get_smiles(JSON.stringify({ canonical: false, rootedAtAtom: atom, doKekule: true })),
    mol.get_smiles(JSON.stringify({ canonical: false, rootedAtAtom: atom, allHsExplicit: true })),
  ]);
  mol.delete();
  return [...new Set(texts.flat())];
}

/** What a reaction makes of a molecule, each product once. */
function productsOf(smarts: string, molecules: readonly string[]): string[][] {
  const reaction = rdkit.get_rxn(smarts);
  if (!reaction) throw new Error(smarts);
  return molecules.map((smiles) => {
    const reactants = new rdkit.MolList();
    const mol = rdkit.get_mol(smiles);
    reactants.append(mol as NonNullable<typeof mol>);
    const products = reaction.run_reactants(reactants, 20);
    const texts = Array.from(
      { length: products.size() },
      (_, i) => products.get(i)?.next()?.get_smiles() ?? '',
    );
    for (const object of [products, reactants, mol]) object?.delete();
    return [...new Set(texts)];
  });
}

function sharedSmiles(file: string, column: number): string[] {
  const lines = readFileSync(sharedPath(`datasets/${file}`), 'utf8')
    .split('\n')
    .slice(1);
  return lines.filter((line) => line !== '').map((line) => line.split(',')[column]);
}

const reference = (): string[] =>
  sharedJson<{ molecules: { smiles: string }[] }>('reference/molecules.json').molecules.map(
    ({ smiles }) => smiles,
  );

/** Molecules of the reference, salts and ions, chiral ones. */
function realMolecules(): string[] {
  return [
    ...reference().filter((_, i) => i % 2 === 0),
    ...sharedSmiles('Ki_Carbonic_anhydrase_I.csv', 0).filter((s) => /\.|\[[^\]]*[+-]/.test(s)),
    ...sharedSmiles('CHEMBL204_Ki_cliffs.csv', 0).filter((_, i) => i % 20 === 0),
    ...odd,
  ];
}

describe('forms', () => {
  it('do not depend on how a molecule is written', async () => {
    for (const smiles of odd) {
      const texts = writingsOf(smiles);
      expect(texts.length).toBeGreaterThan(5);
      const made = await forms([smiles, ...texts]);
      for (const level of STANDARDIZE_LEVELS) {
        expect([level, ...new Set(made.forms[level])]).toHaveLength(2);
        expect(made.forms[level][0]).not.toBe('');
      }
      expect(new Set(made.inchiKeys).size).toBe(1);
    }
  });

  it('do not depend on what else is in the list, or on its order, or on threads', async () => {
    const one = await forms(odd);
    const back = await forms([...odd, 'CCO', '('].reverse());
    const many = await forms(Array.from({ length: 3500 }, (_, i) => ` ${odd[i % odd.length]}`));
    odd.forEach((_, i) => {
      const r = odd.length + 1 - i;
      for (const level of STANDARDIZE_LEVELS) {
        expect(back.forms[level][r]).toBe(one.forms[level][i]);
        expect(many.forms[level][i + 38 * odd.length]).toBe(one.forms[level][i]);
      }
      expect(back.inchiKeys[r]).toBe(one.inchiKeys[i]);
    });
  });

  it.skipIf(!hasShared)('of real molecules are their own forms at every level before', async () => {
    const smiles = realMolecules();
    const made = await forms(smiles);
    expect(made.problems.filter((problem) => problem !== null)).toEqual([]);
    const levels = STANDARDIZE_LEVELS.slice(0, -1);
    const again = await forms(levels.flatMap((level) => made.forms[level]));
    levels.forEach((level, l) => {
      const from = l * smiles.length;
      const texts = again.forms[level].slice(from, from + smiles.length);
      expect(texts.filter((text, i) => text !== made.forms[level][i])).toEqual([]);
      // A key is that of every form on the way.
      const keys = again.forms.tautomers.slice(from, from + smiles.length);
      expect(keys.filter((key, i) => key !== made.forms.tautomers[i])).toEqual([]);
    });
    // Every step has had something to do.
    const changed = STANDARDIZE_LEVELS.slice(1, -1).map(
      (level, l) =>
        smiles.filter((_, i) => made.forms[level][i] !== made.forms[STANDARDIZE_LEVELS[l]][i])
          .length,
    );
    expect(changed.map((n) => n > 0)).toEqual([true, true, true, true]);
  });

  it.skipIf(!hasShared)('of tautomers of real molecules are one, and of no other', async () => {
    const { forms: made } = await forms(reference());
    const molecules = [...new Set(made.stereo)];
    const shifts = [
      // Amides and the like; azoles, whose rings RDKit draws anew.
      '[NX3;H1,H2:1][CX3:2]=[O,S:3]>>[N:1]=[C:2][*H:3]',
      '[nH:1]:[c,n:2]:[n;H0:3]>>[n;H0:1]:[*:2]:[nH:3]',
    ];
    for (const shift of shifts) {
      const tautomers = productsOf(shift, molecules);
      const pairs = tautomers.flatMap((list, m) => list.map((text) => ({ m, text })));
      const moved = await forms(pairs.map(({ text }) => text));
      // A shifted hydrogen may leave an azole without a Kekulé structure.
      const valid = [...pairs.keys()].filter((p) => moved.problems[p] === null);
      expect(valid.length).toBeGreaterThan(15);
      const before = new Map(made.stereo.map((text, i) => [text, made.tautomers[i]]));
      const apart = valid.filter(
        (p) => moved.forms.tautomers[p] !== before.get(molecules[pairs[p].m]),
      );
      expect(apart.map((p) => [molecules[pairs[p].m], pairs[p].text])).toEqual([]);
    }
    // The reference has no two tautomers.
    expect(new Set(made.tautomers).size).toBe(molecules.length);
  });
});

describe('standardize', () => {
  it('takes the tautomer that is most often given, whatever the order', async () => {
    const lactam = 'O=c1cccc[nH]1';
    const lactim = 'Oc1ccccn1';
    const level = 'tautomers';
    const run = async (smiles: string[]) =>
      (await standardize(smiles, level, pool, new Job())).smiles;
    expect(await run([lactam, lactim, 'C(', lactim])).toEqual([lactim, lactim, '', lactim]);
    expect(await run([lactim, lactam, lactam])).toEqual([lactam, lactam, lactam]);
    expect(await run([lactim, lactam])).toEqual([lactam, lactam]);
    expect(await run([lactam, lactim])).toEqual([lactam, lactam]);
    expect(await run([lactim, 'OC1=CC=CC=N1.Cl', 'CCO'])).toEqual([lactim, lactim, 'CCO']);
  });

  it('says why there is no molecule, and takes blanks off', async () => {
    const smiles = ['', '  ', 'junk', 'CC>>CC', ' CCO.Cl ', 'C1CC', '{"rdkitjson":1}', 'C\nC'];
    const made = await standardize(smiles, 'salts', pool, new Job());
    expect(made.smiles).toEqual(['', '', '', '', 'CCO', '', '', '']);
    expect(made.problems.map((problem) => problem !== null)).toEqual(
      smiles.map((text) => text !== ' CCO.Cl '),
    );
    expect(made.problems[0]).toBe('empty SMILES');
    const all = await forms(smiles);
    expect(all.problems).toEqual(made.problems);
    expect(all.inchiKeys[4]).toMatch(/^[A-Z]{14}-[A-Z]{10}-N$/);
    expect(all.inchiKeys.filter((key) => key !== '')).toHaveLength(1);
    expect(all.forms.tautomers.filter((key) => key !== '')).toEqual([
      'InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3',
    ]);
  });

  it('takes long and deeply nested molecules', async () => {
    const smiles = [
      `[2H]C(${'C'.repeat(1200)})[NH3+].[Cl-]`,
      `${'C('.repeat(900)}[O-]${')'.repeat(900)}.[Na+]`,
      `C[C@H](O)${'C'.repeat(900)}`,
    ];
    const made = await forms(smiles);
    expect(made.problems).toEqual([null, null, null]);
    expect(made.forms.stereo).toEqual([
      `${'C'.repeat(1201)}N`,
      made.forms.charges[1],
      expect.stringMatching(/^C+\(C\)O$|^CC\(O\)C+$|^C+C\(C\)O$/),
    ]);
  });
});

describe('InChIKeys', () => {
  it('are the published ones', async () => {
    const published: [string, string][] = [
      ['CC(=O)Oc1ccccc1C(=O)O', 'BSYNRYMUTXBXSQ-UHFFFAOYSA-N'],
      ['Cn1c(=O)c2c(ncn2C)n(C)c1=O', 'RYYVLZVUVIJVGH-UHFFFAOYSA-N'],
      ['C[C@H](N)C(=O)O', 'QNAYBMKLOCPYGJ-REOHCLBHSA-N'],
      ['*CC', ''],
      ['N->[Pt]', ''],
    ];
    const { inchiKeys } = await forms(published.map(([smiles]) => smiles));
    expect(inchiKeys).toEqual(published.map(([, key]) => key));
  });
});
