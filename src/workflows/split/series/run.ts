import { openPool } from '../../../chemistry/open-pool.js';
import type { ChemistryPool } from '../../../chemistry/pool.js';
import type { StandardizeLevel } from '../../../chemistry/standardize/levels.js';
import { librarySimilarity } from '../../../dataset/library.js';
import type { MoleculeTable } from '../../../dataset/molecule-table.js';
import { TanimarkError } from '../../../errors.js';
import { Job } from '../../../job.js';
import { DEFAULT_BINS, parseBins, type SimilarityBins } from '../../../similarity/bins.js';
import { fingerprintsOf } from '../../../similarity/compared.js';
import { countBins } from '../../../similarity/nearest.js';
import { optionValue } from '../../../spelling.js';
import { Stopwatch } from '../../../stopwatch.js';
import { VERSION } from '../../../version.js';
import { countsOf, readInput, splitMolecules } from '../index.js';
import { inputWarnings } from '../messages.js';
import type { SplitPlan } from '../plan.js';
import type { SplitResult } from '../types.js';
import { measurePart } from './measure.js';
import type {
  SeriesFailure,
  SeriesOptions,
  SeriesPart,
  SeriesSummary,
  SplitSeries,
} from './types.js';

/** One split that is to be made. */
export interface SeriesStep {
  readonly name: string;
  readonly plan: SplitPlan;
  /** The similarity that its test molecules shall stay below, of a sweep. */
  readonly threshold: number | null;
}

/**
 * Makes several splits of one input, which is read once, and measures them alike. A method that
 * cannot make its split does not end the series, unless none can.
 *
 * @throws TanimarkError what was wrong with the first, when no split could be made
 */
export async function runSeries(
  command: SeriesSummary['command'],
  steps: readonly SeriesStep[],
  { bins: edges, deployment }: Pick<SeriesOptions, 'bins' | 'deployment'>,
  job: Job,
): Promise<SplitSeries> {
  const [{ plan: first }] = steps;
  const clock = new Stopwatch();
  const pool = openPool(first.fingerprint, job, first.options.cache);
  try {
    const data = await readInput(first, { scaffolds: true }, pool, job, clock);
    const bins = parseBins(edges ?? DEFAULT_BINS);
    if (deployment !== undefined && data.pairs) {
      throw new TanimarkError(
        'usage',
        `${optionValue('deployment', deployment)} is compared with molecules, and each row of ${data.name} is a pair; leave it out, or use ${optionValue('partner', 'none')}`,
      );
    }
    const library =
      deployment === undefined
        ? null
        : await readLibrary(deployment, first.standardize, data, bins, pool, job);
    const shared = inputWarnings(data, first);
    clock.lap('read');
    const results = new Map<string, SplitResult>();
    const splits: SeriesPart[] = [];
    const failed: SeriesFailure[] = [];
    let firstError: TanimarkError | undefined;
    for (const { name, plan, threshold } of steps) {
      const method = plan.splitter.name;
      const tools = { read: async () => data, pool, clock: new Stopwatch() };
      try {
        const result = await splitMolecules(plan, tools, named(name, job));
        results.set(name, result);
        const yardstick = { bins, library: library?.similarities ?? null };
        splits.push(measurePart(name, result, shared, threshold, yardstick));
      } catch (error) {
        if (!(error instanceof TanimarkError)) throw error;
        firstError ??= error;
        failed.push({ name, method, error: error.message });
      }
      clock.lap(name);
    }
    if (firstError && splits.length === 0) throw firstError;
    return {
      results,
      summary: {
        command,
        version: VERSION,
        rdkit: await pool.rdkitVersion(),
        input: {
          path: first.options.input,
          sha256: data.table.sha256,
          records: data.table.rows.length,
          ...countsOf(data),
          invalid: data.set.invalid.length,
        },
        bins: bins.texts,
        labels: data.labels && { column: data.labels.column, task: data.labels.task },
        splits,
        failed,
        deployment: library && { ...library.report, closest: closestOf(splits) },
        warnings: [...shared, ...(library?.warnings ?? [])],
        seconds: clock.seconds(),
        outputs: [],
      },
    };
  } finally {
    await pool.close();
  }
}

/** The same task; its stages say which split they belong to. */
function named(name: string, { progress, signal, threads, shared }: Job): Job {
  return new Job({
    progress: {
      start: (stage, total, unit) => progress.start(`${name}: ${stage}`, total, unit),
      advance: (done, note) => progress.advance(done, note),
      finish: () => progress.finish(),
    },
    signal,
    threads,
    shared,
  });
}

interface Library {
  readonly report: Omit<NonNullable<SeriesSummary['deployment']>, 'closest'>;
  /** Max similarity of each of its molecules to the input's. */
  readonly similarities: Float64Array;
  readonly warnings: readonly string[];
}

async function readLibrary(
  path: string,
  standardize: StandardizeLevel,
  data: MoleculeTable,
  bins: SimilarityBins,
  pool: ChemistryPool,
  job: Job,
): Promise<Library> {
  const { table, count, nearest, warnings } = await librarySimilarity(
    path,
    { standardize },
    fingerprintsOf(data.compared),
    pool,
    job,
  );
  const histogram = countBins(nearest, bins);
  const similarities = Float64Array.from(nearest.intersection, (c, m) => c / nearest.union[m]);
  const mean = similarities.reduce((a, b) => a + b, 0) / count;
  return {
    similarities,
    report: { path, sha256: table.sha256, molecules: count, histogram, mean },
    warnings,
  };
}

/** Of equally close ones the first. */
function closestOf(splits: readonly SeriesPart[]): string {
  const distance = ({ deployment }: SeriesPart) => deployment?.wasserstein ?? 1;
  return splits.reduce((a, b) => (distance(b) < distance(a) ? b : a)).name;
}
