import type { Group } from '../bootstrap/measure.js';

/**
 * The rows of strata that are measured, each stratum to count by its share; null if there are none.
 *
 * @param shares of all strata
 */
export function reweightedGroup(
  shares: Float64Array,
  bin: Uint8Array,
  measured: readonly boolean[],
): Group | null {
  const covered = shares.reduce((sum, share, b) => sum + (measured[b] ? share : 0), 0);
  if (covered === 0) return null;
  const rows = Int32Array.from(
    [...bin.keys()].filter((i) => measured[bin[i]] && shares[bin[i]] > 0),
  );
  return {
    rows,
    reweighting: {
      stratum: rows.map((i) => bin[i]),
      shares: shares.map((share, b) => (measured[b] ? share / covered : 0)),
    },
    report: 'intervals',
  };
}
