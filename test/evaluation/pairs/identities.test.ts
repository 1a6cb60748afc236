import { expect, it, vi } from 'vitest';
import { Job } from '../../../src/job.js';
import { score } from '../../../src/workflows/score/index.js';
import { temporaryFolder } from '../../helpers.js';

vi.mock('../../../src/chemistry/pool.js', async (original) =>
  (await import('../../shared-pool.js')).withSharedPools(original),
);

const folder = temporaryFolder();
const [A, B, C, D, E] = [
  'CC(=O)Oc1ccccc1C(=O)O',
  'CCCCCCCCO',
  'CCN(CC)CCNC(=O)c1ccc(N)cc1',
  'Cn1cnc2c1c(=O)n(C)c(=O)n2C',
  'CC1CCC(C(C1)O)C(C)C',
];
const table = (name: string, rows: string[][]) =>
  folder.file(name, `SMILES,other,y\n${rows.map((row, i) => `${row.join()},${i}`).join('\n')}\n`);

it('tells the partner molecules of two files by their own structures, not by those of the drugs beside them', async () => {
  const train = table('train.csv', [
    [A, C],
    [B, D],
  ]);
  // The partner C stands beside B here, and in training beside A.
  const truth = table('test.csv', [
    [B, C],
    [A, E],
    [E, D],
  ]);
  const options = { train, truth, partner: 'other', partnerKind: 'molecule' } as const;
  const { by } = await score({ ...options, bootstrap: 0, minN: 1 }, new Job({ threads: 1 }));
  const groups = by?.find((one) => one.by === 'novelty')?.groups ?? [];
  expect(groups.map(({ value, n }) => [value, n])).toEqual([
    ['both seen', 1],
    ['new drug', 1],
    ['new partner', 1],
  ]);
});
