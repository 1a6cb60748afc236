/**
 * Every pair of sizes that whole units make for test and validation with something left to train on, by collecting the sums
 * of ever more units. `valid` is 0 in all of them where no validation set is asked for.
 */
export function reachablePairs(
  weights: readonly number[],
  withValid: boolean,
): { test: number; valid: number }[] {
  // Sums with the number of units that are in neither set, which must not be 0.
  let found = new Map<string, { test: number; valid: number; trains: boolean }>([
    ['0,0,false', { test: 0, valid: 0, trains: false }],
  ]);
  for (const weight of weights) {
    const next: typeof found = new Map();
    const add = (test: number, valid: number, trains: boolean) =>
      next.set(`${test},${valid},${trains}`, { test, valid, trains });
    for (const { test, valid, trains } of found.values()) {
      add(test, valid, true);
      add(test + weight, valid, trains);
      if (withValid) add(test, valid + weight, trains);
    }
    found = next;
  }
  return [...found.values()].filter(
    ({ test, valid, trains }) => trains && test > 0 && valid > 0 === withValid,
  );
}

/** The least that both sizes together can be missed by; infinite where there are too few units. */
export function leastMissed(
  weights: readonly number[],
  sizes: { test: number; valid: number },
): number {
  const off = reachablePairs(weights, sizes.valid > 0).map(
    ({ test, valid }) => Math.abs(test - sizes.test) + Math.abs(valid - sizes.valid),
  );
  return Math.min(Number.POSITIVE_INFINITY, ...off);
}
