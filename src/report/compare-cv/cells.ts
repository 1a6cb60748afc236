import { reasonTexts } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { count, list, printable } from '../../text.js';
import type {
  CvComparison,
  CvDesign,
  CvMethod,
  CvMetricComparison,
  CvPair,
} from '../../workflows/compare-cv/types.js';
import { shortNumber } from '../layout.js';
import { againstBaseline, againstOthers, type Judged, legend } from '../standing-words.js';

/** Decimals beyond which nobody reads. */
const MOST = 8;

/** Writes the numbers of one metric with as many decimals as show two digits of its smallest deviation. */
export function numberOf({ methods }: CvMetricComparison): (value: number) => string {
  const smallest = Math.min(...methods.map(({ sd }) => sd).filter((sd) => sd > 0));
  let decimals = 0;
  let scaled = smallest;
  while (decimals < MOST && scaled < 10) {
    decimals++;
    scaled *= 10;
  }
  if (smallest === Number.POSITIVE_INFINITY) decimals = 3;
  return (value) =>
    Math.abs(value) >= 1e6
      ? shortNumber(value)
      : value
          .toFixed(decimals)
          .replace(/^-(0(?:\.0*)?)$/, '$1')
          .replace('-', '−');
}

export function shownP(p: number | null | undefined): string {
  if (p === null || p === undefined) return '–';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

function equalsP(p: number): string {
  return p < 0.001 ? '<0.001' : `= ${p.toFixed(3)}`;
}

/** The p-value of the uncorrected protocol that its checks recommend. */
export function uncorrectedP({ uncorrected }: CvMetricComparison, pair: CvPair): number | null {
  if (uncorrected.recommended === 'anova') return pair.tukey?.p ?? null;
  return uncorrected.recommended === 'friedman' ? (pair.conover?.p_holm ?? null) : null;
}

export function titleOf({ metric, direction, target, role }: CvMetricComparison): string {
  const title = metricNamed(metric)?.title ?? metric;
  const what = target === null ? title : `${title}, distance from ${target}`;
  const better = direction === 'minimize' ? 'lower' : 'higher';
  return `${what} (${role === 'secondary' ? 'secondary, ' : ''}${better} is better)`;
}

/** `5 × 5 cross-validation, 25 results of each method`. */
export function designText({ repeats, folds, results, test_share }: CvDesign): string {
  const how =
    folds !== null && folds > 1
      ? repeats > 1
        ? `${count(repeats)} × ${count(folds)} cross-validation`
        : `${count(folds)}-fold cross-validation`
      : `${count(results)} splits with ${percent(test_share)} test rows`;
  return `${how}, ${count(results)} results of each method`;
}

export function percent(share: number): string {
  const hundredths = 100 * share;
  return `${hundredths.toFixed(hundredths < 10 && !Number.isInteger(hundredths) ? 1 : 0)}%`;
}

/** The uncorrected protocol of a metric, and the reason for its choice. */
export function protocolText({ uncorrected }: CvMetricComparison): string {
  const { recommended, because } = uncorrected;
  if (recommended === null) return `undefined: ${because}`;
  const { anova, friedman } = uncorrected;
  const text = {
    anova: anova && `repeated-measures ANOVA (p ${equalsP(anova.p)}) and Tukey's HSD`,
    friedman: friedman && `Friedman's test (p ${equalsP(friedman.p)}) and Conover's comparison`,
  };
  return `${text[recommended]}, because ${because}`;
}

function nameOf({ metric }: CvMetricComparison): string {
  return printable(metric, 30);
}

/** The same for several metrics: those that take the usual way together, the others with their reasons. */
export function protocolTexts(metrics: readonly CvMetricComparison[]): string[] {
  if (metrics.length === 1) return [`uncorr. p: ${protocolText(metrics[0])}.`];
  const usual = metrics.filter(({ uncorrected }) => uncorrected.recommended === 'anova');
  const others = metrics.filter((metric) => !usual.includes(metric));
  const which = others.length === 0 ? '' : ` of ${list(usual.map(nameOf))}`;
  return [
    ...(usual.length === 0
      ? []
      : [
          `uncorr. p${which}: repeated-measures ANOVA and Tukey's HSD, because variances are similar and residuals nearly normal.`,
        ]),
    ...others.map((metric) => `uncorr. p of ${nameOf(metric)}: ${protocolText(metric)}.`),
  ];
}

/** That the uncorrected protocol is not to be believed, with the number for this design. */
export function warningText(design: CvDesign): string {
  return `The interval and p are corrected for overlapping training sets (Nadeau and Bengio). The uncorrected p assumes independent folds: with this design it declares two equally good methods different in about ${percent(design.uncorrected_error_rate)} of cases, not in 5%.`;
}

/** Footnotes that define verdicts and name the primary metric. */
export function verdictNotes({ metrics, primary_metric }: CvComparison): string[] {
  const margins = new Set(metrics.flatMap((metric) => marginText(metric) ?? []));
  const margin = margins.size === 0 ? null : margins.size === 1 ? [...margins][0] : 'see above';
  const names = new Set(metrics.map(({ metric }) => metric));
  return [
    legend(
      metrics.map(({ tests }) => tests),
      margin === null ? null : margin.replace(/^margin /, ''),
    ),
    ...(margin === null
      ? ['To test equivalence, give --margin: the largest difference that is harmless.']
      : []),
    ...(names.size > 1
      ? [`Primary metric: ${titleIn(primary_metric)}. No correction across metrics.`]
      : []),
  ];
}

/** The result of the primary metric, the answer first: a sentence for each group. */
export function headlines({ metrics, by }: CvComparison): string[] {
  return metrics.filter(({ role }) => role === 'primary').map((metric) => headline(metric, by));
}

function headline(metric: CvMetricComparison, by: readonly string[]): string {
  const { methods, pairs, tests, margin, baseline, group } = metric;
  const number = numberOf(metric);
  const judging = { tests, margin: margin !== null };
  const title = titleIn(metric.metric);
  const where = group === null ? '' : `${groupText(by, group)}: `;
  const judged = (name: string, { verdict, significant, reason }: CvPair): Judged => ({
    name: printable(name, 30),
    standing: reason !== null && verdict === 'inconclusive' ? null : verdict,
    significant,
  });
  if (baseline !== null) {
    const own = methods.find(({ name }) => name === baseline) as CvMethod;
    const others = pairs.map((pair) => judged(pair.method, pair));
    return `${where}against ${printable(baseline, 30)} (${title} ${number(own.mean)}): ${againstBaseline(others, judging)}`;
  }
  const [best] = methods;
  const others = pairs
    .filter(({ method }) => method === best.name)
    .map((pair) => judged(pair.against, pair));
  return `${where}${printable(best.name, 30)} has the best ${title} (${number(best.mean)}): ${againstOthers(others, judging)}`;
}

/** `split random`. */
export function groupText(by: readonly string[], group: string): string {
  return `${list(by.map((name) => printable(name, 30)))} ${printable(group, 40)}`;
}

function titleIn(metric: string): string {
  return metricNamed(metric)?.title ?? printable(metric, 30);
}

/** Why some have no interval; null where all have one. */
export function reasonNote(metrics: readonly CvMetricComparison[]): string | null {
  const reasons = new Set(
    metrics.flatMap(({ pairs }) =>
      pairs.flatMap(({ reason }) => (reason ? [reasonTexts[reason]] : [])),
    ),
  );
  return reasons.size > 0 ? `– undefined: ${[...reasons].join('; ')}.` : null;
}

/** The margin of a metric. */
export function marginText({ margin }: CvMetricComparison): string | null {
  if (margin === null) return null;
  return 'value' in margin
    ? `margin ${margin.value}`
    : `margin ${percent(margin.share)} of the mean of the second method`;
}
