import type { Metric } from '../../metrics/metric.js';
import { metrics as allMetrics } from '../../metrics/registry.js';
import { list, plural, printable } from '../../text.js';
import type { ComparedGroup, ComparedTask, Standing } from '../../workflows/compare/types.js';
import { shortNumber } from '../layout.js';
import { bracketed, isKnown, placeOf, signed } from './words.js';

/** The metrics that groups have, in the usual order. */
export function metricsIn(groups: readonly ComparedGroup[]): Metric[] {
  return allMetrics.filter(({ name }) =>
    groups.some(({ metrics }) => Object.hasOwn(metrics, name)),
  );
}

/** What a metric says of the models, in sentences: of two, where which is better; of more, which is best. */
export function sentences(task: ComparedTask, metric: Metric): string[] {
  const models = Object.keys(task.groups[0].metrics[metric.name].values).length;
  return models === 2
    ? ofPair(task, metric)
    : [`${plural(models, 'model')}: ${best(task, metric)}`];
}

/** Overall, then of the strata in which one of two models is clearly better, then of the others. */
function ofPair({ groups }: ComparedTask, metric: Metric): string[] {
  const [overall, ...others] = groups.filter(({ by }, g) => g === 0 || by === 'similarity');
  const known = (group: ComparedGroup) => {
    const difference = group.metrics[metric.name]?.differences[0];
    return isKnown(difference) ? difference : null;
  };
  const whole = known(overall);
  const names = overall.metrics[metric.name].differences[0];
  const [a, b] = [printable(names.a, 30), printable(names.b, 30)];
  const sentence = (group: ComparedGroup) => {
    const found = known(group);
    if (!found) return '';
    const numbers = `${metric.title} ${signed(found.difference)}${bracketed(found.ci95)}`;
    return `${verdict(a, b, found.standing)} ${placeOf(group)}: ${numbers}`;
  };
  const having = (...standings: Standing[]) =>
    others.filter((group) => standings.includes(known(group)?.standing ?? ('none' as Standing)));
  const places = (list_: readonly ComparedGroup[]) => list(list_.map(({ value }) => value));
  const equivalent = having('equivalent');
  const unclear = having('unclear');
  const none = others.filter((group) => !known(group));
  return [
    whole
      ? sentence(overall)
      : `${b} and ${a} cannot be compared overall in ${metric.title}: it is not defined for both`,
    ...having('better', 'worse').map(sentence),
    ...(equivalent.length > 0
      ? [`${b} and ${a} are alike, within the margin, in ${places(equivalent)} (${metric.title})`]
      : []),
    ...(unclear.length > 0
      ? [`${b} and ${a} cannot be told apart in ${places(unclear)} (${metric.title})`]
      : []),
    ...(none.length > 0
      ? [`nothing is known of ${places(none)}: too few rows, or not defined`]
      : []),
  ];
}

function verdict(a: string, b: string, standing: Standing): string {
  if (standing === 'better' || standing === 'worse') return `${b} is ${standing} than ${a}`;
  return standing === 'equivalent'
    ? `${b} and ${a} are alike, within the margin,`
    : `${b} and ${a} cannot be told apart`;
}

/** Which model has the best value, and of how many pairs that is sure. */
function best({ groups }: ComparedTask, metric: Metric): string {
  const { ranks, values } = groups[0].metrics[metric.name];
  const ranked = Object.entries(ranks).flatMap(([name, rank]) =>
    rank === null ? [] : [{ name, rank }],
  );
  if (ranked.length === 0) return `${metric.title} is not defined for any of them`;
  const first = Math.min(...ranked.map(({ rank }) => rank));
  const winners = ranked.filter(({ rank }) => rank === first).map(({ name }) => name);
  const value = values[winners[0]].value as number;
  const beaten = new Set(
    groups[0].metrics[metric.name].differences.flatMap((d) => {
      // What a test of so many does not confirm is not called clear.
      if (!isKnown(d) || (d.p_holm !== null && d.p_holm > 0.05)) return [];
      if (winners.includes(d.b) && d.standing === 'better') return [d.a];
      return winners.includes(d.a) && d.standing === 'worse' ? [d.b] : [];
    }),
  ).size;
  const others = ranked.length - winners.length;
  const shown = list(winners.map((name) => printable(name, 30)));
  const sure =
    beaten === 0
      ? 'not clearly better than any other'
      : `clearly better than ${beaten} of ${plural(others, 'other')}`;
  return `${shown} ${winners.length === 1 ? 'has' : 'have'} the best ${metric.title} overall (${shortNumber(value)}), ${sure}`;
}
