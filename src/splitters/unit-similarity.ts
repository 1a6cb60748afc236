import type { FingerprintMatrix } from '../similarity/fingerprints.js';
import { OneToAll } from '../similarity/one-to-all.js';
import type { Units } from './units.js';

/**
 * Compares one unit at a time with all others. Units of several molecules are as similar as their
 * most similar molecules.
 */
export class UnitSimilarity {
  /**
   * On-bits in common and on-bits of either, for each unit: its similarity to the unit compared last, as an exact
   * ratio. Two empty fingerprints have 1 and 1.
   */
  readonly common: Uint16Array;
  readonly either: Uint16Array;
  private readonly index: OneToAll;

  constructor(
    private readonly matrix: FingerprintMatrix,
    private readonly units: Units,
  ) {
    this.index = new OneToAll(matrix);
    this.common = new Uint16Array(units.count);
    this.either = new Uint16Array(units.count);
  }

  /** Compares every unit with this one, into {@link common} and {@link either}. */
  compare(unit: number): void {
    const { index, common, either, units } = this;
    const { onBits, count } = this.matrix;
    common.fill(0);
    either.fill(1);
    for (let p = units.offsets[unit]; p < units.offsets[unit + 1]; p++) {
      const query = units.members[p];
      index.compare(query);
      const shared = index.common;
      const own = onBits[query];
      for (let m = 0; m < count; m++) {
        const u = units.of[m];
        let c = shared[m];
        let union = own + onBits[m] - c;
        if (union === 0) c = union = 1;
        if (c * either[u] > common[u] * union) {
          common[u] = c;
          either[u] = union;
        }
      }
    }
  }
}
