import type { ChemistryPool } from '../../chemistry/pool.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { countBins, findNearest } from '../../similarity/nearest.js';
import { invalidRows, readMoleculeTable } from '../dataset.js';
import type { GroupScores } from './evaluate/index.js';
import type { Group } from './evaluate/measure.js';
import type { TestSet } from './test-set.js';
import type { Deployment, ScoreOptions } from './types.js';

/** A library of molecules, by their similarity to training. */
export interface Library {
  readonly path: string;
  readonly sha256: string;
  readonly rows: number;
  readonly molecules: number;
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
  const reading = { header, label: null, standardize, multiple };
  const data = await readMoleculeTable(path, reading, pool, job);
  const { table, set, fingerprints } = data;
  job.progress.start('finding neighbors of the library', set.count, 'molecules');
  const nearest = await findNearest(fingerprints, test.train.fingerprints, job);
  job.progress.finish();
  const shares = Float64Array.from(countBins(nearest, bins), (n) => n / set.count);
  const { sha256, rows } = table;
  return {
    path,
    sha256,
    rows: rows.length,
    molecules: set.count,
    shares,
    warnings: invalidRows(data),
  };
}

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
      stratum: Uint8Array.from(rows, (i) => bin[i]),
      shares: shares.map((share, b) => (measured[b] ? share / covered : 0)),
    },
    report: 'intervals',
  };
}

/** What was found, as it is reported. */
export function describeDeployment(
  { path, sha256, molecules, shares }: Library,
  bins: SimilarityBins,
  measured: readonly boolean[],
  scores: GroupScores | null,
): Deployment {
  const metrics = [...(scores ?? [])].map(([source, group]) => [source, group.metrics] as const);
  return {
    path,
    sha256,
    molecules,
    strata: bins.labels.map((bin, b) => ({ bin, share: shares[b], measured: measured[b] })),
    outside: shares.reduce((sum, share, b) => sum + (measured[b] ? 0 : share), 0),
    metrics: Object.fromEntries(metrics),
  };
}
