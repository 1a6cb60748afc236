import { Job } from '../job.js';
import type { DescribeOptions, Description } from './describe.js';
import { rowsInCommon } from './equal-fingerprints.js';
import type { ChemistryPool } from './pool.js';
import { rdkitChecksum } from './rdkit.js';

/** From so many SMILES on it is faster to ask the cache than RDKit. */
const CACHE_FROM = 2000;

/** Texts without repeats. */
export interface DistinctTexts {
  /** In the order of their first use. */
  readonly texts: string[];
  /** Position in `texts` of each text given. */
  readonly of: Int32Array;
}

export function distinctTexts(all: readonly string[]): DistinctTexts {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  const of = new Int32Array(all.length);
  for (let i = 0; i < all.length; i++) {
    let number = numbers.get(all[i]);
    if (number === undefined) {
      number = texts.length;
      numbers.set(all[i], number);
      texts.push(all[i]);
    }
    of[i] = number;
  }
  return { texts, of };
}

/**
 * Describes SMILES as far as is needed to tell which are one molecule ({@link describe}), or takes a
 * description from the pool's cache.
 *
 * @param smiles distinct texts
 */
export async function describeStructures(
  smiles: readonly string[],
  pool: ChemistryPool,
  job: Job,
  options: Pick<DescribeOptions, 'scaffolds'>,
): Promise<Description> {
  const cache = smiles.length < CACHE_FROM ? undefined : pool.cache;
  if (!cache) return describe(smiles, pool, job, options);
  const request = {
    smiles,
    fingerprint: pool.fingerprint,
    scaffolds: options.scaffolds === true,
    rdkit: rdkitChecksum(),
  };
  const found = cache.find(request);
  if (found) {
    pool.takeVersion(found.rdkit);
    return found.description;
  }
  const description = await describe(smiles, pool, job, options);
  if (description.failures === 0) cache.store(request, description, await pool.rdkitVersion());
  return description;
}

/**
 * Describes SMILES as far as is needed to tell which are one molecule. Those of one canonical SMILES have one
 * fingerprint, so the canonical SMILES, which take as long as all else, are made of those only whose
 * fingerprint another one has too; elsewhere `canonical` is empty.
 */
async function describe(
  smiles: readonly string[],
  pool: ChemistryPool,
  job: Job,
  { scaffolds }: Pick<DescribeOptions, 'scaffolds'>,
): Promise<Description> {
  const found = await pool.describe(smiles, job, { canonical: false, scaffolds });
  const { canonical, problems, words } = found;
  const width = pool.fingerprint.words;
  const common = rowsInCommon(words, width, smiles.length, (s) => problems[s] === null);
  const again = await pool.describe(
    common.map((s) => smiles[s]),
    new Job({ signal: job.signal }),
    { fingerprints: false },
  );
  common.forEach((s, i) => {
    canonical[s] = again.canonical[i];
    problems[s] = again.problems[i];
  });
  return { ...found, failures: found.failures + again.failures };
}
