import { openPool } from '../../chemistry/open-pool.js';
import { fingerprintSource } from '../../chemistry/own-fingerprints/index.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { compareRational, parseRational, type Rational } from '../../rational.js';
import { optionName, optionValue } from '../../spelling.js';
import { Stopwatch } from '../../stopwatch.js';
import { NEIGHBORS } from '../options.js';
import { readSides } from './inputs.js';
import type { Queries } from './queries.js';
import { Search } from './search.js';
import { parseShard } from './shard.js';
import type { NeighborSearch, NeighborsOptions } from './types.js';

/**
 * Reads queries and references, and prepares the search of each query's most similar references.
 * References are distinct molecules, represented by their first row. Memory does not grow with the
 * number of neighbors.
 *
 * @throws TanimarkError on anything wrong with the options or the inputs
 */
export async function neighbors(
  options: NeighborsOptions,
  job = new Job(),
): Promise<NeighborSearch> {
  checkOptions('neighbors', NEIGHBORS, options, job);
  const fingerprint = fingerprintSource(options.fingerprint);
  const threshold = parseThreshold(options.threshold);
  const k = options.k ?? (threshold ? undefined : 1);
  const shard = parseShard(options.shard ?? '1/1');
  const clock = new Stopwatch();
  const pool = openPool(fingerprint, job, options.cache);
  try {
    const sides = await readSides(options, shard, pool, job);
    clock.lap('read');
    const rdkit = await pool.rdkitVersion();
    const parameters = {
      ...(k === undefined ? {} : { k: String(k) }),
      ...(options.threshold === undefined ? {} : { threshold: options.threshold }),
      fingerprint: fingerprint.spec,
      'include-self': String(options.includeSelf === true),
      ...columnsOf('query', sides.query),
      ...columnsOf('reference', sides.reference),
    };
    const facts = { rdkit, parameters, shard: options.shard ?? null };
    return new Search(sides.query, sides.reference, { k, threshold }, facts, clock, job);
  } finally {
    await pool.close();
  }
}

function parseThreshold(text: string | undefined): Rational | undefined {
  if (text === undefined) return undefined;
  const threshold = parseRational(text, optionName('threshold'));
  if (compareRational(threshold, { num: 1, den: 1 }) > 0) {
    throw new TanimarkError(
      'usage',
      `${optionValue('threshold', text)}: must be from 0 to 1, such as 0.7 or 1/3`,
    );
  }
  return threshold;
}

/** The columns that were read, as parameters. */
function columnsOf(
  role: string,
  { table, smilesColumn, idColumn }: Pick<Queries, 'table' | 'smilesColumn' | 'idColumn'>,
): Record<string, string> {
  return {
    [`${role}-smiles`]: table.columns[smilesColumn],
    ...(idColumn === undefined ? {} : { [`${role}-id`]: table.columns[idColumn] }),
  };
}
