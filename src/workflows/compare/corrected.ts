import { holm } from '../../statistics/multiplicity.js';
import { isSignificant } from '../../statistics/standing.js';
import type { Unjudged } from './composition.js';
import type { ComparedGroup, ComparedTask, PairDifference } from './types.js';

/**
 * The same groups with p-values adjusted over the groups and pairs of each metric, so that secondary metrics take no
 * power from the primary one, and with what is significant.
 */
export function corrected(
  groups: readonly ComparedGroup[],
): Pick<ComparedTask, 'groups' | 'tests'> {
  const names = Object.keys(groups[0].metrics);
  const adjustedOf = new Map<PairDifference, number>();
  const tests = names.map((name): [string, number] => {
    const tested = groups.flatMap(({ metrics }) =>
      metrics[name].differences.flatMap((of) =>
        of.difference !== null && of.p !== null ? [{ of: of as PairDifference, p: of.p }] : [],
      ),
    );
    const adjusted = holm(tested.map(({ p }) => p));
    tested.forEach(({ of }, k) => {
      adjustedOf.set(of, adjusted[k]);
    });
    return [name, tested.length];
  });
  const judged = (d: PairDifference): PairDifference => {
    if (d.difference === null) return d;
    const p_holm = adjustedOf.get(d) ?? null;
    return { ...d, p_holm, significant: !d.opposed && isSignificant(d.standing, p_holm) };
  };
  return {
    tests: Object.fromEntries(tests),
    groups: groups.map((group) => ({
      ...group,
      metrics: Object.fromEntries(
        Object.entries(group.metrics).map(([name, metric]) => [
          name,
          { ...metric, differences: metric.differences.map(judged) },
        ]),
      ),
    })),
  };
}

/** Strata in which a pair's difference is significantly the opposite of its significant difference over all rows. */
export function paradoxOf(
  groups: readonly ComparedGroup[],
  { metric, a, b }: Pick<Unjudged, 'metric' | 'a' | 'b'>,
): string[] {
  const standingIn = (group: ComparedGroup) => {
    const found = group.metrics[metric].differences.find((d) => d.a === a && d.b === b);
    return found && found.difference !== null && found.significant ? found.standing : null;
  };
  const overall = standingIn(groups[0]);
  if (overall === null) return [];
  const opposite = overall === 'better' ? 'worse' : 'better';
  return groups
    .filter((group) => group.by === 'similarity' && standingIn(group) === opposite)
    .map(({ value }) => value);
}
