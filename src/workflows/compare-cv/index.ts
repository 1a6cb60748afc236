import { TanimarkError } from '../../errors.js';
import { holm } from '../../statistics/multiplicity.js';
import { Task } from '../../task.js';
import { printable } from '../../text.js';
import { VERSION } from '../../version.js';
import { arrange } from './arrange.js';
import { compareMetric, type Unadjusted } from './compare-metric.js';
import { readMargins } from './margin.js';
import { chosenMetrics } from './metrics.js';
import { readCvResults } from './read.js';
import type {
  CompareCvOptions,
  CvComparison,
  CvMetricComparison,
  CvPair,
  CvVerdict,
} from './types.js';

const LEVEL = 0.05;

/** More folds in one repeat are more likely repeats that no column tells apart. */
const MANY_FOLDS = 10;

/** Whether what is to be compared is a table of cross-validation results: one file, not predictions of each model. */
export function isCvTable(files: readonly string[]): boolean {
  return files.length === 1;
}

/**
 * Compares methods by their results on the same folds of a repeated cross-validation: all pairs, on each metric, with
 * intervals corrected for overlapping training sets (Nadeau & Bengio) and p-values adjusted for all pairs and
 * metrics (Holm), beside the uncorrected protocol of Ash et al. Nothing depends on the order of the rows.
 *
 * @throws TanimarkError on anything wrong with the options or the table
 */
export async function compareCv(
  options: CompareCvOptions,
  task = new Task(),
): Promise<CvComparison> {
  const { table, results, hasRepeats, warnings } = await readCvResults(options, task);
  const present = [...new Set(results.map(({ metric }) => metric))];
  requireOneSpelling(present, table.name);
  const metrics = chosenMetrics(present, options, table.name);
  const margins = readMargins(
    options.margin,
    metrics.map(({ name }) => name),
    table.name,
  );
  const compared: Unadjusted[] = [];
  task.progress.start('comparing methods', metrics.length, 'metrics');
  for (const metric of metrics) {
    const own = results.filter((result) => result.metric === metric.name);
    const arranged = arrange(metric.name, own, options, table.name);
    compared.push(compareMetric(metric, arranged, margins.get(metric.name) ?? null));
    if (task.due()) await task.breathe(compared.length);
  }
  task.progress.finish();
  const { folds } = compared[0].design;
  const isDoubtful = !hasRepeats && options.testShare === undefined && (folds ?? 0) > MANY_FOLDS;
  return {
    command: 'compare',
    kind: 'cross-validation',
    version: VERSION,
    parameters: parametersOf(options),
    input: { path: table.path, sha256: table.sha256, rows: table.rows.length },
    metrics: adjusted(compared),
    warnings: isDoubtful
      ? [
          ...warnings,
          `there is no repeat column, so this counts as one ${folds}-fold cross-validation; if folds were repeated, add the column, or say how large a test fold is (--test-share 0.2)`,
        ]
      : warnings,
  };
}

/** @throws TanimarkError (table) when two metrics differ in capital letters alone */
function requireOneSpelling(metrics: readonly string[], shown: string): void {
  const seen = new Map<string, string>();
  for (const metric of metrics) {
    const before = seen.get(metric.toLowerCase());
    if (before !== undefined) {
      throw new TanimarkError(
        'table',
        `${shown}: the metric ${printable(metric, 40)} is also there as ${printable(before, 40)}; write it one way`,
      );
    }
    seen.set(metric.toLowerCase(), metric);
  }
}

/** The comparisons with p-values adjusted for all pairs and metrics; what is undefined counts as p = 1. */
function adjusted(compared: readonly Unadjusted[]): CvMetricComparison[] {
  const all = holm(compared.flatMap(({ pairs }) => pairs.map(({ p }) => p ?? 1)));
  let next = 0;
  return compared.map((metric) => ({
    ...metric,
    pairs: metric.pairs.map((pair) => {
      const adjusted = all[next++];
      const { tukey, conover, ...corrected } = pair;
      const verdict = verdictOf(pair, adjusted, metric.direction);
      const p_holm = pair.p === null ? null : adjusted;
      return { ...corrected, p_holm, verdict, tukey, conover };
    }),
  }));
}

function verdictOf(
  { ci95, margin, difference, reason }: Omit<CvPair, 'p_holm' | 'verdict'>,
  pHolm: number,
  direction: 'minimize' | 'maximize',
): CvVerdict {
  if (ci95 === null) {
    return margin !== null && reason === 'no_difference' ? 'equivalent' : 'unclear';
  }
  if (margin !== null && ci95[0] >= -margin && ci95[1] <= margin) return 'equivalent';
  if (pHolm > LEVEL) return 'unclear';
  return difference > 0 === (direction === 'maximize') ? 'better' : 'worse';
}

function parametersOf(options: CompareCvOptions): CvComparison['parameters'] {
  const given = {
    metrics: options.metrics,
    minimize: options.minimize,
    maximize: options.maximize,
    margin: options.margin,
    'test-share': options.testShare,
    baseline: options.baseline,
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string | number | string[]] => {
      const [, value] = entry;
      return value !== undefined && !(Array.isArray(value) && value.length === 0);
    }),
  );
}
