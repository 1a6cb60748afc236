import { basename } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import type { ColumnKind } from '../../tables/formats/format.js';
import { list } from '../../text.js';
import { rowFormat, writeRows } from '../row-file.js';
import type { SuiteSummary } from './suite.js';
import type { ScoreSummary } from './types.js';

const COLUMNS = ['method', 'repeat', 'fold', 'stratum', 'metric', 'value'] as const;
const KINDS: readonly ColumnKind[] = ['text', 'text', 'text', 'text', 'text', 'number'];

/** The name of the table format of a file of results by fold. @throws TanimarkError (usage) */
export function cvFormat(output: string): string {
  return rowFormat('cvResults', output);
}

/**
 * Writes the metrics of each fold, overall and by stratum, as `compare` reads them: one method for each prediction file
 * or model. Strata in which a metric is undefined in some fold are left out for that metric, because the methods are
 * compared fold by fold.
 *
 * @param repeat what this run is called among repeats
 * @returns the number of rows, and what was left out
 * @throws TanimarkError (usage) where the split has no folds, (file), AbortedError
 */
export async function writeCvResults(
  summary: ScoreSummary | SuiteSummary,
  repeat: string,
  output: string,
  job = new Job(),
): Promise<{ rows: number; notes: string[] }> {
  const format = cvFormat(output);
  const left = new Set<string>();
  const rows = methodsOf(summary).flatMap(([method, scores]) => {
    const { folds_by_stratum: folds } = scores;
    if (scores.tasks || !folds) {
      throw new TanimarkError(
        'usage',
        scores.tasks
          ? `${optionName('cvResults')}: several label columns are scored; choose one with ${optionName('label')}`
          : `${optionName('cvResults')} needs out-of-fold predictions, and a split with folds (tanimark split --folds 5)`,
        { option: 'cvResults' },
      );
    }
    const all = new Set(folds.map(({ fold }) => fold)).size;
    const whole = (stratum: string, metric: string) =>
      folds.filter((one) => one.stratum === stratum && typeof one.metrics[metric] === 'number')
        .length === all;
    return folds.flatMap(({ fold, stratum, metrics }) =>
      Object.entries(metrics).flatMap(([metric, value]) => {
        if (whole(stratum, metric)) return [[method, repeat, fold, stratum, metric, value]];
        left.add(`${metric} in ${stratum}`);
        return [];
      }),
    );
  });
  await writeRows(format, COLUMNS, [rows], output, KINDS, job);
  const notes =
    left.size === 0
      ? []
      : [`${output}: left out, because it is undefined in some fold: ${list([...left])}`];
  return { rows: rows.length, notes };
}

/** The results of each method, by its name. */
function methodsOf(summary: ScoreSummary | SuiteSummary): [string, ScoreSummary][] {
  if ('suite' in summary) return summary.suite.map((one) => [one.name, one]);
  const path = summary.inputs.find(({ role }) => role === 'predictions')?.path ?? 'model';
  return [[basename(path).replace(/(\.\w+)?(\.gz)?$/i, ''), summary]];
}
