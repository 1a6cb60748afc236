import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { audit } from '../../../src/workflows/audit/index.js';
import { temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const NAMES = ['identical_record', 'identical_smiles', 'same_molecule'];

/** Test rows of the findings at the level of canonical SMILES; null for one that was not looked for. */
async function foundIn(train: string, test: string): Promise<(number | null)[]> {
  const files = { train: folder.file('train.csv', train), test: folder.file('test.csv', test) };
  const { comparisons } = (await audit(files, new Job({ threads: 1 }))).summary;
  return NAMES.map((name) => {
    const found = comparisons[0].findings.find((finding) => finding.name === name);
    return found?.applies ? found.test_records : null;
  });
}

describe('rows of one SMILES', () => {
  it.each([
    ['have labels on both sides', 'CCO,1.5\nCCN,2.5', 'y', 'CCO,1.5\nCCN,2\nOCC,1.5', [1, 0, 2]],
    ['have no labels in test', 'CCO,1.5\nCCN,2.5', '', 'CCO\nCCN\nOCC', [null, 2, 1]],
    ['miss some labels in test', 'CCO,1.5\nCCN,2.5', 'y', 'CCO,\nCCN,2.5\nOCC,', [1, 1, 1]],
    ['miss some labels in training', 'CCO,\nCCN,2.5', 'y', 'CCO,1\nCCN,2.5', [1, 1, 0]],
    ['miss labels on both sides', 'CCO,\nCCN,2.5', 'y', 'CCO,\nCCN,2.5', [1, 1, 0]],
    ['have numbers and classes', 'CCO,1.5\nCCN,2.5', 'y', 'CCO,active\nCCN,inactive', [null, 2, 0]],
  ])('that %s', async (_, train, label, test, expected) => {
    const header = label === '' ? 'smiles' : `smiles,${label}`;
    expect(await foundIn(`smiles,y\n${train}\nCCCCC,9.5\n`, `${header}\n${test}\n`)).toEqual(
      expected,
    );
  });

  it('without any labels are identical SMILES', async () => {
    expect(await foundIn('smiles\nCCO\nCCC\n', 'smiles\nCCO\n')).toEqual([null, 1, 0]);
  });

  it('with atom maps for one have the same canonical SMILES', async () => {
    const mapped = '[CH3:1][CH2:2][O:3][C:4](=[O:5])[c:6]1[cH:7][cH:8][cH:9][cH:10][c:11]1[NH2:12]';
    const found = await foundIn(
      'smiles,y\nCCOC(=O)c1ccccc1N,1.1\nCCC,2\n',
      `smiles,y\n${mapped},1.1\n`,
    );
    expect(found).toEqual([0, 0, 1]);
  });
});

describe('labels that conflict within a side', () => {
  it('are reported for each side with their rows', async () => {
    const files = {
      train: folder.file('c1.csv', 'smiles,y\nCCO,1\nCCN,4\nOCC,3.5\nCCN,4\n'),
      test: folder.file('c2.csv', 'smiles,y\nCCC,7\nCCF,8\nFCC,8.25\n'),
    };
    const { sides } = (await audit(files, new Job({ threads: 1 }))).summary;
    expect(sides.train.label_conflicts).toEqual({
      molecules: 1,
      rows: 2,
      largest_difference: 2.5,
      examples: [{ rows: [1, 3], labels: [1, 3.5], difference: 2.5 }],
    });
    expect(sides.test.label_conflicts?.examples).toEqual([
      { rows: [2, 3], labels: [8, 8.25], difference: 0.25 },
    ]);
  });
});
