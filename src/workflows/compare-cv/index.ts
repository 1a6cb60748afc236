import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { optionValue } from '../../spelling.js';
import { holm } from '../../statistics/multiplicity.js';
import { isSignificant } from '../../statistics/standing.js';
import { compareValues, list, printable } from '../../text.js';
import { VERSION } from '../../version.js';
import { COMPARE_CV } from '../options.js';
import { arrange, baselineOf } from './arrange.js';
import { compareMetric, type Unadjusted } from './compare-metric.js';
import { readMargins } from './margin.js';
import { assumedNotes, chosenMetrics } from './metrics.js';
import { readCvResults } from './read.js';
import type { CompareCvOptions, CvComparison, CvMetricComparison } from './types.js';

/** More folds in one repeat are more likely repeats that no column tells apart. */
const MANY_FOLDS = 10;

/** Options that mean that one file holds predictions: the test set, or the columns of the models. */
export interface TestSetFlags {
  readonly split?: string | undefined;
  readonly train?: string | undefined;
  readonly truth?: string | undefined;
  readonly models?: unknown;
}

/** Whether what is to be compared is a table of cross-validation results: one file, and no test set to match it with. */
export function isCvTable(
  files: readonly string[],
  { split, train, truth, models }: TestSetFlags = {},
): boolean {
  return files.length === 1 && [split, train, truth, models].every((flag) => flag === undefined);
}

/**
 * Compares methods by their results on the same folds of a repeated cross-validation: all pairs, or all others with a
 * baseline, on each metric, with intervals corrected for overlapping training sets (Nadeau & Bengio) and p-values
 * adjusted for the pairs of the metric (Holm), beside the uncorrected protocol of Ash et al. Nothing depends on the
 * order of the rows.
 *
 * @throws TanimarkError on anything wrong with the options or the table
 */
export async function compareCv(options: CompareCvOptions, job = new Job()): Promise<CvComparison> {
  checkOptions('compareCv', COMPARE_CV, options, job);
  const { table, results, by, hasRepeats, warnings } = await readCvResults(options, job);
  const present = [...new Set(results.map(({ metric }) => metric))];
  requireOneSpelling(present, table.name);
  const metrics = chosenMetrics(present, options, table.name);
  const margins = readMargins(
    options.margin,
    metrics.map(({ name }) => name),
    table.name,
  );
  const groups = [...new Set(results.map(({ group }) => group))].sort((a, b) =>
    compareValues(a ?? '', b ?? ''),
  );
  const compared: Unadjusted[] = [];
  job.progress.start('comparing methods', groups.length * metrics.length, 'metrics');
  for (const group of groups) {
    const shown =
      group === null ? table.name : `${table.name}, ${list(by)} ${printable(group, 40)}`;
    for (const metric of metrics) {
      const own = results.filter((r) => r.metric === metric.name && r.group === group);
      if (own.length === 0) continue;
      const arranged = arrange(metric.name, own, options, shown);
      const baseline = baselineOf(options.baseline, arranged.methods, shown);
      const margin = margins.get(metric.name) ?? null;
      compared.push(compareMetric({ metric, group, margin, baseline }, arranged));
      if (job.due()) await job.breathe(compared.length);
    }
  }
  job.progress.finish();
  const assumed = assumedNotes(metrics, options);
  const { folds } = compared[0].design;
  const isDoubtful = !hasRepeats && options.testShare === undefined && (folds ?? 0) > MANY_FOLDS;
  return {
    command: 'compare',
    kind: 'cross-validation',
    version: VERSION,
    parameters: parametersOf(options),
    input: { path: table.path, sha256: table.sha256, rows: table.rows.length },
    primary_metric: metrics[0].name,
    by,
    metrics: adjusted(compared, metrics[0].name),
    warnings: isDoubtful
      ? [
          ...warnings,
          ...assumed,
          `no repeat column, so this counts as one ${folds}-fold cross-validation; if folds were repeated, add the column, or give the size of a test fold (such as ${optionValue('testShare', '0.2')})`,
        ]
      : [...warnings, ...assumed],
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
        `${shown}: the metric ${printable(metric, 40)} is also listed as ${printable(before, 40)}; use one name`,
      );
    }
    seen.set(metric.toLowerCase(), metric);
  }
}

/**
 * The comparisons with p-values adjusted over the groups and pairs of each metric, so that secondary metrics take no
 * power from the primary one; what is undefined counts as p = 1.
 */
function adjusted(compared: readonly Unadjusted[], primary: string): CvMetricComparison[] {
  const families = new Map<string, number[]>();
  for (const { metric, pairs } of compared) {
    families.set(metric, [...(families.get(metric) ?? []), ...pairs.map(({ p }) => p ?? 1)]);
  }
  const corrected = new Map([...families].map(([metric, ps]) => [metric, holm(ps)]));
  return compared.map(({ pairs, uncorrected, ...metric }) => {
    const own = corrected.get(metric.metric) as number[];
    return {
      ...metric,
      role: metric.metric === primary ? 'primary' : 'secondary',
      tests: families.get(metric.metric)?.length ?? 0,
      pairs: pairs.map(({ tukey, conover, ...pair }) => {
        const next = own.shift() as number;
        const p_holm = pair.p === null ? null : next;
        const significant = isSignificant(pair.verdict, p_holm);
        return { ...pair, p_holm, significant, tukey, conover };
      }),
      uncorrected,
    };
  });
}

function parametersOf(options: CompareCvOptions): CvComparison['parameters'] {
  const given = {
    metrics: options.metrics,
    minimize: options.minimize,
    maximize: options.maximize,
    level: options.level,
    margin: options.margin,
    'test-share': options.testShare,
    baseline: options.baseline,
    by: options.by,
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string | number | string[]] => {
      const [, value] = entry;
      return value !== undefined && !(Array.isArray(value) && value.length === 0);
    }),
  );
}
