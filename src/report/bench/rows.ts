import type { BenchReport, Mean } from '../../bench/report/types.js';
import { csv } from '../../tables/formats/delimited.js';
import { tableText } from '../../tables/write.js';

/** Columns of the long form: one row per metric, data set, split, model and stratum. */
export const BENCH_COLUMNS = [
  'metric',
  'data',
  'split',
  'model',
  'stratum',
  'n',
  'repeats',
  'done',
  'failed',
  'missing',
  'value',
  'ci95_low',
  'ci95_high',
  'interval',
  'sd',
  'difference',
  'difference_low',
  'difference_high',
  'p',
  'p_holm',
  'significant',
  'gap',
  'gap_low',
  'gap_high',
] as const;

type Cell = string | number | null | undefined;

/** Every number of a report as CSV; differences from the reference and gaps stand in the rows of `overall`. */
export function benchCsv({ metrics }: BenchReport): string {
  const rows = metrics.flatMap(({ metric, table, tests, gaps }) =>
    table.flatMap((entry) => {
      const { data, split, model, repeats, done, failed, missing, interval, strata } = entry;
      const isOwn = (one: { data: string; split: string; model: string }) =>
        one.data === data && one.split === split && one.model === model;
      const test = tests.find(isOwn);
      const gap = gaps.find(isOwn);
      const row = (stratum: string, n: Cell, mean: Mean, rest: readonly Cell[]): Cell[] => [
        ...[metric, data, split, model, stratum, n, repeats, done, failed, missing],
        ...[mean.value, ...ends(mean.ci95), mean.ci95 && interval, mean.sd],
        ...rest,
      ];
      const others: Cell[] = [
        ...[test?.difference, ...ends(test?.ci95), test?.p, test?.p_holm],
        test && test.p !== null ? (test.significant ? 'yes' : 'no') : null,
        ...[gap?.worse_by, ...ends(gap?.ci95)],
      ];
      return [
        row('overall', null, entry, others),
        ...strata.map((stratum) =>
          row(stratum.bin, stratum.n, stratum, new Array<Cell>(others.length).fill(null)),
        ),
      ];
    }),
  );
  return tableText(
    BENCH_COLUMNS,
    rows.map((cells) => cells.map((cell) => String(cell ?? ''))),
    csv.writer,
  );
}

function ends(ci95: Mean['ci95'] | undefined): Cell[] {
  return ci95 ? [...ci95] : [null, null];
}
