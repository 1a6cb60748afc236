import type { Random } from '../../random.js';
import { subsetSum } from '../subset-sum.js';
import type { Units } from '../units.js';
import type { Problem } from './nsga2.js';
import { MOST_ENTROPY, type Objectives } from './objectives.js';

/** Most of a test set that a mutation exchanges, as one in so many. */
const EXCHANGED = 10;

/**
 * Test sets of about one weight, as 1 or 0 for each unit: they begin as whole clusters one after the other, as far as they fit,
 * children have what both parents have and some of what one has, and mutations exchange up to a tenth.
 */
export class TestSets implements Problem<Uint8Array> {
  /** The weight aimed at: the nearest to the one asked for that whole units make. */
  readonly size: number;
  private readonly mask: Uint8Array;
  /** Room for the candidates. */
  private readonly list: Int32Array;
  private readonly clusterMembers: Int32Array[];

  /** @param candidates units that may be chosen */
  constructor(
    private readonly units: Units,
    private readonly candidates: Int32Array,
    size: number,
    clusters: { of: Int32Array; count: number },
    private readonly objectives: Objectives,
  ) {
    const { unitWeight } = units;
    const all = candidates.reduce((sum, u) => sum + unitWeight[u], 0);
    const lightest = candidates.reduce((least, u) => Math.min(least, unitWeight[u]), all);
    // Neither side may be empty.
    const nearest = subsetSum(candidates, unitWeight, size).sum || lightest;
    this.size = Math.min(nearest, all - lightest);
    this.mask = new Uint8Array(units.of.length);
    this.list = new Int32Array(candidates.length);
    const members = Array.from({ length: clusters.count }, (): number[] => []);
    // A unit is in the cluster of its first molecule.
    for (const u of candidates) members[clusters.of[units.members[units.offsets[u]]]].push(u);
    this.clusterMembers = members
      .filter((own) => own.length > 0)
      .map((own) => Int32Array.from(own));
  }

  sample(random: Random): Uint8Array {
    const chosen = new Uint8Array(this.units.count);
    const order = random.shuffle(Int32Array.from(this.clusterMembers.keys()));
    let room = this.size;
    for (const c of order) {
      if (room === 0) break;
      room = this.fill(chosen, this.clusterMembers[c].slice(), room, random);
    }
    return chosen;
  }

  cross(a: Uint8Array, b: Uint8Array, random: Random): Uint8Array {
    const { candidates, units, list } = this;
    const child = new Uint8Array(units.count);
    let room = this.size;
    let n = 0;
    for (const u of candidates) {
      const parents = a[u] + b[u];
      if (parents === 2) {
        child[u] = 1;
        room -= units.unitWeight[u];
      } else if (parents === 1) list[n++] = u;
    }
    this.fill(child, list.subarray(0, n), room, random);
    return child;
  }

  mutate(child: Uint8Array, random: Random): void {
    this.exchange(child, 1 + random.below(this.mostExchanged(child)), random);
  }

  /** How many units a mutation exchanges at most. */
  mostExchanged(chosen: Uint8Array): number {
    let inside = 0;
    for (const u of this.candidates) inside += chosen[u];
    return Math.max(1, Math.floor(inside / EXCHANGED));
  }

  /** Exchanges so many random units for others, as far as they fit. */
  exchange(chosen: Uint8Array, units: number, random: Random): void {
    const { candidates, list } = this;
    const { unitWeight } = this.units;
    let room = this.size;
    let inside = 0;
    let outside = candidates.length;
    for (const u of candidates) {
      if (chosen[u] === 1) {
        list[inside++] = u;
        room -= unitWeight[u];
      } else list[--outside] = u;
    }
    for (let i = 0; i < Math.min(inside, units); i++) {
      const at = i + random.below(inside - i);
      const u = list[at];
      list[at] = list[i];
      chosen[u] = 0;
      room += unitWeight[u];
    }
    this.fill(chosen, list.subarray(outside), room, random);
  }

  same(a: Uint8Array, b: Uint8Array): boolean {
    for (let u = 0; u < a.length; u++) if (a[u] !== b[u]) return false;
    return true;
  }

  judge(chosen: Uint8Array): { objectives: number[]; violation: number } {
    const measures = this.objectives.measure(this.maskOf(chosen));
    let size = 0;
    for (const u of this.candidates) if (chosen[u] === 1) size += this.units.unitWeight[u];
    return {
      objectives: this.objectives.distances(measures),
      violation: Math.abs(size - this.size) + Math.max(0, measures.entropy - MOST_ENTROPY),
    };
  }

  /** 1 for each molecule of the chosen units; used again at the next call. */
  maskOf(chosen: Uint8Array): Uint8Array {
    const { of } = this.units;
    for (let m = 0; m < of.length; m++) this.mask[m] = chosen[of[m]];
    return this.mask;
  }

  /** Takes random units of a list, which it shuffles, as far as they fit. @returns the room that is left */
  private fill(chosen: Uint8Array, from: Int32Array, room: number, random: Random): number {
    const { unitWeight } = this.units;
    let left = room;
    for (let i = 0; i < from.length && left > 0; i++) {
      const at = i + random.below(from.length - i);
      const u = from[at];
      from[at] = from[i];
      from[i] = u;
      if (unitWeight[u] > left) continue;
      chosen[u] = 1;
      left -= unitWeight[u];
    }
    return left;
  }
}
