import type { Metric } from '../../metrics/metric.js';
import { list, printable } from '../../text.js';
import type { ComparedGroup, ComparedTask, Standing } from '../../workflows/compare/types.js';
import { bracketed, isKnown, placeOf, signed } from './words.js';

/**
 * What the first metric says of a pair, in sentences: overall, then of the strata in which one model is clearly
 * better, then of the others.
 *
 * @param pair position among the differences of a metric
 */
export function sentences(
  { groups }: Pick<ComparedTask, 'groups'>,
  metric: Metric,
  pair: number,
): string[] {
  const [overall, ...others] = groups.filter(({ by }, g) => g === 0 || by === 'similarity');
  const known = (group: ComparedGroup) => {
    const difference = group.metrics[metric.name]?.differences[pair];
    return isKnown(difference) ? difference : null;
  };
  const whole = known(overall);
  const names = overall.metrics[metric.name]?.differences[pair];
  if (!names) return [];
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
