import { TanimarkError } from '../errors.js';
import type { Task } from '../task.js';
import { count as grouped } from '../text.js';
import type { SimilarityBins } from './bins.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { OverlapIndex } from './overlap-index.js';

/** All pairs of molecules whose similarity is not in the lowest bin, as compressed sparse rows. */
export interface NeighbourGraph {
  /** Number of molecules. */
  readonly count: number;
  /** Neighbours of m: `neighbours[offsets[m]]` up to, not including, `offsets[m + 1]`; ascending. */
  readonly offsets: Int32Array;
  readonly neighbours: Int32Array;
  /** The similarity's bin, 1 or more, for each entry of `neighbours`. */
  readonly levels: Uint8Array;
  /**
   * Where the pairs of all molecules would not fit in memory: the molecules of dense regions, whose pairs are
   * not listed. They must stay in training.
   */
  readonly anchors?: Anchors;
}

/** Molecules of a graph without rows; what they are to the others is in one number for each of those. */
export interface Anchors {
  /** Number of anchors. */
  readonly count: number;
  /** 1 for each anchor; its row of the graph is empty, and no other row names it. */
  readonly isAnchor: Uint8Array;
  /** For each other molecule the bin of its highest similarity to any anchor. */
  readonly bin: Uint8Array;
  /** Why their pairs are not listed, as a clause: `their pairs would not fit in --memory 4 GiB`. */
  readonly reason?: string;
}

/**
 * The most pairs a graph is built of: about 8 GB at the peak. Beyond it the process would die
 * without a word.
 */
const MAX_PAIRS = 500_000_000;

/**
 * Finds every pair in bin 1 or above, exactly. Each pair is counted once, through an
 * {@link OverlapIndex} that grows as it is queried; memory is that of the result.
 *
 * @throws TanimarkError (usage) when there are more than `maxPairs` (500 million)
 */
export async function buildNeighbourGraph(
  matrix: FingerprintMatrix,
  bins: SimilarityBins,
  task: Task,
  maxPairs = MAX_PAIRS,
): Promise<NeighbourGraph> {
  const { count, onBits } = matrix;
  const lowest = bins.count > 1 ? bins.edges[1] : undefined;
  const earlier = new GrowingPairs();
  const rowEnds = new Int32Array(count);
  const degrees = new Int32Array(count + 1);
  if (lowest) {
    const index = new OverlapIndex(matrix);
    const overlaps = new Uint16Array(count);
    // c / (a + b - c) ≥ num / den is c (num + den) ≥ num (a + b): one product per candidate.
    const { num, den } = lowest;
    for (let i = 0; i < count; i++) {
      overlaps.fill(0, 0, i);
      index.count(matrix, i, overlaps);
      const a = onBits[i];
      for (let j = 0; j < i; j++) {
        const c = overlaps[j];
        if (c * (num + den) < num * (a + onBits[j])) continue;
        earlier.push(j, bins.of(c, a + onBits[j] - c));
        degrees[j + 1]++;
        degrees[i + 1]++;
      }
      rowEnds[i] = earlier.length;
      if (earlier.length > maxPairs) {
        throw new TanimarkError(
          'usage',
          `more than ${grouped(maxPairs)} pairs of molecules are at least ${bins.texts[1]} similar, too many to hold in memory; raise the lowest edge of --bins, or split fewer molecules`,
        );
      }
      index.addNext();
      if ((i & 15) === 0 && task.due()) await task.breathe(Math.round((i / count) ** 2 * count));
    }
  }
  return mirror(count, degrees, rowEnds, earlier);
}

/** Turns pairs with j < i, in the order of i, into symmetric rows. */
function mirror(
  count: number,
  degrees: Int32Array,
  rowEnds: Int32Array,
  earlier: GrowingPairs,
): NeighbourGraph {
  const offsets = degrees;
  for (let m = 0; m < count; m++) offsets[m + 1] += offsets[m];
  const neighbours = new Int32Array(offsets[count]);
  const levels = new Uint8Array(offsets[count]);
  const next = offsets.slice(0, count);
  // First each row's own earlier neighbours, then, as i rises, the later ones: both ascend.
  let p = 0;
  for (let i = 0; i < count; i++) {
    for (; p < rowEnds[i]; p++) {
      neighbours[next[i]] = earlier.molecules[p];
      levels[next[i]++] = earlier.levels[p];
    }
  }
  p = 0;
  for (let i = 0; i < count; i++) {
    for (; p < rowEnds[i]; p++) {
      const j = earlier.molecules[p];
      neighbours[next[j]] = i;
      levels[next[j]++] = earlier.levels[p];
    }
  }
  return { count, offsets, neighbours, levels };
}

class GrowingPairs {
  length = 0;
  molecules = new Int32Array(1024);
  levels = new Uint8Array(1024);

  push(molecule: number, level: number): void {
    if (this.length === this.molecules.length) {
      const molecules = new Int32Array(this.length * 2);
      molecules.set(this.molecules);
      this.molecules = molecules;
      const levels = new Uint8Array(this.length * 2);
      levels.set(this.levels);
      this.levels = levels;
    }
    this.molecules[this.length] = molecule;
    this.levels[this.length++] = level;
  }
}
