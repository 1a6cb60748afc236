import { describe, expect, it } from 'vitest';
import { columnsTable } from '../../../src/report/html/score/tables.js';
import { renderResult } from '../../../src/report/registry.js';
import { plainStyle } from '../../../src/report/style.js';
import type { ScoredMolecule, ScoreSummary } from '../../../src/workflows/score/types.js';
import { elementsOf, faultsOf } from './inert.js';

const metrics = (value: number) => ({
  mae: { value, ci95: [value - 0.1, value + 0.1] as const, beats: { train_mean: 'yes' as const } },
});
const plain = (value: number) => ({ mae: { value, ci95: null } });
const bins = ['[0, 1/2)', '[1/2, 1]'];
const stratum = (b: number, own: object) => ({
  bin: bins[b],
  low: b / 2,
  high: (b + 1) / 2,
  n: 100,
  flag: null,
  metrics: own as never,
});

/** A score as a run would have it. @param rows molecules in it */
function scoreOf(rows: number): ScoreSummary {
  const molecules_scored = Array.from(
    { length: rows },
    (_, r): ScoredMolecule => ({
      row: r + 1,
      id: `m${r}`,
      smiles: 'C'.repeat(1 + (r % 30)),
      truth: r % 7,
      prediction: (r % 7) + (r % 11) / 10,
      error: (r % 11) / 10,
      stratum: bins[r % 2],
      max_similarity: (r % 2) / 2 + (r % 50) / 101,
      nearest_train_row: r + 2,
      nearest_train_id: null,
      nearest_train_smiles: 'CCO',
      nearest_train_label: 2,
    }),
  );
  return {
    command: 'score',
    version: '0.1.0',
    rdkit: '2026.09.1',
    seed: 0,
    task: 'regression',
    parameters: {
      label: 'y',
      fingerprint: 'morgan:radius=2,bits=2048',
      bootstrap: 1000,
      resample: 'molecule',
      'min-n': 30,
    },
    inputs: [{ role: 'predictions', path: 'p.csv', sha256: 'ab12', rows }],
    join: { by: 'id' } as never,
    n: 200,
    molecules: 200,
    resampled: { unit: 'molecule', count: 200 },
    train: { molecules: 500, labelled: 500 },
    overall: { n: 200, flag: null, metrics: metrics(0.5) },
    strata: [stratum(0, metrics(0.7)), stratum(1, metrics(0.3))],
    baselines: {
      train_mean: {
        overall: { n: 200, flag: null, metrics: plain(1.2) },
        strata: [stratum(0, plain(1.4)), stratum(1, plain(1))],
      },
    },
    curve: null,
    deployment: null,
    molecules_scored,
    warnings: ['a first note', 'a second note with <b>'],
    seconds: { all: 1.5 },
  };
}

const pageOf = (rows: number, structures?: number) =>
  renderResult('score', 'html', scoreOf(rows), {
    ...plainStyle,
    page: { structures, command: 'tanimark score p.csv' },
  });

describe('a page', () => {
  it('tells the answer, then figures, tables, structures, notes and methods', async () => {
    const page = await pageOf(40, 4);
    expect(faultsOf(page)).toEqual([]);
    const shape = elementsOf(page).flatMap(({ name, attributes, text }) => {
      if (['h1', 'h2', 'caption', 'summary'].includes(name)) return [`${name}: ${text}`];
      if (['verdict', 'subject'].includes(attributes.class))
        return [`${attributes.class}: ${text}`];
      if (name === 'a') return [`${attributes.href}: ${text}`];
      return attributes.class === 'pair' ? ['pair'] : [];
    });
    const figures = shape.filter((line) => /^summary: Numbers|^caption: Numbers/.test(line));
    expect(figures.length).toBeGreaterThanOrEqual(4);
    expect(shape.filter((line) => !figures.includes(line))).toEqual([
      '#main: Skip to the result',
      'h1: Score of p.csv',
      'subject: regression of y, 200 test rows, 500 training molecules; similarity: Tanimoto of morgan:radius=2,bits=2048',
      'verdict: MAE 0.500 (95% CI 0.400 to 0.600) overall, significantly better than every baseline.',
      '#c1-1: Figures',
      '#c1-2: Metrics by stratum',
      '#c1-3: Largest errors',
      '#c1-4: Notes',
      '#c1-5: Methods',
      'h2: Figures',
      'h2: Metrics by stratum',
      'caption: Metrics by max similarity to the training set',
      'h2: Largest errors',
      'pair',
      'pair',
      'h2: Notes',
      'h2: Methods',
      'summary: Command, versions, parameters and checksums',
      'caption: Parameters',
      'caption: Input files',
    ]);
  });

  it('has the numbers of its table with their intervals', async () => {
    const cells = elementsOf(await pageOf(10)).filter(
      ({ name, attributes }) => name === 'td' && !attributes.class,
    );
    const texts = cells.map(({ text }) => text);
    for (const text of [
      '0.5000.400, 0.600',
      '0.7000.600, 0.800',
      '0.3000.200, 0.400',
      '1.200',
      '1.400',
    ]) {
      expect(texts).toContain(text);
    }
  });

  it('holds the result without times and rows of molecules', async () => {
    const data = elementsOf(await pageOf(10)).find(({ attributes }) => attributes.id === 'result');
    const { seconds: _, molecules_scored: __, ...rest } = scoreOf(10);
    expect(JSON.parse(data?.text ?? '')).toEqual(JSON.parse(JSON.stringify(rest)));
  });

  it('is the same each time', async () => {
    expect(await pageOf(60)).toBe(await pageOf(60));
  });

  it('shows the molecules with the largest errors, equal ones by row', async () => {
    const all = elementsOf(await pageOf(40, 16)).filter((e) => e.attributes.class === 'pair');
    // After the examples of both strata.
    const pairs = all.slice(4);
    expect(pairs.map(({ text }) => /test, row (\d+)/.exec(text)?.[1])).toEqual([
      '11',
      '22',
      '33',
      '10',
    ]);
    expect(pairs[0].text).toContain('Error +1.000');
    expect(pairs[0].text).toContain('training, row 12');
  });

  it('has no structures where none are to be drawn', async () => {
    expect(await pageOf(40, 0)).not.toContain('Largest errors');
  });

  it('of 5,000 molecules is smaller than 1 MB', async () => {
    const page = await pageOf(5000);
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    expect(elementsOf(page).filter((e) => e.attributes.class === 'side')).toHaveLength(50);
  });

  it('of a result above 1 MB says so in place of the JSON', async () => {
    const summary = { ...scoreOf(5), warnings: ['x'.repeat(1_100_000)] };
    const page = await renderResult('score', 'html', summary);
    const data = elementsOf(page).find(({ attributes }) => attributes.id === 'result');
    expect(Object.keys(JSON.parse(data?.text ?? ''))).toEqual(['left_out']);
    expect(page.length).toBeLessThan(500_000);
  });
});

describe('a table of metrics', () => {
  it('is a sentence where no group has a value', () => {
    const missing = { value: null, reason: 'too_few' as const };
    const columns = [
      {
        ...{ title: 'seen', n: 22, flag: null, by: 'scaffold' },
        sources: [{ name: 'model', title: 'model', metrics: { mae: missing } }],
      },
    ];
    const { text } = columnsTable(
      'Metrics by scaffold',
      columns as never,
      [{ name: 'mae', title: 'MAE' }] as never,
    );
    expect(text).toBe(
      '<p><b>Metrics by scaffold</b>: undefined in every group (seen (n = 22)).</p>',
    );
  });
});
