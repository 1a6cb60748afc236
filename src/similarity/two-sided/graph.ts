import { TanimarkError } from '../../errors.js';
import { grouped } from '../../grouped.js';
import type { Job } from '../../job.js';
import { optionName, optionValue } from '../../spelling.js';
import { count as written } from '../../text.js';
import { sortRows } from '../adjacency.js';
import type { SimilarityBins } from '../bins.js';
import { defaultMemory, memoryText } from '../memory.js';
import type { NeighborGraph, NeighborGraphOptions } from '../neighbor-graph.js';
import type { Pairs, Side } from './side.js';

/** Bytes of an entry of the graph: what it takes itself, and a search's views of it. */
const BYTES_PER_ENTRY = 16;

/**
 * All pairs of pairs that are not in the lowest bin, exactly. They are found from the neighbors on either side, so
 * that pairs without a common neighborhood are never compared.
 *
 * @throws TanimarkError (usage) where the graph does not fit in memory
 * @throws AbortedError
 */
export async function pairGraph(
  pairs: Pairs,
  bins: SimilarityBins,
  job: Job,
  options: NeighborGraphOptions,
): Promise<NeighborGraph> {
  const { count } = pairs;
  const memory = options.memory ?? defaultMemory();
  const limit = Math.floor(memory / BYTES_PER_ENTRY);
  const offsets = new Int32Array(count + 1);
  if (bins.count === 1) {
    return { count, offsets, neighbors: new Int32Array(0), levels: new Uint8Array(0) };
  }
  const sides = [
    await sideGraph(pairs.drugs, bins, job, options),
    await sideGraph(pairs.partners, bins, job, options),
  ];
  const [drugs, partners] = sides.map((side) => withSelf(side, bins));
  job.progress.start('finding neighbors', 2 * pairs.drugs.count, 'drugs');
  let entries = 0;
  await eachEntry(pairs, drugs, partners, job, 0, (p) => {
    offsets[p + 1]++;
    if (++entries > limit) throw tooMany(limit, memory);
  });
  for (let p = 0; p < count; p++) offsets[p + 1] += offsets[p];
  const neighbors = new Int32Array(entries);
  const levels = new Uint8Array(entries);
  const next = offsets.slice(0, count);
  await eachEntry(pairs, drugs, partners, job, pairs.drugs.count, (p, q, level) => {
    neighbors[next[p]] = q;
    levels[next[p]++] = level;
  });
  await sortRows(offsets, neighbors, levels, job);
  job.progress.finish();
  return { count, offsets, neighbors, levels };
}

/**
 * All pairs of entities of one side that are not in the lowest bin.
 *
 * @throws TanimarkError (usage) where they do not fit in memory
 * @throws AbortedError
 */
export async function sideGraph(
  side: Side,
  bins: SimilarityBins,
  job: Job,
  options: NeighborGraphOptions,
): Promise<NeighborGraph> {
  const { count } = side;
  if (bins.count === 1) {
    const [neighbors, levels] = [new Int32Array(0), new Uint8Array(0)];
    return { count, offsets: new Int32Array(count + 1), neighbors, levels };
  }
  const graph = await side.graph(bins, job, options);
  if (graph.anchors === undefined) return graph;
  const memory = options.memory ?? defaultMemory();
  throw tooMany(Math.floor(memory / BYTES_PER_ENTRY), memory);
}

function tooMany(limit: number, memory: number): TanimarkError {
  return new TanimarkError(
    'usage',
    `more than ${written(limit)} neighbors among the pairs do not fit in ${optionValue('memory', memoryText(memory))}; give more, or raise the first edge above 0 of ${optionName('bins')}`,
  );
}

/** A graph in which each entity is its own neighbor, in the highest bin. */
function withSelf(graph: NeighborGraph, bins: SimilarityBins): NeighborGraph {
  const { count, offsets, neighbors, levels } = graph;
  const own = {
    count,
    offsets: offsets.map((at, e) => at + e),
    neighbors: new Int32Array(neighbors.length + count),
    levels: new Uint8Array(neighbors.length + count),
  };
  for (let e = 0; e < count; e++) {
    const at = own.offsets[e];
    own.neighbors[at] = e;
    own.levels[at] = bins.count - 1;
    own.neighbors.set(neighbors.subarray(offsets[e], offsets[e + 1]), at + 1);
    own.levels.set(levels.subarray(offsets[e], offsets[e + 1]), at + 1);
  }
  return own;
}

/**
 * Visits every ordered pair of pairs with similar drugs and similar partners: two pairs, and the lower of the two
 * levels. Those of one drug come together.
 */
async function eachEntry(
  { drugs: { count }, drugOf, partners: { count: partnerCount }, partnerOf }: Pairs,
  drugs: NeighborGraph,
  partners: NeighborGraph,
  job: Job,
  done: number,
  visit: (p: number, q: number, level: number) => void,
): Promise<void> {
  const { offsets, members } = grouped(drugOf, count);
  // The pair of the drug at hand with each partner.
  const pairWith = new Int32Array(partnerCount).fill(-1);
  for (let drug = 0; drug < count; drug++) {
    for (let n = drugs.offsets[drug]; n < drugs.offsets[drug + 1]; n++) {
      const other = drugs.neighbors[n];
      const most = drugs.levels[n];
      for (let q = offsets[other]; q < offsets[other + 1]; q++) {
        pairWith[partnerOf[members[q]]] = members[q];
      }
      for (let i = offsets[drug]; i < offsets[drug + 1]; i++) {
        const p = members[i];
        const partner = partnerOf[p];
        for (let e = partners.offsets[partner]; e < partners.offsets[partner + 1]; e++) {
          const q = pairWith[partners.neighbors[e]];
          if (q >= 0 && q !== p) visit(p, q, Math.min(most, partners.levels[e]));
        }
      }
      for (let q = offsets[other]; q < offsets[other + 1]; q++) {
        pairWith[partnerOf[members[q]]] = -1;
      }
    }
    if (job.due()) {
      job.progress.advance(done + drug);
      await job.breathe();
    }
  }
}
