import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { manifestPath } from '../../dataset/manifest/path.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { checkArgument } from '../../options/check-options.js';
import { required } from '../../options/kinds.js';
import { optionName, optionValue } from '../../spelling.js';
import { Stopwatch } from '../../stopwatch.js';
import { isManifest } from '../../tables/part-files.js';
import { list } from '../../text.js';
import { paths as listOfPaths } from '../options.js';
import { type NeighborsText, neighborsHeader } from './output.js';
import { parseShard, type Shard } from './shard.js';
import type { NeighborsOutput, NeighborsSummary } from './types.js';

interface Part {
  readonly path: string;
  readonly shard: Shard;
  /** The manifest, as it was written. */
  readonly summary: Omit<NeighborsSummary, 'seconds'>;
  readonly output: NeighborsOutput;
}

/**
 * Joins the parts of one search, which `shard` made, into what one run without it gives, byte by
 * byte. The manifests beside them tell what they are.
 *
 * @param paths every part once, in any order
 * @throws TanimarkError naming the parts that are missing, doubled, of another search, or altered
 */
export async function mergeNeighbors(
  paths: readonly string[],
  job = new Job(),
): Promise<NeighborsText> {
  checkArgument('mergeNeighbors', 'paths', required(listOfPaths), paths);
  const clock = new Stopwatch();
  const parts = paths.map(readPart).sort((a, b) => a.shard.index - b.shard.index);
  checkOneSearch(parts);
  checkComplete(parts);
  await checkUnaltered(parts, job);
  clock.lap('check');
  const { format } = parts[0].output;
  return {
    format,
    sources: parts.flatMap(({ path }) => [path, manifestPath(path)]),
    async *pieces() {
      const header = Buffer.byteLength(neighborsHeader(format));
      for (const [i, { path }] of parts.entries()) {
        for await (const piece of createReadStream(path, { start: i === 0 ? 0 : header })) {
          yield piece as Buffer;
          if (job.due()) await job.breathe();
        }
      }
      clock.lap('merge');
    },
    summary: () => ({ ...merged(parts), seconds: clock.seconds(), outputs: [] }),
  };
}

function readPart(path: string): Part {
  const manifest = manifestPath(path);
  if (isManifest(path)) {
    throw problem(
      `${path} is a manifest; name only the result files beside the manifests, such as part-*.csv`,
    );
  }
  if (!existsSync(path)) throw problem(`${path} does not exist; check the path`);
  let text: string;
  try {
    text = readFileSync(manifest, 'utf8');
  } catch (error) {
    throw problem(
      `${path}: its manifest ${manifest} cannot be read (${(error as NodeJS.ErrnoException).code}); keep each part together with its manifest, as written by ${optionName('shard')} with -o`,
    );
  }
  const part = understood(path, text);
  if (!part) {
    throw problem(
      `${path}: ${manifest} is not the manifest of a part of a search; give files that tanimark neighbors --shard wrote`,
    );
  }
  if (!part.shard) throw problem(`${path} is a complete result, not a part; leave it out`);
  return { ...part, shard: part.shard };
}

function understood(
  path: string,
  text: string,
): (Omit<Part, 'shard'> & { shard: Shard | null }) | null {
  try {
    const { manifest, ...summary } = JSON.parse(text);
    const [output]: NeighborsOutput[] = summary.outputs;
    const numbers = [
      ...Object.values(summary.counts),
      ...summary.similarity.nearest,
      summary.query.records,
    ];
    const usable =
      manifest === 1 &&
      summary.command === 'neighbors' &&
      typeof output.sha256 === 'string' &&
      Array.isArray(summary.invalid.query) &&
      numbers.every((n) => Number.isSafeInteger(n));
    if (!usable) return null;
    const shard = summary.shard === null ? null : parseShard(summary.shard);
    return { path, shard, summary, output };
  } catch {
    return null;
  }
}

/** Properties that the parts of one search share, by their names. Paths and notes may differ. */
function identity({ summary, shard, output }: Part): Record<string, unknown> {
  const { version, rdkit, parameters, query, reference } = summary;
  return {
    'number of parts': shard.of,
    'version of tanimark': version,
    'version of RDKit': rdkit,
    'query file': [query.sha256, query.records],
    'reference file': [reference.sha256, reference.records],
    options: parameters,
    format: output.format,
  };
}

function checkOneSearch([first, ...others]: readonly Part[]): void {
  const expected = identity(first);
  for (const part of others) {
    const own = identity(part);
    const differing = Object.keys(own).filter(
      (key) => JSON.stringify(own[key]) !== JSON.stringify(expected[key]),
    );
    if (differing.length === 0) continue;
    throw problem(
      `${part.path} and ${first.path} are parts of different searches (they differ in ${list(differing)}); give the parts of one search`,
    );
  }
}

function checkComplete(parts: readonly Part[]): void {
  const { of } = parts[0].shard;
  parts.forEach(({ path, shard }, i) => {
    if (i > 0 && parts[i - 1].shard.index === shard.index) {
      throw problem(
        `${parts[i - 1].path} and ${path} are both part ${shard.index}/${of}; leave one out`,
      );
    }
  });
  if (parts.length === of) return;
  const given = new Set(parts.map(({ shard }) => shard.index));
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((i) => !given.has(i));
  const shown = missing.slice(0, 5).map((i) => `${i}/${of}`);
  if (missing.length > 5) shown.push(`${missing.length - 5} more`);
  const [noun, are, them] = missing.length === 1 ? ['part', 'is', 'it'] : ['parts', 'are', 'them'];
  throw problem(
    `${noun} ${list(shown)} ${are} missing; make ${them} (${optionValue('shard', shown[0])}), or add ${them} to the command`,
  );
}

async function checkUnaltered(parts: readonly Part[], job: Job): Promise<void> {
  const total = parts.reduce((sum, { path }) => sum + statSync(path).size, 0);
  job.progress.start('checking the parts', total, 'bytes');
  let done = 0;
  for (const { path, shard, output } of parts) {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(path)) {
      hash.update(piece);
      done += piece.length;
      if (job.due()) await job.breathe(done);
    }
    if (hash.digest('hex') !== output.sha256) {
      throw problem(
        `${path} was changed after it was written (the checksum in its manifest differs); run it again with ${optionValue('shard', `${shard.index}/${shard.of}`)}`,
      );
    }
  }
  job.progress.finish();
}

function merged(parts: readonly Part[]): Omit<NeighborsSummary, 'seconds'> {
  const [{ summary: first }] = parts;
  const sum = (value: (summary: Part['summary']) => number) =>
    parts.reduce((total, { summary }) => total + value(summary), 0);
  return {
    ...first,
    shard: null,
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
    invalid: { ...first.invalid, query: parts.flatMap(({ summary }) => summary.invalid.query) },
  };
}

function problem(text: string): TanimarkError {
  return new TanimarkError('file', `--merge: ${text}`);
}
