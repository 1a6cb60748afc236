import { DEFAULT_FINGERPRINT, parseFingerprint } from '../../chemistry/fingerprint.js';
import { openPool } from '../../chemistry/open-pool.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import type { MadeBy } from '../../dataset/manifest/settings.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { butinaClustersAt } from '../../similarity/clusters.js';
import { fingerprintsOf } from '../../similarity/compared.js';
import {
  type FingerprintMatrix,
  fingerprintMatrix,
  selectFingerprints,
} from '../../similarity/fingerprints.js';
import { optionValue } from '../../spelling.js';
import { splitters } from '../../splitters/registry.js';
import { smilesOf } from './similarity-to-train.js';
import type { RowSimilarity } from './test-molecules.js';
import type { TestSet } from './test-set.js';

/** Test molecules at least so similar are in one cluster, by Morgan fingerprints of radius 2 and 2,048 bits. */
export const CLUSTER_SIMILARITY = { num: 2, den: 5 };

/** What a split kept whole, as far as it can be seen in the test set. */
export type WholeSeries =
  | { readonly kind: 'scaffolds' }
  | { readonly kind: 'groups'; readonly column: string }
  | { readonly kind: 'clusters' };

/**
 * The series that a split was made of; null where its molecules were chosen one by one, or nobody knows how.
 *
 * @param made the method and the group column that its manifest names
 */
export function seriesOf(made: MadeBy | undefined): WholeSeries | null {
  if (!made) return null;
  const kind = splitters.find(({ name }) => name === made.method)?.series;
  // Any method keeps rows of one group together.
  if (made.group !== undefined) return { kind: 'groups', column: made.group };
  return kind === 'scaffolds' ? { kind } : kind === undefined ? null : { kind: 'clusters' };
}

/** The clusters of test molecules that are resampled together. */
export interface TestClusters {
  /** Of each test row. Does not depend on the order of rows. */
  readonly of: Int32Array;
  /** What of the split is undivided in them. */
  readonly whole: 'scaffolds' | 'groups' | null;
}

/**
 * Taylor-Butina clusters of the test molecules. Series that the split kept whole are whole here, too: each is in
 * the cluster that most of its molecules are in, of several the one that was made first.
 *
 * @throws TanimarkError (usage) where rows are pairs
 * @throws AbortedError
 */
export async function testClusters(
  test: TestSet,
  { molecules, of }: Pick<RowSimilarity, 'molecules' | 'of'>,
  series: WholeSeries | null,
  pool: ChemistryPool,
  job: Job,
): Promise<TestClusters> {
  if (test.pairs) {
    throw new TanimarkError(
      'usage',
      `${optionValue('resample', 'cluster')}: the rows are pairs, and only molecules have clusters; use molecule, or leave it out`,
      { option: 'resample' },
    );
  }
  const matrix = await fingerprints(test, molecules, pool, job);
  const order = Int32Array.from(molecules.keys()).sort((a, b) => compareRows(matrix, a, b));
  job.progress.start('clustering test molecules', molecules.length, 'molecules');
  const made = await butinaClustersAt(selectFingerprints(matrix, order), CLUSTER_SIMILARITY, job);
  job.progress.finish();
  const clusters = new Int32Array(molecules.length);
  order.forEach((m, k) => {
    clusters[m] = made[k];
  });
  const names = await seriesNames(test, molecules, of, series, pool, job);
  const whole = series && names ? (series.kind as 'scaffolds' | 'groups') : null;
  const units = names ? inWholeSeries(clusters, names) : clusters;
  return { of: of.map((m) => units[m]), whole };
}

/**
 * Clusters of whole series.
 *
 * @param cluster of each molecule
 * @param series of each molecule; null for one that is in none, and stays where it is
 */
export function inWholeSeries(cluster: Int32Array, series: readonly (string | null)[]): Int32Array {
  const counts = new Map<string, Map<number, number>>();
  series.forEach((name, m) => {
    if (name === null) return;
    const own = counts.get(name) ?? new Map<number, number>();
    counts.set(name, own);
    own.set(cluster[m], (own.get(cluster[m]) ?? 0) + 1);
  });
  const home = new Map<string, number>();
  for (const [name, own] of counts) {
    const [[most]] = [...own].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    home.set(name, most);
  }
  return cluster.map((own, m) => {
    const name = series[m];
    return name === null ? own : (home.get(name) as number);
  });
}

/** Morgan fingerprints, whatever max similarity is computed from: the similarity of clusters is one of these. */
async function fingerprints(
  { table }: TestSet,
  molecules: Int32Array,
  pool: ChemistryPool,
  job: Job,
): Promise<FingerprintMatrix> {
  if (pool.fingerprintSpec === DEFAULT_FINGERPRINT) {
    return selectFingerprints(fingerprintsOf(table.compared), molecules);
  }
  const own = openPool(parseFingerprint(DEFAULT_FINGERPRINT), job, undefined);
  try {
    job.progress.start('computing fingerprints', molecules.length, 'molecules');
    const { words } = await own.describe(smilesOf(table, molecules), job, { canonical: false });
    job.progress.finish();
    return fingerprintMatrix(words, own.fingerprint.words);
  } finally {
    await own.close();
  }
}

/** The series of each molecule, null for none; null where they cannot be seen. */
async function seriesNames(
  { table, records }: TestSet,
  molecules: Int32Array,
  of: Int32Array,
  series: WholeSeries | null,
  pool: ChemistryPool,
  job: Job,
): Promise<(string | null)[] | null> {
  if (series === null || series.kind === 'clusters') return null;
  if (series.kind === 'scaffolds') {
    const known = table.set.scaffolds;
    if (known) return Array.from(molecules, (m) => known[m] ?? null);
    const options = { canonical: false, fingerprints: false, scaffolds: true };
    job.progress.start('finding scaffolds', molecules.length, 'molecules');
    const { scaffolds } = await pool.describe(smilesOf(table, molecules), job, options);
    job.progress.finish();
    return scaffolds ?? null;
  }
  const column = table.table.columns.indexOf(series.column);
  if (column < 0) return null;
  const names = new Array<string | null>(molecules.length).fill(null);
  records.forEach((r, i) => {
    const cell = table.table.rows[r][column].trim();
    const known = names[of[i]];
    // Of several the first by letter, whatever the order of rows.
    if (cell !== '' && (known === null || cell < known)) names[of[i]] = cell;
  });
  return names;
}

/** Order of two fingerprints read as numbers. */
function compareRows({ words, width }: FingerprintMatrix, a: number, b: number): number {
  for (let w = 0; w < width; w++) {
    const difference = words[a * width + w] - words[b * width + w];
    if (difference !== 0) return difference;
  }
  return 0;
}
