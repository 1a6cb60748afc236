import { createReadStream } from 'node:fs';
import { manifestPath } from '../../dataset/manifest/path.js';
import {
  checkUnaltered,
  type NeighborFile,
  type PartGrid,
  type PartWords,
  partGrid,
  problem,
  readResult,
  resultFiles,
} from '../../dataset/neighbor-parts/find.js';
import { compareKeys, type KnownMolecules } from '../../dataset/neighbor-parts/keys.js';
import { cellsOf, type HasIds, linesOf, rankOf } from '../../dataset/neighbor-parts/rows.js';
import type { NeighborsSummary } from '../../dataset/neighbor-parts/types.js';
import { Job } from '../../job.js';
import { checkArgument } from '../../options/check-options.js';
import { required } from '../../options/kinds.js';
import { Stopwatch } from '../../stopwatch.js';
import type { Cell } from '../../tables/formats/format.js';
import { outputFormatNamed } from '../../tables/formats/registry.js';
import { shownInput } from '../../tables/table.js';
import { paths as listOfPaths } from '../options.js';
import { MergedQueries } from './merge-references.js';
import { referenceNotes } from './messages.js';
import { type NeighborsText, neighborPieces, neighborsHeader } from './output.js';

const WORDS: PartWords = { option: '--merge' };
/** Lines that are handed over at once. */
const BATCH = 4096;

/**
 * Joins the parts of one search, which `shard` and `referenceShard` made, into what one run without them gives, byte by
 * byte. The manifests beside them tell what they are.
 *
 * @param paths every part once, in any order; a folder or a pattern stands for all results in it
 * @throws TanimarkError naming the parts that are missing, doubled, of another search, or altered
 */
export async function mergeNeighbors(
  paths: readonly string[],
  job = new Job(),
): Promise<NeighborsText> {
  checkArgument('mergeNeighbors', 'paths', required(listOfPaths), paths);
  const clock = new Stopwatch();
  const files = resultFiles(paths, WORDS).map((path) => readPart(path));
  const grid = partGrid(files, WORDS);
  await checkUnaltered(files, WORDS, job);
  const molecules = grid[0].length > 1 ? knownMolecules(grid[0]) : undefined;
  if (molecules?.count === 0) {
    throw problem(
      WORDS,
      'no part of the references has a valid molecule; check its column of SMILES',
    );
  }
  clock.lap('check');
  const { format } = files[0].output;
  const found = molecules ? new MergedQueries(grid, molecules, WORDS, job) : undefined;
  return {
    format,
    sources: [
      ...paths,
      ...files.flatMap(({ path, keys }) => [
        path,
        manifestPath(path),
        ...(keys ? [keys.path] : []),
      ]),
    ],
    async *pieces() {
      if (found) yield* neighborPieces(format, batchesOf(found.rows()), job);
      else if (outputFormatNamed(format).writer.kind === 'lines') yield* bytesOf(grid, format, job);
      else yield* neighborPieces(format, batchesOf(rowsOf(grid, job)), job);
      clock.lap('merge');
    },
    summary: () => ({
      ...merged(grid, molecules),
      ...found?.counts(),
      seconds: clock.seconds(),
      outputs: [],
    }),
  };
}

function readPart(path: string): NeighborFile {
  const part = readResult(path, WORDS);
  const { shard, reference_shard } = part.summary;
  if (shard !== null || reference_shard !== null) return part;
  throw problem(WORDS, `${path} is a complete result, not a part; leave it out`);
}

/** What the keys of all parts of the references say. @throws TanimarkError (file) where a part has none */
function knownMolecules(parts: readonly NeighborFile[]): KnownMolecules {
  const files = parts.map(({ path, keys }) => {
    if (keys) return keys.path;
    throw problem(WORDS, `${path}: its manifest names no file of keys; make this part again`);
  });
  return compareKeys(files, parts[0].summary.reference.records);
}

/** Files of lines, one after the other, without the headers of all but the first. */
async function* bytesOf(grid: PartGrid, format: string, job: Job): AsyncGenerator<Uint8Array> {
  const header = Buffer.byteLength(neighborsHeader(format));
  for (const [i, [{ path }]] of grid.entries()) {
    for await (const piece of createReadStream(path, { start: i === 0 ? 0 : header })) {
      yield piece as Buffer;
      if (job.due()) await job.breathe();
    }
  }
}

async function* rowsOf(grid: PartGrid, job: Job): AsyncGenerator<Cell[]> {
  for (const [file] of grid) {
    const ids = idsOf(file);
    for await (const line of linesOf(file, WORDS, job)) yield cellsOf(line, rankOf(line), ids);
  }
}

async function* batchesOf(rows: AsyncIterable<Cell[]>): AsyncGenerator<Cell[][]> {
  let batch: Cell[][] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** Which of the two files has ids, which are null in results of files without them. */
function idsOf({ summary: { parameters } }: NeighborFile): HasIds {
  return { query: 'query-id' in parameters, reference: 'reference-id' in parameters };
}

function merged(
  grid: PartGrid,
  molecules: KnownMolecules | undefined,
): Omit<NeighborsSummary, 'seconds'> {
  const [{ summary: first }] = grid[0];
  const byQuery = grid.map(([{ summary }]) => summary);
  const sum = (value: (summary: NeighborFile['summary']) => number) =>
    byQuery.reduce((total, summary) => total + value(summary), 0);
  const references = grid[0].map(({ summary }) => summary);
  const whole = {
    ...first,
    shard: null,
    reference_shard: null,
    counts: {
      queries: sum(({ counts }) => counts.queries),
      found: sum(({ counts }) => counts.found),
      none: sum(({ counts }) => counts.none),
      invalid: sum(({ counts }) => counts.invalid),
      neighbours: sum(({ counts }) => counts.neighbours),
    },
    similarity: {
      ...first.similarity,
      nearest: first.similarity.nearest.map((_, b) =>
        sum(({ similarity }) => similarity.nearest[b]),
      ),
    },
    invalid: {
      query: byQuery.flatMap(({ invalid }) => invalid.query),
      reference: references.flatMap(({ invalid }) => invalid.reference),
    },
  };
  if (!molecules) return whole;
  const reference = {
    ...first.reference,
    molecules: molecules.count,
    invalid: references.reduce((total, { reference: own }) => total + own.invalid, 0),
  };
  const known = { ...reference, first: whole.invalid.reference[0] };
  const notes = referenceNotes(shownInput(reference.path), known);
  return { ...whole, reference, warnings: [...first.warnings, ...notes] };
}
