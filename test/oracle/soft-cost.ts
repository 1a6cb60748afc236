/** What a test set costs beyond its histogram, from the definition and from nothing kept. */
export interface CostInputs {
  readonly requested: readonly number[];
  readonly labels?: readonly number[] | undefined;
  readonly scaffolds?: readonly number[] | undefined;
  readonly usage?: readonly number[] | undefined;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/**
 * Borders between label classes: the 1st to 31st 32-quantiles of all labels, without repetition, none at the
 * lowest label; if there is no such border, but two different labels, one above the lowest.
 */
export function labelBorders(labels: readonly number[]): number[] {
  const sorted = labels.filter((y) => !Number.isNaN(y)).sort((a, b) => a - b);
  const above = sorted.filter((y) => y > sorted[0]);
  const quantiles = Array.from(
    { length: 31 },
    (_, c) => sorted[Math.floor(((c + 1) * sorted.length) / 32)],
  ).filter((y) => y > sorted[0]);
  return [...new Set(quantiles.length > 0 ? quantiles : above.slice(0, 1))];
}

/** @param inTest molecules with their bins */
export function softCost(
  { requested, labels, scaffolds, usage }: CostInputs,
  inTest: readonly (readonly [molecule: number, bin: number])[],
): number {
  let cost = 0;
  const borders = labels ? labelBorders(labels) : [];
  const all = (labels ?? []).filter((y) => !Number.isNaN(y));
  const shareBelow = (of: readonly number[], border: number) =>
    of.filter((y) => y < border).length / of.length;
  for (let b = 0; b < requested.length; b++) {
    const here = inTest.filter(([, bin]) => bin === b).map(([m]) => m);
    if (labels) {
      const own = here.map((m) => labels[m]).filter((y) => !Number.isNaN(y));
      if (own.length > 0 && borders.length > 0) {
        const gaps = borders.map((y) => Math.abs(shareBelow(own, y) - shareBelow(all, y)));
        const distance = sum(gaps) / borders.length;
        cost += 2 * requested[b] * distance * (1 + 4 * distance);
      }
    }
    if (scaffolds) {
      cost -= 0.25 * new Set(here.map((m) => scaffolds[m]).filter((s) => s >= 0)).size;
    }
    if (usage) cost += sum(here.map((m) => usage[m]));
  }
  return cost;
}
