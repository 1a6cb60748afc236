import { Random } from '../../../src/random.js';

/** A row of a long table. */
export interface Row {
  readonly method: string;
  readonly repeat: number;
  readonly fold: number;
  readonly metric: string;
  readonly value: number;
}

/** Results in thousandths: folds have something in common, methods a shift each, and the rest is uniform noise. */
export function madeResults(
  shifts: Readonly<Record<string, number>>,
  { repeats = 5, folds = 5, seed = 1, noise = 0.02, metrics = ['mae'] } = {},
): Row[] {
  const random = new Random(seed);
  const uniform = (width: number) => width * (2 * random.uniform() - 1);
  const rows: Row[] = [];
  for (let repeat = 1; repeat <= repeats; repeat++) {
    for (let fold = 1; fold <= folds; fold++) {
      for (const metric of metrics) {
        const common = 0.5 + uniform(0.05);
        for (const [method, shift] of Object.entries(shifts)) {
          const value = Math.round(1000 * (common + shift + uniform(noise))) / 1000;
          rows.push({ method, repeat, fold, metric, value });
        }
      }
    }
  }
  return rows;
}

export function longTable(rows: readonly Row[]): string {
  const lines = rows.map((r) => [r.method, r.repeat, r.fold, r.metric, r.value].join(','));
  return `method,repeat,fold,metric,value\n${lines.join('\n')}\n`;
}

/** The same, one row for each method and fold, and one column for each metric. */
export function wideTable(rows: readonly Row[], columns = ['Model', 'cv_cycle', 'Fold']): string {
  const metrics = [...new Set(rows.map(({ metric }) => metric))];
  const lines = new Map<string, Map<string, number>>();
  for (const { method, repeat, fold, metric, value } of rows) {
    const key = [method, repeat, fold].join(',');
    const line = lines.get(key) ?? new Map<string, number>();
    lines.set(key, line.set(metric, value));
  }
  const body = [...lines].map(([key, of]) => `${key},${metrics.map((m) => of.get(m)).join(',')}`);
  return `${[...columns, ...metrics].join(',')}\n${body.join('\n')}\n`;
}
