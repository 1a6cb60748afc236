import { afterAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { readMoleculeTable } from '../../src/dataset/molecule-table.js';
import { Job } from '../../src/job.js';
import { findColumn } from '../../src/tables/columns.js';
import { csv } from '../../src/tables/formats/delimited.js';
import { tableText } from '../../src/tables/write.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
const pool = new ChemistryPool(parseFingerprint('morgan:radius=2,bits=2048'), { threads: 1 });
afterAll(() => pool.close());

const structures = ['CC(=O)Oc1ccccc1C(=O)O', 'Cn1cnc2c1c(=O)n(C)c(=O)n2C', 'CCOC(=O)c1ccccc1N'];

/** What a column holds, by a letter; twelve rows of each. */
const contents: Readonly<Record<string, (r: number) => string>> = {
  S: (r) => `${structures[r % 3]}${'C'.repeat(r)}`.replace(/OC+$/, 'O'),
  /** Other structures. */
  T: (r) => `N${structures[(r + 1) % 3]}`,
  s: (r) => ['CO', 'N', 'NO'][r % 3],
  I: (r) => `MOL-${r + 1}`,
  N: (r) => String(2244 + 7 * r),
  F: (r) => (0.37 * r - 1.25).toFixed(2),
  B: (r) => String(r % 2),
  W: (r) => ['alpha', 'beta', 'gamma'][r % 3],
  '>': (r) => (r === 4 ? '>10' : (5 + r / 10).toFixed(1)),
  E: () => '',
};

/** A table with the columns of a header: `name:letter`, separated by bars. */
async function read(header: string) {
  const columns = header.split('|').map((entry) => {
    const at = entry.lastIndexOf(':');
    return { name: entry.slice(0, at), cell: contents[entry.slice(at + 1)] };
  });
  const rows = Array.from({ length: 12 }, (_, r) => columns.map(({ cell }) => cell(r)));
  const text = tableText(
    columns.map(({ name }) => name),
    rows,
    csv.writer,
  );
  return readMoleculeTable(folder.file('a.csv', text), {}, pool, new Job());
}

describe('the roles of columns, by headers of real files', () => {
  // Structures, ids and labels that are found; a dash for none.
  it.each([
    [
      'MoleculeNet ESOL',
      'Compound ID:I|ESOL predicted log solubility in mols per litre:F|Minimum Degree:N|Molecular Weight:F|Number of H-Bond Donors:N|Number of Rings:N|Number of Rotatable Bonds:N|Polar Surface Area:F|measured log solubility in mols per litre:F|smiles:S',
      'smiles',
      'Compound ID',
      '-',
    ],
    ['MoleculeNet FreeSolv', 'iupac:W|smiles:S|expt:F|calc:F', 'smiles', '-', 'expt'],
    ['MoleculeNet Lipophilicity', 'CMPD_CHEMBLID:I|exp:F|smiles:S', 'smiles', '-', 'exp'],
    ['MoleculeNet BBBP', 'num:N|name:W|p_np:B|smiles:S', 'smiles', 'name', 'p_np'],
    [
      'MoleculeNet BACE',
      'mol:S|CID:I|Class:B|Model:W|pIC50:F|MW:F',
      'mol',
      'CID',
      '?"Class" and "pIC50" could each be the label column',
    ],
    ['MoleculeNet HIV', 'smiles:S|activity:W|HIV_active:B', 'smiles', '-', 'HIV_active'],
    ['MoleculeNet ClinTox', 'smiles:S|FDA_APPROVED:B|CT_TOX:B', 'smiles', '-', '-'],
    ['MoleculeNet Tox21', 'NR-AR:B|NR-AhR:B|SR-p53:B|mol_id:I|smiles:S', 'smiles', 'mol_id', '-'],
    ['MoleculeNet QM9', 'mol_id:I|smiles:S|A:F|mu:F|alpha:F|homo:F|gap:F', 'smiles', 'mol_id', '-'],
    ['MoleculeNet MUV', 'MUV-466:B|MUV-548:B|mol_id:I|smiles:S', 'smiles', 'mol_id', '-'],
    ['MoleculeNet malaria', 'activity:F|smiles:S', 'smiles', '-', 'activity'],
    ['TDC', 'Drug_ID:I|Drug:S|Y:F', 'Drug', 'Drug_ID', 'Y'],
    ['TDC interaction', 'Drug_ID:I|Drug:S|Target_ID:I|Target:W|Y:F', 'Drug', 'Drug_ID', 'Y'],
    ['DeepChem', ':N|X:W|y:F|w:F|ids:S', 'ids', '-', 'y'],
    ['chemprop', 'smiles:S|logSolubility:F', 'smiles', '-', '-'],
    [
      'ChEMBL web',
      'Molecule ChEMBL ID:I|Molecule Name:W|Smiles:S|Standard Type:W|Standard Relation:W|Standard Value:F|Standard Units:W|pChEMBL Value:F',
      'Smiles',
      'Molecule ChEMBL ID',
      'pChEMBL Value',
    ],
    [
      'ChEMBL client',
      'molecule_chembl_id:I|canonical_smiles:S|standard_value:F|standard_units:W|pchembl_value:F',
      'canonical_smiles',
      'molecule_chembl_id',
      'pchembl_value',
    ],
    ['MoleculeACE', 'smiles:S|exp_mean [nM]:F|y:F|cliff_mol:B|split:E', 'smiles', '-', 'y'],
    ['PubChem', 'CID:N|CanonicalSMILES:S', 'CanonicalSMILES', 'CID', '-'],
    ['PubChem, isomeric', 'CID:N|IsomericSMILES:S|MolecularWeight:F', 'IsomericSMILES', 'CID', '-'],
    [
      'PubChem assay',
      'PUBCHEM_RESULT_TAG:N|PUBCHEM_SID:N|PUBCHEM_CID:N|PUBCHEM_EXT_DATASOURCE_SMILES:S|PUBCHEM_ACTIVITY_OUTCOME:W|Ligand:I',
      'PUBCHEM_EXT_DATASOURCE_SMILES',
      'PUBCHEM_CID',
      '-',
    ],
    [
      'BindingDB',
      'BindingDB Reactant_set_id:N|Ligand SMILES:S|Ligand InChI:W|Ki (nM):F',
      'Ligand SMILES',
      '-',
      '-',
    ],
    ['OpenADMET', 'Molecule Name:I|SMILES:S|pEC50:F', 'SMILES', 'Molecule Name', 'pEC50'],
    [
      'ASAP Polaris',
      'CXSMILES:S|Molecule Name:I|pIC50 (MERS-CoV Mpro):F',
      'CXSMILES',
      'Molecule Name',
      '-',
    ],
    ['Polaris', 'SMILES:S|LOG SOLUBILITY PH 6.8 (ug/mL):F|split:E', 'SMILES', '-', '-'],
    [
      'Biogen ADME',
      'Internal ID:I|Vendor ID:I|SMILES:S|CollectionName:W|LOG HLM_CLint (mL/min/kg):F',
      'SMILES',
      'Internal ID',
      '-',
    ],
    [
      'AqSolDB',
      'ID:I|Name:W|InChI:W|InChIKey:W|SMILES:S|Solubility:F|SD:F|Ocurrences:N|Group:W|MolWt:F|MolLogP:F',
      'SMILES',
      'ID',
      '-',
    ],
    [
      'B3DB',
      'NO.:N|compound_name:W|IUPAC_name:W|SMILES:S|CID:N|logBB:F|BBB+/BBB-:B|Inchi:W',
      'SMILES',
      'compound_name',
      '-',
    ],
    [
      'SIMPD',
      'compound_chembl_id:I|canonical_smiles:S|pchembl_value:F|active:B|split:E',
      'canonical_smiles',
      'compound_chembl_id',
      'pchembl_value',
    ],
    ['SAE', 'smiles:S|label:F', 'smiles', '-', 'label'],
    ['Hi and Lo', 'smiles:S|value:B', 'smiles', '-', 'value'],
    ['ZINC', 'zinc_id:I|smiles:S|logP:F|qed:F|SAS:F', 'smiles', '-', '-'],
    ['MOSES', 'SMILES:S|SPLIT:E', 'SMILES', '-', '-'],
    ['GuacaMol', 'smiles:S', 'smiles', '-', '-'],
    ['Enamine', 'SMILES:S|Catalog_ID:I|MW:F|ClogP:F', 'SMILES', '-', '-'],
    ['DrugBank', 'DrugBank ID:I|Name:W|CAS Number:W|SMILES:S|InChI:W', 'SMILES', 'Name', '-'],
    [
      'Drug Repurposing Hub',
      'broad_id:I|pert_iname:W|smiles:S|InChIKey:W|pubchem_cid:N',
      'smiles',
      'pubchem_cid',
      '-',
    ],
    ['LIT-PCBA, made a table', 'smiles:S|id:N|label:B', 'smiles', 'id', 'label'],
    ['DUD-E, made a table', 'smiles:S|chembl_id:I|active:B', 'smiles', 'chembl_id', '-'],
    [
      'CDD Vault',
      'Molecule Name:I|SMILES:S|Batch Name:W|Assay: IC50 (uM):F',
      'SMILES',
      'Molecule Name',
      '-',
    ],
    ['DataWarrior', 'Structure:S|Idcode:W|Activity:F', 'Structure', '-', 'Activity'],
    ['KNIME', 'RowID:N|smiles:S|Prediction (y):F|y:F', 'smiles', '-', 'y'],
    ['pandas index', ':N|smiles:S|y:F', 'smiles', '-', 'y'],
    ['pandas index, read and written again', 'Unnamed: 0:N|smiles:S|y:F', 'smiles', '-', 'y'],
    ['Ersilia', 'key:I|input:S|score:F', 'input', '-', '-'],
    [
      'supporting information',
      'Compound:s|SMILES string:S|Activity:F',
      'SMILES string',
      '-',
      'Activity',
    ],
    ['supporting information, names', 'Compound:I|Structure:S|pIC50:F', 'Structure', '-', 'pIC50'],
    ['a compound column of structures', 'Compound:S|Activity:F', 'Compound', '-', 'Activity'],
    ['a ligand column of ids', 'Ligand:I|Formula:W|notation:S|pKi:F', 'notation', '-', 'pKi'],
    ['PatWalters ADME', 'SMILES:S|Name:I|Y:F', 'SMILES', 'Name', 'Y'],
    ['hERG central', 'Drug_ID:I|Drug:S|hERG_inhib:B', 'Drug', 'Drug_ID', '-'],
    ['skin sensitization', 'CAS:W|SMILES:S|class:B', 'SMILES', '-', 'class'],
    ['Ames', 'canonical_smiles:S|Activity:B', 'canonical_smiles', '-', 'Activity'],
    ['OCHEM', 'SMILES:S|CASRN:W|EXTERNALID:I|logPow {measured}:F', 'SMILES', '-', '-'],
    ['OPERA', 'CASRN:W|DTXSID:I|Original_SMILES:S|LogP:F', 'Original_SMILES', '-', '-'],
    ['Therapeutics, capital letters', 'MOLECULE:S|VALUE:F', 'MOLECULE', '-', 'VALUE'],
    [
      'a split of this tool',
      'smiles:S|y:F|split:E|fold:E|max_similarity:E|nearest_train:E|reason:E',
      'smiles',
      '-',
      'y',
    ],
    ['spaces around', ' SMILES :S| y :F', 'SMILES', '-', 'y'],
    [
      'hyphens',
      'compound-id:I|canonical-smiles:S|pchembl-value:F',
      'canonical-smiles',
      'compound-id',
      'pchembl-value',
    ],
    ['an unreadable label and another', 'smiles:S|y:>|HIV_active:B', 'smiles', '-', 'HIV_active'],
    [
      'a label with a usual name that is words',
      'smiles:S|label:W|measured:F',
      'smiles',
      '-',
      'measured',
    ],
    [
      'two labels',
      'smiles:S|y:F|value:F',
      'smiles',
      '-',
      '?"y" and "value" could each be the label column',
    ],
    [
      'one column of structures twice',
      'Isomeric SMILES:S|Canonical SMILES:S|y:F',
      'Isomeric SMILES',
      '-',
      'y',
    ],
    [
      'two structures',
      'smiles:S|canonical_smiles:T|y:F',
      '?"smiles" and "canonical_smiles" could each be the smiles column',
      '-',
      '-',
    ],
    [
      'two structures in words',
      'Reactant SMILES:S|Product SMILES:T|yield:F',
      '?"Reactant SMILES" and "Product SMILES" could each be the smiles column',
      '-',
      '-',
    ],
    [
      'two structures by content',
      'first:S|second:S|yield:F',
      '?"first" and "second" each hold structures',
      '-',
      '-',
    ],
    ['no structures', 'name:W|y:F', '?no column of SMILES found; name it with --smiles', '-', '-'],
  ])('%s', async (_file, header, smiles, id, label) => {
    const problem = [smiles, label].find((text) => text.startsWith('?'));
    if (problem !== undefined) {
      const { message } = await errorOf(() => read(header));
      expect(message).toContain(problem.slice(1));
      return;
    }
    const { table, smilesColumn, labels } = await read(header);
    const named = (column: number | undefined) =>
      column === undefined ? '-' : table.columns[column];
    expect([named(smilesColumn), named(findColumn(table, 'id')), labels?.column ?? '-']).toEqual([
      smiles,
      id,
      label,
    ]);
  });
});

describe('what is said of them', () => {
  it('names a column of structures that has no plain name, and a label that is used for another', async () => {
    const { table } = await read('Compound:s|SMILES string:S|activity:>|HIV_active:B');
    expect(table.notes.map((note) => folder.shorten(note))).toEqual([
      'a.csv: structures are read from column "SMILES string"',
      'a.csv: label column "activity", row 5 (line 6): ">10" is a censored value (1 of 12 cells that are not empty); leave such rows out with --censored skip, or use the bounds as values with --censored bound; column "HIV_active" is used for labels instead (--label names another)',
    ]);
    expect((await read('smiles:S|y:F')).table.notes).toEqual([]);
  });

  it('says why the only label cannot be used', async () => {
    const { labels, labelProblem } = await read('smiles:S|y:>');
    expect(labels).toBeNull();
    expect(labelProblem).toMatch(/label column "y", row 5 \(line 6\): ">10" is a censored value/);
  });
});
