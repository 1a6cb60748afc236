import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rowsOf, SMALL, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const nM = (i: number) => 3 * (i + 1) ** 2;
const header = 'smiles,name,IC50 (nM)';
const cells = SMALL.trim()
  .split('\n')
  .slice(1)
  .map((line, i) => [...line.split(',').slice(0, 2), String(nM(i))]);
const input = folder.file('ic50.csv', `${[header, ...cells.map((c) => c.join(','))].join('\n')}\n`);
const p = (value: string) => 9 - Math.log10(Number(value));

describe('--transform', () => {
  it('is in the labels of a split and its manifest, not in its cells, and score reads it there', async () => {
    const split = folder.at('split.csv');
    const args = ['split', input, '-m', 'random', '--test', '8', '--bins', '0,1'];
    const made = await run([...args, '--transform', 'neg-log10:nM', '-o', split, '--json']);
    expect(made.code).toBe(0);
    const { labels, parameters } = JSON.parse(made.stdout);
    const pLabels = cells.map(([, , value]) => p(value));
    const mean = pLabels.reduce((a, b) => a + b, 0) / pLabels.length;
    expect(labels).toMatchObject({ column: 'IC50 (nM)', transform: 'neg-log10:nM' });
    expect(labels.whole.mean).toBeCloseTo(mean, 12);
    expect(parameters.transform).toBe('neg-log10:nM');
    const rows = rowsOf(readFileSync(split, 'utf8'));
    expect(rows.map((row) => row['IC50 (nM)'])).toEqual(cells.map(([, , value]) => value));

    const test = rows.filter((row) => row.split === 'test');
    const predictions = test.map(
      (row, i) => `${row.name},${p(row['IC50 (nM)']) + (i % 2 ? 0.5 : -0.25)}`,
    );
    const file = folder.file('preds.csv', `name,y_pred\n${predictions.join('\n')}\n`);
    const scoring = ['score', file, '--split', split, '--bootstrap', '0', '--metrics', 'mae'];
    const scored = await run([...scoring, '--min-n', '1', '--json']);
    expect(scored.code).toBe(0);
    const { overall, warnings } = JSON.parse(scored.stdout);
    expect(overall.metrics.mae.value).toBeCloseTo(0.375, 12);
    expect(warnings).toContain(
      'predictions are read on the transformed scale of the labels (--transform neg-log10:nM)',
    );

    const verified = await run(['verify', `${split}.manifest.json`]);
    expect(verified.code).toBe(0);
    const audited = JSON.parse((await run(['audit', split, '--json'])).stdout);
    expect(JSON.stringify(audited.warnings)).toContain('labels are 9 − log10(value)');
  });

  it('is refused where it is unknown, and where a value has no logarithm', async () => {
    const unknown = await run(['split', input, '--transform', 'pIC50']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain(
      'give log10, or neg-log10:<unit> with the unit M, mM, uM, nM or pM',
    );
    const zero = folder.file('zero.csv', `smiles,y\nCCO,3\nCCN,0\nCCC,5\n`);
    const refused = await run(['split', zero, '--transform', 'log10', '--label', 'y']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      'label column "y", row 2 (line 3): "0" is not above 0 and has no logarithm (--transform log10)',
    );
  });
});

describe('censored labels', () => {
  const censored = cells.map(([smiles, name, value], i) =>
    [smiles, name, i < 2 ? `>${value}` : value].join(','),
  );
  const file = folder.file('censored.csv', `${[header, ...censored].join('\n')}\n`);

  it.each([
    ['drop', 24 - 2],
    ['limit', 24],
  ])('with --censored %s are counted in notes and in JSON', async (word, labeled) => {
    const { stdout } = await run(['split', file, '-m', 'random', '--censored', word, '--json']);
    const { labels, warnings } = JSON.parse(stdout);
    expect(labels.censored).toBe(2);
    expect(labels.whole.n).toBe(labeled);
    expect(warnings.join('\n')).toContain('2 of 24 labels are censored values');
  });

  it('stop a split with --censored error, and are a note where nothing was said', async () => {
    const stopped = await run(['split', file, '-m', 'random', '--censored', 'error']);
    expect(stopped).toMatchObject({ code: 2, stdout: '' });
    expect(stopped.stderr).toContain('is a censored value (2 of 24 filled cells');
    const noted = await run(['split', file, '-m', 'random', '-o', folder.at('noted.csv')]);
    expect(noted.code).toBe(0);
    expect(noted.stderr).toContain('is a censored value (2 of 24 filled cells');
    expect(noted.stderr).toContain('the labels cannot be used (see the note), so');
    expect(noted.stderr).not.toContain('no label column was chosen');
  });
});
