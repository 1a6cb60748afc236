import { InvariantError } from '../errors.js';
import type { Job } from '../job.js';
import type { SimilarityBins } from './bins.js';
import { type FingerprintMatrix, selectFingerprints } from './fingerprints.js';
import { findNearest } from './nearest.js';
import {
  buildNeighborGraph,
  type NeighborGraph,
  type NeighborGraphOptions,
} from './neighbor-graph.js';
import type { Nearest } from './search.js';
import { type TiedNeighbors, tiedNeighbors } from './tied.js';
import { TwoSided } from './two-sided/index.js';
import { tiedPairs } from './two-sided/tied.js';

/** What can be compared: molecules by their fingerprints, or pairs by both of their sides. */
export type Compared = FingerprintMatrix | TwoSided;

/** Some of them, in this order. */
export function selectCompared<Kind extends Compared>(
  compared: Kind,
  members: ArrayLike<number>,
): Kind;
export function selectCompared(compared: Compared, members: ArrayLike<number>): Compared {
  return compared instanceof TwoSided
    ? compared.select(members)
    : selectFingerprints(compared, members);
}

/** The nearest reference of each query, exactly; of equally near ones the first. @throws AbortedError */
export function nearestOf(queries: Compared, references: Compared, job: Job): Promise<Nearest> {
  if (queries instanceof TwoSided && references instanceof TwoSided) {
    return queries.nearestIn(references, job);
  }
  return findNearest(fingerprintsOf(queries), fingerprintsOf(references), job);
}

/** The k nearest references of each query, and all that tie with the k-th. @throws AbortedError */
export function tiedOf(
  queries: Compared,
  references: Compared,
  k: number,
  job: Job,
): Promise<TiedNeighbors[]> {
  if (queries instanceof TwoSided && references instanceof TwoSided) {
    return tiedPairs(queries, references, k, job);
  }
  return tiedNeighbors(fingerprintsOf(queries), fingerprintsOf(references), k, job);
}

/** All pairs that are not in the lowest bin. @throws TanimarkError (usage), AbortedError */
export function neighborGraphOf(
  compared: Compared,
  bins: SimilarityBins,
  job: Job,
  options: NeighborGraphOptions = {},
): Promise<NeighborGraph> {
  return compared instanceof TwoSided
    ? compared.graph(bins, job, options)
    : buildNeighborGraph(compared, bins, job, options);
}

/** The fingerprints of molecules, for what works on bits. Pairs have none of their own, and whoever asks for them is wrong. */
export function fingerprintsOf(compared: Compared): FingerprintMatrix {
  if (compared instanceof TwoSided) {
    throw new InvariantError('pairs have no fingerprints of their own');
  }
  return compared;
}
