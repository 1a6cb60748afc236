import { lossOfScored } from '../../evaluation/loss.js';
import type { Beats, Scored } from '../../evaluation/types.js';
import { type Metric, reasonTexts } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { count, list, plural } from '../../text.js';
import type { SuiteSummary } from '../../workflows/score/suite.js';
import type { ScoreSummary } from '../../workflows/score/types.js';
import { shortNumber } from '../layout.js';
import { againstIn } from './across.js';
import { type Column, columnsOf, metricsIn, type SourceScores, standing } from './columns.js';

/**
 * What a score says, in one or two sentences: the first metric overall and in the least similar stratum, each with its
 * 95% CI and how it stands against the baselines.
 */
export function scoreAnswer(summary: ScoreSummary): string[] {
  const [[overall, ...strata]] = columnsOf(summary);
  const [metric] = metricsIn([overall, ...strata]);
  if (!metric || overall.sources.length === 0) return [];
  const lowest = strata.find(({ n }) => n > 0);
  const rows =
    summary.tasks && summary.parameters.task !== 'multiclass' ? 'true value' : 'test row';
  const first = capital(`${subject(summary)}${sentence(overall, metric, 'overall')}.`);
  if (!lowest || strata.length === 1) return [first];
  if (lowest.n === overall.n) {
    return [
      first,
      `All ${plural(lowest.n, rows)} are in one stratum of similarity, ${lowest.title}.`,
    ];
  }
  const least =
    strata[0] === lowest ? 'least similar stratum' : 'least similar stratum that has rows';
  const place = `in the ${least}, ${lowest.title} (${plural(lowest.n, rows)})`;
  return [first, `${capital(place)}: ${sentence(lowest, metric, '')}.`];
}

/** In how many tasks of a suite the model beats the baselines: overall, and in the least similar stratum. */
export function suiteAnswer({ suite, kind }: SuiteSummary): string[] {
  const columns = suite.map((task) => columnsOf(task)[0]);
  const metrics = suite.map((task, t) => mainMetric(task, columns[t]));
  const told = (of: (columns: readonly Column[]) => Column | undefined) => {
    const found = columns.map((own, t) => outcome(of(own), metrics[t]));
    const number = (how: Outcome) => found.filter((one) => one === how).length;
    const best = `${OUTCOMES[0]} in ${count(number(OUTCOMES[0]))} of ${plural(suite.length, 'task')}`;
    const others = OUTCOMES.slice(1).filter((how) => number(how) > 0);
    return [best, ...others.map((how) => `${how} in ${count(number(how))}`)].join('; ');
  };
  if (kind === 'models') {
    const found = columns.map(([overall], t) => outcome(overall, metrics[t]));
    const groups = OUTCOMES.flatMap((how) => {
      const names = suite.flatMap(({ name }, t) => (found[t] === how ? [name] : []));
      const verb = names.length > 1 ? 'are' : 'is';
      return names.length > 0 ? [`${list(names)} ${verb} ${how.replace(/,$/, '')}`] : [];
    });
    return [
      `Overall, ${groups.join('; ')}.`,
      'To compare the models with each other, use tanimark compare.',
    ];
  }
  return [
    `Overall the model is ${told(([overall]) => overall)}.`,
    `In the least similar stratum it is ${told(([, ...strata]) => strata.find(({ n }) => n > 0))}.`,
  ];
}

const OUTCOMES = [
  'significantly better than every baseline',
  'better, not significantly,',
  'no better than a baseline',
  'not compared',
  'undefined',
] as const;
type Outcome = (typeof OUTCOMES)[number];

function outcome(column: Column | undefined, metric: Metric): Outcome {
  const scored = column?.sources.find(({ name }) => name === 'model')?.metrics[metric.name];
  if (!scored || scored.value === null) return 'undefined';
  const how = standing(scored);
  if (how === null) return 'not compared';
  return OUTCOMES[how === 'yes' ? 0 : how === 'unclear' ? 1 : 2];
}

/** The metric of the task's reference, else its first one. */
function mainMetric(task: SuiteSummary['suite'][number], columns: readonly Column[]): Metric {
  return metricNamed(task.reference?.metric ?? '') ?? metricsIn(columns)[0];
}

/** Of what the values are means. */
function subject({ tasks, parameters }: ScoreSummary): string {
  if (!tasks) return '';
  const what =
    parameters.task === 'multiclass'
      ? plural(tasks.length, 'class', 'classes')
      : plural(tasks.length, 'task');
  return `Over ${what}: `;
}

/** Value, interval, and how the model stands; of baselines alone, which is the best. */
function sentence(column: Column, metric: Metric, where: string): string {
  const [first] = column.sources;
  const at = where === '' ? '' : ` ${where}`;
  if (first.name !== 'model') return bestBaseline(column.sources, metric, at);
  const scored = first.metrics[metric.name];
  const across = againstIn(scored);
  if (across) {
    const parts = Object.entries(across).flatMap(([name, { better, of }]) =>
      of === 0 ? [] : [`${titleOf(column, name)} in ${count(better)} of ${count(of)} tasks`],
    );
    return parts.length === 0
      ? `${metric.title}${at} has no mean over tasks of different units`
      : `${metric.title}${at} of the model is better than that of ${list(parts)}`;
  }
  if (!scored || scored.value === null) return undefinedText(metric, at, scored);
  return `${metric.title} ${valueText(scored)}${at}${against(column, scored, metric)}`;
}

function bestBaseline(sources: readonly SourceScores[], metric: Metric, at: string): string {
  const known = sources.flatMap(({ title, metrics }) => {
    const scored = metrics[metric.name];
    return scored && scored.value !== null ? [{ title, scored, value: scored.value }] : [];
  });
  if (known.length === 0) return undefinedText(metric, at, sources[0].metrics[metric.name]);
  const least = known.reduce((best, one) =>
    lossOfScored(metric, one.scored) < lossOfScored(metric, best.scored) ? one : best,
  );
  return `the best baseline${at} is ${least.title}: ${metric.title} ${valueText(least.scored)}`;
}

function undefinedText(metric: Metric, at: string, scored: Scored | undefined): string {
  if (scored?.value === null && scored.reason === 'small_stratum') {
    return `${metric.title}${at} is not computed: too few rows`;
  }
  const why = scored && scored.value === null ? `: ${reasonTexts[scored.reason]}` : '';
  return `${metric.title} is undefined${at}${why}`;
}

/** `0.612 (95% CI 0.580 to 0.650)`. */
function valueText(scored: Scored): string {
  if (scored.value === null) return '–';
  const range = scored.ci95 ? ` (95% CI ${scored.ci95.map(shortNumber).join(' to ')})` : '';
  return `${shortNumber(scored.value)}${range}`;
}

/** How the model stands against the baselines; empty where there are none. */
function against(column: Column, scored: Scored, metric: Metric): string {
  const how = standing(scored);
  if (how === null || scored.value === null) return '';
  if (how === 'yes') return ', significantly better than every baseline';
  if (how === 'no') {
    const equals = unbeaten(column, scored, metric);
    if (equals.length > 1 && equals.length === Object.keys(scored.beats ?? {}).length) {
      return '; every baseline is at least as good';
    }
    const own = lossOfScored(metric, scored);
    const areBetter = equals.every((one) => lossOfScored(metric, one.scored) < own);
    const names = equals.map(({ title, value }) => `${title} (${shortNumber(value)})`);
    return `; ${list(names)} ${names.length === 1 ? 'is' : 'are'} ${areBetter ? 'better' : 'at least as good'}`;
  }
  if (!scored.ci95)
    return ', better than every baseline; significance is unknown without intervals';
  const unclear = namesIn(column, scored, 'unclear');
  return `, better than every baseline, but not significantly better than ${list(unclear, 'or')}`;
}

/** Baselines that the model does not beat, with their values. */
function unbeaten({ sources }: Column, scored: Scored, metric: Metric) {
  const beats = scored.value === null ? {} : (scored.beats ?? {});
  return sources.flatMap(({ name, title, metrics }) => {
    const own = metrics[metric.name];
    const value = own?.value ?? null;
    return beats[name] === 'no' && value !== null ? [{ title, value, scored: own }] : [];
  });
}

/** Baselines against which the model stands so. */
function namesIn(column: Column, scored: Scored, how: Beats): string[] {
  const beats = scored.value === null ? {} : (scored.beats ?? {});
  return Object.entries(beats).flatMap(([name, own]) =>
    own === how ? [titleOf(column, name)] : [],
  );
}

function titleOf({ sources }: Column, name: string): string {
  return sources.find((source) => source.name === name)?.title ?? name;
}

function capital(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}
