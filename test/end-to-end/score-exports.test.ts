import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Folder, rowsOf, run } from './run.js';

const folder = new Folder();
afterAll(() => folder.remove());
let test: Record<string, string>[];
const train = () => folder.at('parts/train.csv');
const truth = () => folder.at('parts/test.csv');

beforeAll(() => {
  run(['split', 'dataset:drugs', '-o', `${folder.at('parts')}/`, '-q']);
  test = rowsOf(folder.read('parts/test.csv'));
});

/** Scores a table of predictions that are all 0.5 too high, and gives how it was joined. */
function joined(
  name: string,
  header: string,
  line: (row: Record<string, string>, i: number) => string,
) {
  const text = [header, ...test.map(line)].join('\n');
  const { code, stdout, stderr } = run([
    ...['score', folder.file(name, text), '--train', train(), '--truth', truth()],
    ...['--metrics', 'mae,mean_signed_error', '--bootstrap', '0', '--json'],
  ]);
  expect(stderr.replace(/^note: .*\n/gm, '')).toBe('');
  expect(code).toBe(0);
  const result = JSON.parse(stdout);
  expect(result.overall.metrics.mae.value).toBeCloseTo(0.5, 9);
  expect(result.overall.metrics.mean_signed_error.value).toBeCloseTo(0.5, 9);
  return { by: result.join.by, prediction: result.parameters.prediction, stderr };
}

const high = (row: Record<string, string>) => Number(row.crippen_logp) + 0.5;

describe('predictions as other packages export them', () => {
  it('scikit-learn and pandas: true and predicted values, and an index without a name', () => {
    const found = joined(
      'sklearn.csv',
      ',y_true,y_pred',
      (r, i) => `${i},${r.crippen_logp},${high(r)}`,
    );
    expect(found.by).toBe('order');
    expect(found.stderr).toContain('joined by order: row 1 is the first test row');
  });

  it('an index that does not number the rows joins nothing', () => {
    const text = ['index,y_pred', ...test.map((r, i) => `${i * 2},${high(r)}`)].join('\n');
    const args = ['score', folder.file('odd.csv', text), '--train', train(), '--truth', truth()];
    const { code, stderr } = run(args);
    expect(code).toBe(2);
    expect(stderr).toContain('no column tells which test row a prediction belongs to');
  });

  it('chemprop: the predictions under the name of the label, and an uncertainty that is named', () => {
    const found = joined(
      'chemprop.csv',
      'smiles,crippen_logp,crippen_logp_unc',
      (r) => `${r.smiles},${high(r)},0.1`,
    );
    expect(found).toMatchObject({ by: 'smiles', prediction: 'crippen_logp' });
    expect(found.stderr).toContain('column "crippen_logp_unc" is not used');
  });

  it('DeepChem: ids that are SMILES', () => {
    const found = joined('deepchem.csv', 'ids,y_pred,w', (r) => `${r.smiles},${high(r)},1`);
    expect(found).toMatchObject({ by: 'smiles', prediction: 'y_pred' });
  });

  it('TDC: Drug and Drug_ID', () => {
    const found = joined(
      'tdc.csv',
      'Drug_ID,Drug,y_pred',
      (r, i) => `x${i},${r.smiles},${high(r)}`,
    );
    expect(found.by).toBe('smiles');
  });

  it('by order with standard deviations, which tell no row apart', () => {
    const found = joined('std.csv', 'y_pred,y_std', (r) => `${high(r)},0.5`);
    expect(found.by).toBe('order');
  });
});
