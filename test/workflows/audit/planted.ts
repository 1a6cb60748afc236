/** A molecule of training, what is made of it in the test set, and what that is called. */
export const PLANTED = [
  ['identical_record', 'CCOc1ccccc1C(=O)NC', 'CCOc1ccccc1C(=O)NC'],
  ['same_molecule', 'Clc1ccc(cc1)C(O)CN', 'NCC(O)c1ccc(Cl)cc1'],
  ['same_without_salt', 'CN(C)CCc1c[nH]c2ccccc12', 'CN(C)CCc1c[nH]c2ccccc12.Cl'],
  ['same_uncharged', 'CC(C)Cc1ccc(C(C)C(=O)O)cc1', 'CC(C)Cc1ccc(C(C)C(=O)[O-])cc1'],
  ['same_without_isotopes', 'COc1cc(CO)cc(Br)c1', '[2H]C([2H])([2H])Oc1cc(CO)cc(Br)c1'],
  ['same_without_stereo', 'C[C@H](N)C(=O)Nc1ccncc1', 'C[C@@H](N)C(=O)Nc1ccncc1'],
  ['same_tautomer', 'Oc1cccc(C2CCCC2)n1', 'O=c1cccc(C2CCCC2)[nH]1'],
  ['same_inchi_connectivity', 'C[C@H](OC1CC1)C[Hg]Cl', 'C[C@@H](OC1CC1)C[Hg+].[Cl-]'],
  ['same_fingerprint', 'CCCCCCCCCCCCCCS', 'CCCCCCCCCCCCCCCCS'],
] as const;

/** Molecules of training that have nothing to do with these, though they resemble some of the test. */
export const STRANGERS = [
  'CCOc1ccccc1C(=O)NCC',
  'Clc1ccc(cc1)C(N)CO',
  'CN(C)CCc1c[nH]c2ccc(O)cc12',
  'CC(C)Cc1ccc(C(C)C(=O)N)cc1',
  'COc1cc(CN)cc(Br)c1',
  'CC(N)C(=O)Nc1cccnc1',
  'Oc1cccc(C2CCCCC2)n1',
  'OC1CC1',
  'CC(OC1CCC1)C(N)=O',
];

/** Rows of the two sides: strangers and planted ones in turn, so that row numbers differ. */
export function plantedTables(): { train: string; test: string } {
  const label = (i: number) => (5 + i / 4).toFixed(2);
  const train = PLANTED.flatMap(([name, smiles], i) => [
    `stranger-${i},${STRANGERS[i]},${label(i)}`,
    `${name},${smiles},${label(i)}`,
  ]);
  const test = PLANTED.map(([name, , smiles], i) => `test-${name},${smiles},${label(i)}`);
  const head = 'id,smiles,pic50';
  return {
    train: `${[head, ...train].join('\n')}\n`,
    test: `${[head, ...test].join('\n')}\n`,
  };
}
