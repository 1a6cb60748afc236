import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const split = folder.at('split.csv');
let test: Record<string, string>[];

beforeAll(async () => {
  await run(['split', 'dataset:drugs', '-m', 'random', '-o', split, '-q']);
  test = rowsOf(folder.read('split.csv')).filter((row) => row.split === 'test');
});

/** Scores predictions that are off by so much, up and down in turn. */
async function score(off: number, ...args: string[]) {
  const rows = test.map(
    ({ smiles, crippen_logp: y }, i) => `"${smiles}",${Number(y) + (i % 2 === 0 ? off : -off)}`,
  );
  const file = folder.file('predictions.csv', `smiles,y_pred\n${rows.join('\n')}\n`);
  return run(['score', file, '--split', split, '--bootstrap', '0', ...args]);
}

const three = (value: number) =>
  value < 0.1 && value >= 0.001 ? value.toFixed(3) : String(Number(value.toPrecision(3)));

describe('a benchmark whose labels follow from molecular properties', () => {
  const alone =
    'note: "crippen_logp": a linear model of molecular properties (weight, log P, polar surface, counts) has';
  const baselines = async (metric: string) => {
    const { baselines: own } = JSON.parse((await score(0, '--json', '--metrics', metric)).stdout);
    const of = (name: string) => own[name].overall.metrics[metric].value as number;
    return { properties: of('property_only'), mean: of('train_mean') };
  };

  it('is named as such, with the values of both models', async () => {
    const { properties, mean } = await baselines('mae');
    expect((await score(0.5, '--metrics', 'mae')).stderr).toContain(
      `${alone} a lower MAE than this model (${three(properties)} against 0.5): the score of this model does not show that it has learned more than these properties`,
    );
    expect((await score(properties, '--metrics', 'mae')).stderr).toContain(
      `${alone} the same MAE as this model (${three(properties)}): the score of this model does not show that it has learned more than these properties`,
    );
    expect((await score(0.001, '--metrics', 'mae')).stderr).toContain(
      `${alone} MAE ${three(properties)}, this model 0.001 (training mean: ${three(mean)}): these properties alone give most of the improvement over the training mean`,
    );
    expect((await score(0.5, '--metrics', 'r2')).stderr).toContain(`${alone} a higher R² than`);
  });
});

describe('the table along similarity', () => {
  const title = 'MAE along similarity (windows of ≥ 30 rows, overlapping; bars: ';

  it('says whose values the bars are', async () => {
    expect((await score(0.5)).stdout).toMatch(
      /MAE along similarity .*; bars: model\)\n {2}mean sim\. +rows +1-NN +model\n/,
    );
    expect((await score(0.5)).stdout).toContain(`${title}model)`);
    const without = await run(['score', '--split', split, '--bootstrap', '0']);
    expect(without.stdout).toMatch(/overlapping; bars: 1-NN\)\n {2}mean sim\. +rows +1-NN\n/);
  });
});
