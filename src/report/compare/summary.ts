import type { Metric } from '../../metrics/metric.js';
import { metrics as allMetrics } from '../../metrics/registry.js';
import { ALPHA } from '../../statistics/standing.js';
import { list, plural, printable } from '../../text.js';
import type {
  ComparedGroup,
  ComparedMetric,
  ComparedTask,
  ModelComparison,
  PairDifference,
} from '../../workflows/compare/types.js';
import { shortNumber } from '../layout.js';
import { againstBaseline, againstOthers, type Judged, notSignificant } from '../standing-words.js';
import {
  bracketed,
  isKnown,
  type Known,
  modelName,
  placeOf,
  pText,
  signed,
  testNames,
} from './words.js';

/** The parameters of a comparison that decide its verdicts. */
export interface Verdicts {
  readonly margin: boolean;
  readonly baseline: string | null;
}

/** The metrics that a task has, the primary one first, then in the usual order. */
export function metricsIn({ groups, primary_metric }: ComparedTask): Metric[] {
  const present = allMetrics.filter(({ name }) => Object.hasOwn(groups[0].metrics, name));
  return [
    ...present.filter(({ name }) => name === primary_metric),
    ...present.filter(({ name }) => name !== primary_metric),
  ];
}

/**
 * The result of the primary metric in sentences, the answer first: of two models where which is better, of more
 * models which is best or how they compare with the baseline. Then a Simpson's paradox, if there is one.
 */
export function sentences(task: ComparedTask, verdicts: Verdicts): string[] {
  const [metric] = metricsIn(task);
  const own = task.groups[0].metrics[metric.name];
  const models = Object.keys(own.values).length;
  const said =
    models === 2
      ? ofPair(task, metric, verdicts)
      : [
          verdicts.baseline === null
            ? best(own, metric, judging(task, verdicts))
            : ofBaseline(own, metric, verdicts.baseline, judging(task, verdicts)),
        ];
  return [...said, ...paradoxNote(task)];
}

/**
 * The results of the primary metrics of several tasks, without a mean over units: for each pair the number of tasks
 * with each verdict, and, of more than two models, their mean ranks.
 */
export function acrossTasks({ tasks, models, parameters }: ModelComparison): string[] {
  const kind = (n: number) =>
    parameters.task === 'multiclass' ? plural(n, 'class', 'classes') : plural(n, 'task');
  const overall = tasks.map(({ groups, primary_metric }) => groups[0].metrics[primary_metric]);
  const pairs = overall[0].differences.map(({ a, b }, p) => {
    const known = overall.map(({ differences }) => differences[p]).filter(isKnown);
    const count = (of: (d: Known) => boolean) => known.filter(of).length;
    const all = [
      [count((d) => d.significant && d.standing === 'better'), 'significantly better'],
      [count((d) => !d.significant && d.standing === 'better'), 'better, not significant'],
      [count((d) => d.standing === 'equivalent'), 'equivalent'],
      [count((d) => d.standing === 'inconclusive'), 'inconclusive'],
      [count((d) => !d.significant && d.standing === 'worse'), 'worse, not significant'],
      [count((d) => d.significant && d.standing === 'worse'), 'significantly worse'],
      [tasks.length - known.length, 'undefined'],
    ] as const;
    const said = all.filter(([n]) => n > 0).map(([n, what]) => `${what} in ${n}`);
    return `${printable(b, 30)} against ${printable(a, 30)}, ${kind(tasks.length)}: ${said.join('; ')}`;
  });
  return [...(models.length > 2 ? [meanRanks(overall, kind)] : []), ...pairs];
}

/** The mean rank of each model over the tasks in which all have a value, and in how many each is the best. */
function meanRanks(overall: readonly ComparedMetric[], kind: (n: number) => string): string {
  const complete = overall.filter(({ ranks }) => Object.values(ranks).every((r) => r !== null));
  if (complete.length === 0) return 'no task in which all models have a value';
  const own = Object.keys(complete[0].ranks).map((name) => {
    const ranks = complete.map((task) => task.ranks[name] as number);
    const best = complete.filter(
      (task, t) => ranks[t] === Math.min(...Object.values(task.ranks).map(Number)),
    ).length;
    return { name, mean: ranks.reduce((sum, r) => sum + r, 0) / ranks.length, best };
  });
  own.sort((x, y) => x.mean - y.mean);
  const shown = own.map(
    ({ name, mean, best: wins }) => `${printable(name, 30)} ${mean.toFixed(2)} (best in ${wins})`,
  );
  return `mean rank over ${kind(complete.length)}: ${shown.join(', ')}`;
}

function judging({ tests, primary_metric }: ComparedTask, { margin }: Verdicts) {
  return { tests: tests[primary_metric], margin };
}

/** Overall, then of the strata in which one of two models is better, then of the others. */
function ofPair(task: ComparedTask, metric: Metric, verdicts: Verdicts): string[] {
  const [overall, ...others] = task.groups.filter(({ by }, g) => g === 0 || by === 'similarity');
  const first = overall.metrics[metric.name].differences[0];
  const [a, b] = [printable(first.a, 30), printable(first.b, 30)];
  const known = (group: ComparedGroup): Known | null => {
    const found = group.metrics[metric.name]?.differences[0];
    return isKnown(found) ? found : null;
  };
  const sentence = (group: ComparedGroup, found: Known) =>
    `${verdict(a, b, found, metric, placeOf(group), task, verdicts)}: ${metric.title} ${signed(found.difference)}${bracketed(found.ci95)}`;
  const rest = (standing: Known['standing'], text: string) => {
    const own = others.filter((group) => known(group)?.standing === standing);
    return own.length === 0
      ? []
      : [`${metric.title}: ${text} in ${list(own.map(({ value }) => value))}`];
  };
  const whole = known(overall);
  const none = others.filter((group) => !known(group));
  return [
    whole
      ? sentence(overall, whole)
      : `${b} and ${a} cannot be compared overall: ${metric.title} is undefined for at least one of them`,
    ...others.flatMap((group) => {
      const found = known(group);
      const clear = found?.standing === 'better' || found?.standing === 'worse';
      return found && clear ? [sentence(group, found)] : [];
    }),
    ...rest('equivalent', 'equivalent'),
    ...rest('inconclusive', verdicts.margin ? 'inconclusive' : 'inconclusive (95% CI includes 0)'),
    ...(none.length > 0
      ? [
          `${metric.title}: not compared in ${list(none.map(({ value }) => value))} (too few rows, or undefined)`,
        ]
      : []),
  ];
}

function verdict(
  a: string,
  b: string,
  found: Known,
  metric: Metric,
  place: string,
  task: ComparedTask,
  verdicts: Verdicts,
): string {
  const { standing, significant, ci95, difference } = found;
  if (!ci95) return `no interval, so no conclusion on ${b} and ${a} ${place}`;
  if (standing === 'equivalent') return `${b} and ${a} are equivalent ${place}`;
  if (standing === 'inconclusive') {
    if (verdicts.margin && (ci95[0] > 0 || ci95[1] < 0)) {
      const how = isGain(difference, metric) ? 'better' : 'worse';
      return `${b} is ${how} than ${a} ${place} (95% CI excludes 0), but not certainly by more than the margin`;
    }
    return verdicts.margin
      ? `no significant difference between ${b} and ${a} ${place}, but one above the margin is not excluded`
      : `no significant difference between ${b} and ${a} ${place}`;
  }
  return significant
    ? `${b} is significantly ${standing} than ${a} ${place}`
    : `${b} is ${standing} than ${a} ${place}, ${whyNotSignificant(found, judging(task, verdicts).tests)}`;
}

/** Why a difference whose interval says better or worse is not significant. */
function whyNotSignificant({ p, p_holm: corrected, opposed, test }: Known, tests: number): string {
  if (opposed) return 'but not significantly, as most rows say the opposite';
  if (p === null || corrected === null) return notSignificant(tests);
  return p > ALPHA
    ? `but not significantly by ${testNames[test]} (p = ${pText(p)})`
    : `${notSignificant(tests)} (p = ${pText(corrected)})`;
}

/** Whether a difference is an improvement. */
function isGain(difference: number, { direction, target }: Metric): boolean {
  return target === undefined && direction === 'maximize' ? difference > 0 : difference < 0;
}

/** Which model has the best value, and how it stands against the others. */
function best(
  { ranks, values, differences }: ComparedMetric,
  metric: Metric,
  judgingBy: { tests: number; margin: boolean },
): string {
  const ranked = Object.entries(ranks).flatMap(([name, rank]) =>
    rank === null ? [] : [{ name, rank }],
  );
  if (ranked.length === 0) return `${metric.title} is undefined for every model`;
  const first = Math.min(...ranked.map(({ rank }) => rank));
  const winners = ranked.filter(({ rank }) => rank === first).map(({ name }) => name);
  const value = values[winners[0]].value as number;
  const others = ranked
    .filter(({ name }) => !winners.includes(name))
    .map(({ name }) => ({
      ...judged(winners[0], name, differences),
      name: printable(name, 30),
    }));
  const shown = list(winners.map((name) => printable(name, 30)));
  const says = `${shown} ${winners.length === 1 ? 'has' : 'have'} the best ${metric.title} overall (${shortNumber(value)})`;
  return others.length === 0 ? says : `${says}: ${againstOthers(others, judgingBy)}`;
}

function ofBaseline(
  { values, differences }: ComparedMetric,
  metric: Metric,
  baseline: string,
  judgingBy: { tests: number; margin: boolean },
): string {
  const { value } = values[baseline];
  const others = differences.map(({ b }) => judged(b, baseline, differences));
  return `against ${printable(baseline, 30)} (${metric.title} ${value === null ? 'undefined' : shortNumber(value)}) overall: ${againstBaseline(others, judgingBy)}`;
}

/** How a model stands against another, whichever way round the pair is. */
function judged(own: string, other: string, differences: readonly PairDifference[]): Judged {
  const found = differences.find(
    (d) => (d.a === own && d.b === other) || (d.b === own && d.a === other),
  );
  const name = printable(own, 30);
  if (!isKnown(found) || !found.ci95) return { name, standing: null, significant: false };
  const turned = { better: 'worse', worse: 'better' } as const;
  const { standing, significant } = found;
  // A pair says how its second model stands.
  const isTurned = found.a === own && (standing === 'better' || standing === 'worse');
  return { name, standing: isTurned ? turned[standing] : standing, significant };
}

/** Where the whole and strata say the opposite, both significantly: at most two lines. */
function paradoxNote({ composition, primary_metric, groups }: ComparedTask): string[] {
  const own = composition.filter((one) => one.metric === primary_metric && one.paradox.length > 0);
  if (own.length === 0) return [];
  const [{ a, b, paradox }] = own;
  const overall = groups[0].metrics[primary_metric].differences.find(
    (d) => d.a === a && d.b === b,
  ) as Known;
  const other = overall.standing === 'better' ? 'worse' : 'better';
  const more =
    own.length > 1 ? ` (and ${plural(own.length - 1, 'more pair', 'more pairs')} likewise)` : '';
  const where = paradox.length > 2 ? plural(paradox.length, 'stratum', 'strata') : list(paradox);
  return [
    `${modelName(b)} is ${overall.standing} than ${modelName(a)} overall but ${other} in ${where}${more}: trust the strata that resemble your molecules`,
  ];
}
