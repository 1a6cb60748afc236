import type { Amount } from '../../amount.js';
import { scoredOf } from '../../evaluation/bootstrap/index.js';
import { type Group, measure } from '../../evaluation/bootstrap/measure.js';
import type { Statistic } from '../../evaluation/bootstrap/statistic.js';
import type { ModeledTarget } from '../../evaluation/predictions/models.js';
import { type ScoredRows, scoredRowsOf } from '../../evaluation/scored-rows.js';
import type { Stratum } from '../../evaluation/strata/strata.js';
import type { Job } from '../../job.js';
import { type Metric, reasonTexts, Undefined } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import type { Random } from '../../random.js';
import type { BaselineSource } from '../baseline/source.js';
import type { GateConfig } from '../config/types.js';
import { CheckFailure, checkError } from '../failure.js';
import type { GateTask } from '../gate-task.js';
import type { CheckError, CheckOutcome } from '../types.js';
import { type NumberedRule, type Place, placesFor, rulesFor, targetName } from './places.js';
import { judgeLimit } from './verdict.js';
import { measuredWorsening, type Spread } from './worsening.js';

/**
 * An outcome before it has a name of its own. A comparison with the baseline is `inconclusive` until the others are
 * known, too.
 */
export type Judged = Omit<CheckOutcome, 'name'> & {
  readonly given: string | null;
  /** How the test of a comparison went; absent for other kinds, and where there is no interval. */
  readonly spread?: Spread | undefined;
};

/** Comparison fields of an outcome without a baseline. */
export const NOT_COMPARED = {
  baseline: null,
  drop: null,
  drop_ci95: null,
  ratio_ci95: null,
  tolerance: null,
  detectable: null,
  decide: null,
  p: null,
  p_corrected: null,
  comparisons: null,
} as const;

/** Outcomes of the rules for one target. */
export interface JudgedTarget {
  readonly outcomes: readonly Judged[];
  readonly errors: readonly CheckError[];
  readonly scored: ScoredRows;
}

/** A rule at the rows that it is about. */
interface Question {
  readonly rule: NumberedRule;
  readonly metric: Metric;
  readonly place: Place;
}

/**
 * Holds the predictions of one target against the rules.
 *
 * @param baseline null where no rule compares
 * @param warnings what is to be said of it is added to them
 */
export async function judgeTarget(
  gate: GateConfig,
  rules: readonly NumberedRule[],
  subject: GateTask,
  target: ModeledTarget,
  baseline: BaselineSource | null,
  random: Random,
  job: Job,
  warnings: string[],
): Promise<JudgedTarget> {
  const { context, settings } = subject;
  const name = targetName(subject, target.name);
  const [model] = target.models;
  const [own] = target.sources;
  const scored = await scoredRowsOf(
    target,
    baseline ? [model, baseline.model] : [model],
    baseline ? [own, baseline.source] : [own],
    { ...context, settings: { ...settings, metrics: [] } },
    job,
    warnings,
  );
  const { parts, rows } = scored;
  const errors: CheckError[] = [];
  const questions: Question[] = [];
  for (const rule of rulesFor(rules, subject, target)) {
    const metric = metricNamed(rule.metric) as Metric;
    try {
      if (metric.labels !== target.task) {
        throw new CheckFailure(
          'input',
          `rule ${rule.number}: ${metric.name} is for ${metric.labels}, and "${target.name}" is ${target.task}; choose another metric, or set \`task: ${metric.labels}\` at the top`,
        );
      }
      for (const place of placesFor(rule, parts, settings.bins)) {
        questions.push({ rule, metric, place });
      }
    } catch (error) {
      errors.push(checkError(error, name));
    }
  }
  const all = [parts.all, ...parts.strata, ...parts.by.flatMap((grouping) => grouping.parts)];
  const groups = all.map((part) => groupOf(part, questions));
  const measured = await measure(rows, groups, [], gate.bootstrap, random, job);
  const outcomes: Judged[] = [];
  for (const question of questions) {
    const g = all.indexOf(question.place.part);
    const m = (groups[g].metrics as Metric[]).indexOf(question.metric);
    const statistics = measured[g].map((source) => source[m]);
    try {
      const judged = judge(question, statistics, name, gate.bootstrap);
      outcomes.push(...judged);
      warnings.push(...judged.flatMap((outcome) => wideNotes(question, outcome)));
    } catch (error) {
      errors.push(checkError(error, name));
    }
  }
  return { outcomes, errors, scored };
}

/** A part, with the metrics that are asked for there; one that is too small has values alone. */
function groupOf(part: Stratum, questions: readonly Question[]): Group {
  const own = questions.filter(({ place }) => place.part === part);
  const metrics = [...new Set(own.map(({ metric }) => metric))];
  const report = metrics.length === 0 ? 'nothing' : part.flag === 'small' ? 'values' : 'intervals';
  return { rows: part.rows, report, metrics };
}

/**
 * What a rule says at its rows: of each of its limits one outcome.
 *
 * @throws CheckFailure (undefined_metric)
 */
function judge(
  { rule, metric, place }: Question,
  [own, theirs]: readonly (Statistic | undefined)[],
  task: string | null,
  bootstrap: number,
): Judged[] {
  const value = valueIn(own, metric, rule, place, 'the predictions');
  const scored = scoredOf(metric, own as Statistic, bootstrap);
  const ci95 = scored.value === null ? null : scored.ci95;
  const small = place.part.flag === 'small';
  const unknown = own?.fewUnits ? ('few_clusters' as const) : ('unstable' as const);
  const common = {
    rule: rule.number,
    given: rule.name,
    task,
    metric: metric.name,
    stratum: place.label,
    level: rule.level,
    n: place.part.rows.length,
    value,
    ci95,
    audit_limit: null,
    ...NOT_COMPARED,
    limit: null,
    on: null,
    reason: small ? ('small_stratum' as const) : null,
  };
  const outcomes: Judged[] = [];
  for (const kind of ['min', 'max'] as const) {
    const limit = rule[kind];
    if (limit === null) continue;
    const on = metric.interval === 'none' ? 'value' : rule.on;
    const range = on === 'interval' ? ci95 : value === null ? null : ([value, value] as const);
    outcomes.push({
      ...common,
      kind,
      limit,
      on,
      verdict: small ? 'inconclusive' : judgeLimit(range, kind, limit),
      reason: common.reason ?? (range ? null : unknown),
    });
  }
  if (rule.tolerance) {
    const baseline = valueIn(theirs, metric, rule, place, 'the baseline');
    const found = measuredWorsening(metric, own as Statistic, theirs as Statistic, rule.tolerance);
    outcomes.push({
      ...common,
      kind: 'drop',
      baseline,
      ...found,
      decide: rule.decide,
      verdict: 'inconclusive',
      reason: common.reason ?? (found.drop_ci95 ? null : unknown),
    });
  }
  return outcomes;
}

const short = (value: number) => Number(value.toPrecision(3));

/** A tolerance down to predictions without skill keeps nothing; a whole number may have been meant as percent. */
function wideNotes({ rule, metric }: Question, { tolerance, baseline, stratum }: Judged): string[] {
  if (!rule.tolerance || tolerance === null || baseline === null) return [];
  const { noSkill, title } = metric;
  if (noSkill !== undefined && baseline > noSkill && baseline - tolerance <= noSkill) {
    return [
      `rule ${rule.number}: in ${stratum}, a ${title} as low as ${short(baseline - tolerance)} is allowed (baseline ${short(baseline)}), and predictions without skill have ${noSkill}; choose a smaller margin`,
    ];
  }
  if (tolerance < Math.abs(baseline)) return [];
  return Object.entries(rule.tolerance).flatMap(([key, amount]: [string, Amount]) =>
    'value' in amount && amount.value >= 1
      ? [
          `rule ${rule.number}: ${key} ${amount.value} is a difference in ${metric.title}, and at least as large as the baseline itself; for a share, write ${amount.value}%`,
        ]
      : [],
  );
}

/**
 * The value of a metric; null where the stratum is so small that nothing is concluded from it anyway.
 *
 * @throws CheckFailure (undefined_metric)
 */
function valueIn(
  statistic: Statistic | undefined,
  metric: Metric,
  { number }: NumberedRule,
  { label, part }: Place,
  whose: string,
): number | null {
  const value = statistic?.value ?? new Undefined('overflow');
  if (typeof value === 'number') return value;
  if (part.flag === 'small') return null;
  throw new CheckFailure(
    'undefined_metric',
    `rule ${number}: ${metric.name} of ${whose} is undefined in ${label}: ${reasonTexts[value.reason]}; choose another metric or stratum`,
  );
}
