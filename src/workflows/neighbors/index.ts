import { openPool } from '../../chemistry/open-pool.js';
import { fingerprintSource } from '../../chemistry/own-fingerprints/index.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { parseShard, shardText, WHOLE } from '../../dataset/neighbor-parts/shard.js';
import type { NeighborsSummary } from '../../dataset/neighbor-parts/types.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { once } from '../../once.js';
import { checkOptions } from '../../options/check-options.js';
import { compareRational, parseRational, type Rational } from '../../rational.js';
import { optionName, optionValue } from '../../spelling.js';
import { Stopwatch } from '../../stopwatch.js';
import { VERSION } from '../../version.js';
import { NEIGHBORS } from '../options.js';
import {
  areFps,
  describeFpsSides,
  FPS_FINGERPRINT,
  type FpsSide,
  openFpsSides,
} from './fps-sides.js';
import {
  type OpenedSides,
  openSides,
  type References,
  readSides,
  recordsOf,
  type Shards,
} from './inputs.js';
import type { Queries } from './queries.js';
import { Search } from './search.js';
import type { NeighborSearch, NeighborsOptions, SideOptions } from './types.js';

/** Everything that decides on the rows of a search, as its manifest has it. */
export interface SearchRequest
  extends Pick<NeighborsSummary, 'version' | 'rdkit' | 'parameters' | 'shard' | 'reference_shard'> {
  readonly query: Pick<NeighborsSummary['query'], 'sha256' | 'records'>;
  readonly reference: Pick<NeighborsSummary['reference'], 'sha256' | 'records'>;
}

/** A search whose files are opened, and whose molecules are still to be read; to be closed. */
export interface OpenedSearch {
  readonly request: SearchRequest;
  /** @throws TanimarkError on anything wrong with the molecules */
  search(): Promise<NeighborSearch>;
  close(): Promise<void>;
}

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
  const opened = await openNeighbors(options, job);
  try {
    return await opened.search();
  } finally {
    await opened.close();
  }
}

/**
 * The first half of {@link neighbors}: what is needed to know which search it is.
 *
 * @throws TanimarkError on anything wrong with the options or the files
 */
export async function openNeighbors(
  options: NeighborsOptions,
  job = new Job(),
): Promise<OpenedSearch> {
  checkOptions('neighbors', NEIGHBORS, options, job);
  const fingerprint = fingerprintSource(options.fingerprint);
  const threshold = parseThreshold(options.threshold);
  const k = options.k ?? (threshold ? undefined : 1);
  const { shard, referenceShard } = options;
  const shards = {
    query: shard === undefined ? WHOLE : parseShard(shard),
    reference: referenceShard === undefined ? WHOLE : parseShard(referenceShard, 'referenceShard'),
  };
  const clock = new Stopwatch();
  const pool = openPool(fingerprint, job, options.cache);
  try {
    if (shards.reference.of > 1 && pool.own?.byRowOrder) throw noRowOrder(options);
    const {
      query,
      reference,
      columns,
      sides: describe,
    } = await inputsOf(options, shards, pool, job);
    const read = once(async () => {
      const sides = await describe();
      clock.lap('read');
      return sides;
    });
    // The checksum of fingerprints is known once they are read.
    if (pool.own) await read();
    const parts = {
      shard: shard === undefined ? null : shardText(shards.query),
      reference_shard: referenceShard === undefined ? null : shardText(shards.reference),
    };
    const rdkit = await pool.rdkitVersion();
    const parameters = {
      ...(k === undefined ? {} : { k: String(k) }),
      ...(threshold === undefined ? {} : { threshold: String(options.threshold) }),
      fingerprint: columns === null ? FPS_FINGERPRINT : fingerprint.spec,
      'include-self': String(options.includeSelf === true),
      ...columns,
      ...reading('query', options.queryTable),
      ...reading('reference', options.referenceTable),
    };
    return {
      request: {
        ...{ version: VERSION, rdkit, parameters, ...parts },
        ...{ query, reference },
      },
      search: async () => {
        const sides = await read();
        const facts = { rdkit, parameters, ...parts };
        return new Search(sides.query, sides.reference, { k, threshold }, facts, clock, job);
      },
      close: () => pool.close(),
    };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/** Both inputs, opened: what tells which they are, and what reads their molecules. */
interface Inputs extends Pick<SearchRequest, 'query' | 'reference'> {
  /** The columns that were read, as parameters; null for fingerprints without structures. */
  readonly columns: Record<string, string> | null;
  sides(): Promise<{ query: Queries; reference: References }>;
}

async function inputsOf(
  options: NeighborsOptions,
  shards: Shards,
  pool: ChemistryPool,
  job: Job,
): Promise<Inputs> {
  if (areFps(options)) {
    const fps = await openFpsSides(options, job);
    const fileOf = ({ table: { sha256, rows } }: FpsSide) => ({ sha256, records: rows.length });
    return {
      query: fileOf(fps.query),
      reference: fileOf(fps.reference),
      columns: null,
      sides: async () => describeFpsSides(fps, shards, pool),
    };
  }
  const opened = await openSides(options, shards, pool, job);
  const fileOf = (side: OpenedSides['query']) => ({
    sha256: side.table.sha256,
    records: recordsOf(side),
  });
  return {
    query: fileOf(opened.query),
    reference: fileOf(opened.reference),
    columns: { ...columnsOf('query', opened.query), ...columnsOf('reference', opened.reference) },
    sides: () => readSides(opened, shards, pool, job),
  };
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
  { table, smilesColumn, idColumn }: OpenedSides['query'],
): Record<string, string> {
  return {
    [`${role}-smiles`]: table.columns[smilesColumn],
    ...(idColumn === undefined ? {} : { [`${role}-id`]: table.columns[idColumn] }),
  };
}

/** How a table was read, as parameters, as far as the user said it. */
function reading(role: string, options: SideOptions = {}): Record<string, string> {
  const { header, delimiter, inputFormat, multiple } = options;
  return {
    ...(header === undefined ? {} : { [`${role}-header`]: String(header) }),
    ...(delimiter === undefined ? {} : { [`${role}-delimiter`]: delimiter }),
    ...(inputFormat === undefined ? {} : { [`${role}-input-format`]: inputFormat }),
    ...(multiple === undefined ? {} : { [`${role}-multiple`]: multiple }),
  };
}

function noRowOrder({ fingerprint }: NeighborsOptions): TanimarkError {
  return new TanimarkError(
    'usage',
    `${optionName('referenceShard')}: the rows of ${fingerprint} belong to a whole table; give the fingerprints as fps:<file> with ids, or as a column of the table`,
    { option: 'fingerprint' },
  );
}
