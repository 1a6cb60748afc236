import type { ScoreOptions } from '../../../src/evaluation/options.js';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { score } from '../../../src/workflows/score/index.js';
import type { ScoreSummary } from '../../../src/workflows/score/types.js';

/** A molecule that was made up, with true values and predictions. */
export interface MadeRow {
  readonly name: string;
  readonly smiles: string;
  readonly series: string;
  readonly y: number;
  readonly pred: number;
}

const cores = [
  'c1ccc(X)cc1Y',
  'c1cnc(X)cc1Y',
  'C1CCC(X)CC1Y',
  'c1csc(X)c1Y',
  'XCCSCCCY',
  'XC(=O)NY',
];
const groups = [
  'C',
  'CC',
  'O',
  'OC',
  'F',
  'Cl',
  'N(C)C',
  'C#N',
  'CCO',
  'C(C)C',
  'CCCC',
  'c2ccccc2',
];
const backwards: Readonly<Record<string, string>> = {
  'C#N': 'N#C',
  'N(C)C': 'CN(C)',
  OC: 'CO',
  CCO: 'OCC',
  'C(C)C': 'CC(C)',
};

/** Molecules with values in whole eighths, so that many are equal; the first `test` of them, in random order. */
export function madeRows(count: number, seed = 1): MadeRow[] {
  const random = new Random(seed);
  const all = cores.flatMap((core, c) =>
    groups.flatMap((x, i) =>
      groups.slice(i).map((y, j) => {
        const start = core.startsWith('X') ? (backwards[x] ?? x) : `(${x})`;
        const smiles = core.replace(/^X/, start).replace('(X)', `(${x})`).replace('Y', y);
        return { smiles, series: `core-${c}`, value: c + i / 4 + ((j * 5) % 7) / 8 };
      }),
    ),
  );
  return random
    .shuffle(all)
    .slice(0, count)
    .map(({ smiles, series, value }, k) => ({
      name: `m${k}`,
      smiles,
      series,
      y: value + random.below(5) / 8,
      pred: value + random.below(9) / 8,
    }));
}

/** The same rows in another order. */
export function shuffled<T>(rows: readonly T[], seed: number): T[] {
  return new Random(seed).shuffle([...rows]);
}

/** Rows as CSV. */
export function csv<T>(
  rows: readonly T[],
  columns: Readonly<Record<string, (row: T) => unknown>>,
): string {
  const names = Object.keys(columns);
  const lines = rows.map((row) => names.map((name) => String(columns[name](row))).join(','));
  return `${names.join(',')}\n${lines.join('\n')}\n`;
}

/** Scores in one thread, unless told otherwise. */
export function scored(options: ScoreOptions, threads = 1): Promise<ScoreSummary> {
  return score(options, new Job({ threads }));
}

/** All that is computed; not the rows, checksums and times, which depend on the files. */
export function numbersOf({
  overall,
  strata,
  by,
  baselines,
  curve,
  deployment,
  tasks,
  n,
  molecules,
  train,
}: ScoreSummary) {
  return {
    n,
    molecules,
    train,
    overall,
    strata,
    by,
    baselines,
    curve,
    tasks,
    deployment: deployment && { ...deployment, path: '', sha256: '' },
  };
}
