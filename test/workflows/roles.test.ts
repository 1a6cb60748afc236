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
  /** Other numbers. */
  G: (r) => (7.5 - 0.31 * r).toFixed(2),
  B: (r) => String(r % 2),
  W: (r) => ['alpha', 'beta', 'gamma'][r % 3],
  '>': (r) => (r === 4 ? '>10' : (5 + r / 10).toFixed(1)),
  E: () => '',
  /** Outcomes of the NCI's screen, and the two classes that these are. */
  H: (r) => ['CI', 'CM', 'CA'][r % 3],
  h: (r) => String(Math.sign(r % 3)),
  P: (r) => `BBB${'+-'[r % 2]}`,
  Y: (r) => ['yes', 'no'][r % 2],
  V: (r) => ['True', 'False'][r % 2],
};

const TOX21 =
  'NR-AR NR-AR-LBD NR-AhR NR-Aromatase NR-ER NR-ER-LBD NR-PPAR-gamma SR-ARE SR-ATAD5 SR-HSE SR-MMP SR-p53'.split(
    ' ',
  );

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
  return readMoleculeTable(folder.file('a.csv', text), { labelByContent: true }, pool, new Job());
}

describe('the roles of columns, by headers of real files', () => {
  // Structures, ids and labels that are found; a dash for none.
  it.each([
    [
      'MoleculeNet ESOL',
      'Compound ID:I|ESOL predicted log solubility in mols per litre:F|Minimum Degree:N|Molecular Weight:F|Number of H-Bond Donors:N|Number of Rings:N|Number of Rotatable Bonds:N|Polar Surface Area:F|measured log solubility in mols per litre:F|smiles:S',
      'smiles',
      'Compound ID',
      'measured log solubility in mols per litre',
    ],
    ['MoleculeNet FreeSolv', 'iupac:W|smiles:S|expt:F|calc:F', 'smiles', '-', 'expt'],
    ['MoleculeNet Lipophilicity', 'CMPD_CHEMBLID:I|exp:F|smiles:S', 'smiles', '-', 'exp'],
    ['MoleculeNet BBBP', 'num:N|name:W|p_np:B|smiles:S', 'smiles', 'name', 'p_np'],
    [
      'MoleculeNet BACE',
      'mol:S|CID:I|Class:B|Model:W|pIC50:F|MW:F|AlogP:F|HBA:N|canvasUID:N',
      'mol',
      'CID',
      'Class or pIC50',
    ],
    ['MoleculeNet HIV', 'smiles:S|activity:H|HIV_active:h', 'smiles', '-', 'HIV_active'],
    ['the NCI screen alone', 'smiles:S|activity:H', 'smiles', '-', 'activity'],
    [
      'words for a label beside it',
      'smiles:S|activity:W|HIV_active:B',
      'smiles',
      '-',
      'HIV_active',
    ],
    [
      'MoleculeNet ClinTox',
      'smiles:S|FDA_APPROVED:B|CT_TOX:B',
      'smiles',
      '-',
      'FDA_APPROVED or CT_TOX',
    ],
    [
      'MoleculeNet Tox21',
      `${TOX21.map((name) => `${name}:B`).join('|')}|mol_id:I|smiles:S`,
      'smiles',
      'mol_id',
      TOX21.join(' or '),
    ],
    [
      'MoleculeNet SIDER',
      'smiles:S|Hepatobiliary disorders:B|Product issues:B|Social circumstances:B|Injury, poisoning and procedural complications:B',
      'smiles',
      '-',
      'Hepatobiliary disorders or Product issues or Social circumstances or Injury, poisoning and procedural complications',
    ],
    [
      'MoleculeNet QM9',
      'mol_id:I|smiles:S|A:F|mu:F|alpha:F|homo:F|gap:F',
      'smiles',
      'mol_id',
      'A or mu or alpha or homo or gap',
    ],
    [
      'MoleculeNet MUV',
      'MUV-466:B|MUV-548:B|mol_id:I|smiles:S',
      'smiles',
      'mol_id',
      'MUV-466 or MUV-548',
    ],
    ['MoleculeNet malaria', 'activity:F|smiles:S', 'smiles', '-', 'activity'],
    ['TDC', 'Drug_ID:I|Drug:S|Y:F', 'Drug', 'Drug_ID', 'Y'],
    ['TDC interaction', 'Drug_ID:I|Drug:S|Target_ID:I|Target:W|Y:F', 'Drug', 'Drug_ID', 'Y'],
    ['DeepChem', ':N|X:W|y:F|w:F|ids:S', 'ids', '-', 'y'],
    ['chemprop', 'smiles:S|logSolubility:F', 'smiles', '-', 'logSolubility'],
    [
      'chemprop, several tasks',
      'smiles:S|NR-AhR:B|NR-ER:B|SR-ARE:B|SR-MMP:B',
      'smiles',
      '-',
      'NR-AhR or NR-ER or SR-ARE or SR-MMP',
    ],
    [
      'ChEMBL web',
      'Molecule ChEMBL ID:I|Molecule Name:W|Smiles:S|Standard Type:W|Standard Relation:W|Standard Value:F|Standard Units:W|pChEMBL Value:F',
      'Smiles',
      'Molecule ChEMBL ID',
      'pChEMBL Value',
    ],
    [
      'ChEMBL web, whole',
      'Molecule ChEMBL ID:I|Molecule Name:W|Molecule Max Phase:N|Molecular Weight:F|#RO5 Violations:B|AlogP:F|Smiles:S|Standard Type:W|Standard Relation:W|Standard Value:F|Standard Units:W|pChEMBL Value:F|Ligand Efficiency BEI:F|Document Year:N',
      'Smiles',
      'Molecule ChEMBL ID',
      'pChEMBL Value',
    ],
    [
      'ChEMBL web, without pChEMBL values',
      'Molecule ChEMBL ID:I|Smiles:S|Standard Value:F|pChEMBL Value:E',
      'Smiles',
      'Molecule ChEMBL ID',
      'Standard Value',
    ],
    [
      'ChEMBL client',
      'molecule_chembl_id:I|canonical_smiles:S|standard_value:F|standard_units:W|pchembl_value:F',
      'canonical_smiles',
      'molecule_chembl_id',
      'pchembl_value',
    ],
    [
      'MoleculeACE',
      'smiles:S|exp_mean [nM]:F|y:F|cliff_mol:B|split:E|y [pEC50/pKi]:F',
      'smiles',
      '-',
      'y',
    ],
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
      'Ki (nM)',
    ],
    [
      'BindingDB, whole',
      'BindingDB Reactant_set_id:N|Ligand SMILES:S|BindingDB MonomerID:N|Target Name:W|Ki (nM):E|IC50 (nM):G|Kd (nM):E|EC50 (nM):F|pH:F|Temp (C):F|Number of Protein Chains in Target:B',
      'Ligand SMILES',
      'BindingDB MonomerID',
      'IC50 (nM) or EC50 (nM)',
    ],
    ['OpenADMET', 'Molecule Name:I|SMILES:S|pEC50:F', 'SMILES', 'Molecule Name', 'pEC50'],
    [
      'OpenADMET ExpansionRx',
      'Molecule Name:I|SMILES:S|LogD:F|KSOL:F|HLM CLint:F|MLM CLint:F|Caco-2 Permeability Papp A>B:F|MPPB:F',
      'SMILES',
      'Molecule Name',
      'LogD or KSOL or HLM CLint or MLM CLint or Caco-2 Permeability Papp A>B or MPPB',
    ],
    [
      'OpenADMET PXR',
      'Molecule Name:I|SMILES:S|pEC50:F|pEC50_std.error (-log10(molarity)):F|Emax_estimate (log2FC vs. baseline):F',
      'SMILES',
      'Molecule Name',
      'pEC50',
    ],
    [
      'a usual name and another endpoint',
      'smiles:S|logS:F|LogD:F|MolWt:F',
      'smiles',
      '-',
      'logS or LogD',
    ],
    [
      'ASAP Polaris',
      'CXSMILES:S|Molecule Name:I|pIC50 (MERS-CoV Mpro):F',
      'CXSMILES',
      'Molecule Name',
      'pIC50 (MERS-CoV Mpro)',
    ],
    [
      'Polaris',
      'SMILES:S|LOG SOLUBILITY PH 6.8 (ug/mL):F|split:E',
      'SMILES',
      '-',
      'LOG SOLUBILITY PH 6.8 (ug/mL)',
    ],
    [
      'Biogen ADME',
      'Internal ID:I|Vendor ID:I|SMILES:S|CollectionName:W|LOG HLM_CLint (mL/min/kg):F',
      'SMILES',
      'Internal ID',
      'LOG HLM_CLint (mL/min/kg)',
    ],
    [
      'Biogen ADME, whole',
      'Internal ID:I|Vendor ID:I|SMILES:S|CollectionName:W|LOG HLM_CLint (mL/min/kg):F|LOG MDR1-MDCK ER (B-A/A-B):F|LOG PLASMA PROTEIN BINDING (RAT) (% unbound):G',
      'SMILES',
      'Internal ID',
      'LOG HLM_CLint (mL/min/kg) or LOG MDR1-MDCK ER (B-A/A-B) or LOG PLASMA PROTEIN BINDING (RAT) (% unbound)',
    ],
    [
      'AqSolDB',
      'ID:I|Name:W|InChI:W|InChIKey:W|SMILES:S|Solubility:F|SD:F|Ocurrences:N|Group:W|MolWt:F|MolLogP:F',
      'SMILES',
      'ID',
      'Solubility',
    ],
    [
      'B3DB',
      'NO.:N|compound_name:W|IUPAC_name:W|SMILES:S|CID:N|logBB:F|BBB+/BBB-:P|Inchi:W|threshold:F',
      'SMILES',
      'compound_name',
      'BBB+/BBB-',
    ],
    ['B3DB, regression', 'NO.:N|SMILES:S|logBB:F|reference:N|group:W', 'SMILES', '-', 'logBB'],
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
    ['DUD-E, made a table', 'smiles:S|chembl_id:I|active:B', 'smiles', 'chembl_id', 'active'],
    [
      'CDD Vault',
      'Molecule Name:I|SMILES:S|Batch Name:W|Assay: IC50 (uM):F',
      'SMILES',
      'Molecule Name',
      'Assay: IC50 (uM)',
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
    ['hERG central', 'Drug_ID:I|Drug:S|hERG_inhib:B', 'Drug', 'Drug_ID', 'hERG_inhib'],
    ['skin sensitization', 'CAS:W|SMILES:S|class:B', 'SMILES', '-', 'class'],
    ['Ames', 'canonical_smiles:S|Activity:B', 'canonical_smiles', '-', 'Activity'],
    [
      'OCHEM',
      'SMILES:S|CASRN:W|EXTERNALID:I|logPow {measured}:F',
      'SMILES',
      '-',
      'logPow {measured}',
    ],
    ['OPERA', 'CASRN:W|DTXSID:I|Original_SMILES:S|LogP:F', 'Original_SMILES', '-', 'LogP'],
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
    ['two labels', 'smiles:S|y:F|value:G', 'smiles', '-', 'y or value'],
    ['one label twice', 'smiles:S|y:F|value:F', 'smiles', '-', 'y'],
    ['Kaggle', 'id:N|SMILES:S|Tg:F|FFV:F|Density:F', 'SMILES', 'id', 'Tg or FFV or Density'],
    [
      'Kaggle BELKA',
      'id:N|buildingblock1_smiles:T|buildingblock2_smiles:T|molecule_smiles:S|protein_name:W|binds:B',
      'molecule_smiles',
      'id',
      'binds',
    ],
    ['Lo-Hi', ':N|smiles:S|value:F|cluster:N', 'smiles', '-', 'value'],
    [
      'twins of a measurement',
      'smiles:S|logS_pred:F|calculated logS:F|y_prob:F|half life:F|half life SD:F',
      'smiles',
      '-',
      'half life',
    ],
    ['predictions alone', 'smiles:S|ESOL predicted log solubility:F|year:N', 'smiles', '-', '-'],
    ['yes and no', 'smiles:S|hemolytic:Y|comments:W', 'smiles', '-', 'hemolytic'],
    ['true and false', 'smiles:S|is_hit:V|fold:N', 'smiles', '-', 'is_hit'],
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
    const { table, smilesColumn, labels, labelCandidates } = await read(header);
    const named = (column: number | undefined) =>
      column === undefined ? '-' : table.columns[column];
    expect([
      named(smilesColumn),
      named(findColumn(table, 'id')),
      labels?.column ?? (labelCandidates.join(' or ') || '-'),
    ]).toEqual([smiles, id, label]);
  });
});

describe('what is said of them', () => {
  it('names a column of structures that has no plain name, and a label that is used for another', async () => {
    const { table } = await read('Compound:s|SMILES string:S|activity:>|HIV_active:B');
    expect(table.notes.map((note) => folder.shorten(note))).toEqual([
      'a.csv: structures are read from column "SMILES string"',
      'a.csv: label column "activity", row 5 (line 6): ">10" is a censored value (1 of 12 filled cells); leave these rows out with --censored drop, or use limits with --censored limit; column "HIV_active" is used for labels instead (--label names another)',
    ]);
    expect((await read('smiles:S|y:F')).table.notes).toEqual([]);
  });

  it('says why the only label cannot be used', async () => {
    const { labels, labelProblem } = await read('smiles:S|y:>');
    expect(labels).toBeNull();
    expect(labelProblem).toMatch(/label column "y", row 5 \(line 6\): ">10" is a censored value/);
  });
});
