import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows, numbersOf, scored, shuffled } from './made.js';

const folder = temporaryFolder();
const rows = madeRows(190);
/** Molecules that were measured three times, and written in two ways. */
const repeats = rows.slice(0, 20).flatMap((row, k) => [
  { ...row, name: `${row.name}a`, y: row.y + 0.1 },
  { ...row, name: `${row.name}b`, y: row.y + 0.7 + k / 10 },
  { ...row, name: `${row.name}c`, y: row.y - 1.3, smiles: row.smiles.replaceAll('1', '%11') },
]);
const train = [...rows.slice(100), ...repeats.slice(30)];
const test = [...rows.slice(10, 100), ...repeats.slice(0, 30)];

describe('no number depends on the order of rows', () => {
  const files = (seed: number) => {
    const order = <T>(rows: T[], part: number) =>
      seed === 0 ? rows : shuffled(rows, 10 * seed + part);
    const write = (name: string, text: string) => folder.file(`${seed}-${name}.csv`, text);
    const name = (r: MadeRow) => r.name;
    const smiles = (r: MadeRow) => r.smiles;
    return {
      train: (columns: object) =>
        write('train', csv(order(train, 1), { smiles, name, ...columns })),
      truth: (columns: object) => write('test', csv(order(test, 2), { smiles, name, ...columns })),
      predictions: (columns: object) => write('preds', csv(order(test, 3), { name, ...columns })),
    };
  };
  const all = { bootstrap: 60, minN: 8, metrics: ['all'] };

  it.each(['molecule', 'row', 'cluster'] as const)(
    'drawn by %s, of numbers with deviations and intervals',
    async (resample) => {
      const library = folder.file(
        'library.csv',
        csv(rows.slice(60, 170), { smiles: (r) => r.smiles }),
      );
      const y = { y: (r: MadeRow) => r.y, series: (r: MadeRow) => r.series };
      const results = [];
      for (const seed of [0, 1, 2]) {
        const own = files(seed);
        const summary = await scored(
          {
            train: own.train(y),
            truth: own.truth(y),
            predictions: own.predictions({
              y_pred: (r: MadeRow) => r.pred,
              y_std: (r: MadeRow) => 0.5 + (r.y % 1),
              y_lower: (r: MadeRow) => r.pred - 1,
              y_upper: (r: MadeRow) => r.pred + 0.5,
            }),
            by: ['series', 'scaffold', 'cliff'],
            deployment: library,
            resample,
            ...all,
          },
          seed + 1,
        );
        results.push(JSON.stringify(numbersOf(summary)));
      }
      expect(results[0]).toContain('ci95');
      expect(results[1] === results[0]).toBe(true);
      expect(results[2] === results[0]).toBe(true);
    },
  );

  it('of classes, whose probabilities tie', async () => {
    const kind = (r: MadeRow) => (r.series < 'core-3' ? 'active' : 'inactive');
    const results = [];
    for (const seed of [0, 1, 2]) {
      const own = files(seed);
      const summary = await scored({
        train: own.train({ y: kind }),
        truth: own.truth({ y: kind }),
        predictions: own.predictions({ prob: (r: MadeRow) => Math.min(1, Math.round(r.pred) / 6) }),
        ...all,
      });
      expect(summary.task).toBe('classification');
      results.push(JSON.stringify(numbersOf(summary)));
    }
    expect(results[1] === results[0]).toBe(true);
    expect(results[2] === results[0]).toBe(true);
  });

  it('of several classes, where the highest probability decides, and some rows differ in that alone', async () => {
    const names = ['9', '10', '5x', 'z'];
    const kind = (r: MadeRow) => names[Math.floor(Math.abs(r.y)) % 4];
    const truth = (r: MadeRow) => (r.name.endsWith('7') ? '' : kind(r));
    // The same probability of a class may or may not be the highest.
    const probability = (c: number) => (r: MadeRow) =>
      [0.25, 0.3, 0.4][Math.floor(8 * Math.abs(r.pred) + c * c) % 3];
    const results = [];
    for (const seed of [0, 1, 2]) {
      const own = files(seed);
      const summary = await scored({
        train: own.train({ kind }),
        truth: own.truth({ kind: truth }),
        predictions: own.predictions(
          Object.fromEntries(names.map((name, c) => [`prob_${name}`, probability(c)])),
        ),
        task: 'multiclass',
        label: 'kind',
        ...all,
      });
      expect(summary.tasks?.map(({ name }) => name)).toEqual(['9', '10', '5x', 'z']);
      results.push(JSON.stringify(numbersOf(summary)));
    }
    expect(results[1] === results[0]).toBe(true);
    expect(results[2] === results[0]).toBe(true);
  });

  it('of several label columns with gaps', async () => {
    const columns = {
      a: (r: MadeRow) => (r.name.endsWith('3') ? '' : r.y),
      b: (r: MadeRow) => (r.name.endsWith('5') ? '' : Number(r.y > 3)),
    };
    const results = [];
    for (const seed of [0, 1, 2]) {
      const own = files(seed);
      const summary = await scored({
        train: own.train(columns),
        truth: own.truth(columns),
        predictions: own.predictions({
          a: (r: MadeRow) => r.pred,
          b: (r: MadeRow) => Math.round(r.pred) / 8,
        }),
        ...all,
      });
      results.push(JSON.stringify(numbersOf(summary)));
    }
    expect(results[1] === results[0]).toBe(true);
    expect(results[2] === results[0]).toBe(true);
  });
});
