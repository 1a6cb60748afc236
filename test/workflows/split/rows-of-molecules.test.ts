import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { split } from '../../../src/workflows/split/index.js';
import { temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const run = (text: string, options: object = {}) =>
  split(
    { input: folder.file('in.csv', text), method: 'random', test: '2', ...options },
    new Job({ threads: 1 }),
  );

const OTHERS = ['CC(C)Cc1ccc(cc1)C(C)C(=O)O', 'Cn1cnc2c1c(=O)n(C)c(=O)n2C', 'CCCCCC', 'c1ccsc1'];

describe('rows of one molecule', () => {
  it.each([
    [
      'atom maps',
      'CCOC(=O)c1ccccc1N',
      '[CH3:1][CH2:2][O:3][C:4](=[O:5])[c:6]1[cH:7][cH:8][cH:9][cH:10][c:11]1[NH2:12]',
    ],
    ['CXSMILES', 'C[C@H](O)c1ccccc1', '"C[C@H](O)c1ccccc1 |&1:1|"'],
    ['a labeled attachment point', '*c1ccccc1', '"*c1ccccc1 |$R1;;;;;;$|"'],
    ['a mapped attachment point', '*c1ccccc1', '[*:1]c1ccccc1'],
    ['a name', 'NCCc1ccccc1', 'NCCc1ccccc1 phenethylamine'],
    ['written hydrogens', 'CCO', '[H]OC([H])([H])C'],
  ])('stay on one side with %s', async (_, one, other) => {
    for (const seed of [0, 1, 2, 3]) {
      const { records, summary } = await run(['smiles', one, other, ...OTHERS, ''].join('\n'), {
        seed,
      });
      expect(summary.input).toMatchObject({ molecules: 5, invalid: 0 });
      expect(records[0].split).toBe(records[1].split);
    }
  });

  it('with different labels are said, with how far', async () => {
    const rows = ['CCO,1', 'OCC,3.5', ...OTHERS.map((smiles, i) => `${smiles},${i}`), 'CCCCCC,2'];
    const { summary } = await run(['smiles,y', ...rows, ''].join('\n'));
    expect(summary.label_conflicts).toEqual({
      molecules: 1,
      rows: 2,
      largest_difference: 2.5,
      examples: [{ rows: [1, 2], labels: [1, 3.5], difference: 2.5 }],
    });
    expect(summary.warnings).toContain(
      '1 molecule has rows with different labels (rows 1 and 2: 1 and 3.5); the largest difference is 2.5; the split uses the mean label of each molecule; the output keeps the label of each row',
    );
  });

  it('with equal labels are not', async () => {
    const { summary } = await run(
      `smiles,y\nCCO,1\nOCC,1.0\n${OTHERS.map((s) => `${s},2.5\n`).join('')}`,
    );
    expect(summary.label_conflicts).toMatchObject({ molecules: 0, examples: [] });
    expect(summary.warnings.join()).not.toContain('different labels');
  });

  it('have no conflicts without labels', async () => {
    const { summary } = await run(`smiles\n${OTHERS.join('\n')}\n`);
    expect(summary.label_conflicts).toBe(null);
  });
});
