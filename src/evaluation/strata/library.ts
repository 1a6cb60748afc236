import type { ChemistryPool } from '../../chemistry/pool.js';
import { librarySimilarity } from '../../dataset/library.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { fingerprintsOf } from '../../similarity/compared.js';
import { countBins } from '../../similarity/nearest.js';
import type { ScoreOptions } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';

/** A library of molecules, by their similarity to training. */
export interface Library {
  readonly path: string;
  readonly sha256: string;
  readonly rows: number;
  readonly molecules: number;
  /** Max similarity of each molecule to training, and its bin. */
  readonly similarity: Float64Array;
  readonly bin: Uint8Array;
  /** Share of its molecules in each bin. */
  readonly shares: Float64Array;
  readonly warnings: string[];
}

/** Reads a library and finds each molecule's nearest training molecule. @throws TanimarkError */
export async function readLibrary(
  path: string,
  test: TestSet,
  bins: SimilarityBins,
  options: ScoreOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<Library> {
  const { header, standardize, multiple } = options;
  const reading = { header, standardize, multiple };
  const { table, count, nearest, warnings } = await librarySimilarity(
    path,
    reading,
    fingerprintsOf(test.train.compared),
    pool,
    job,
  );
  const shares = Float64Array.from(countBins(nearest, bins), (n) => n / count);
  const { intersection, union } = nearest;
  const similarity = Float64Array.from(union, (whole, m) => intersection[m] / whole);
  const bin = Uint8Array.from(union, (whole, m) => bins.of(intersection[m], whole));
  const { sha256, rows } = table;
  return {
    path,
    sha256,
    rows: rows.length,
    molecules: count,
    similarity,
    bin,
    shares,
    warnings,
  };
}
