import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { TanimarkError } from '../../errors.js';
import { checkRead } from '../../file-guard.js';
import { isDirectory } from '../../folders.js';
import type { Job } from '../../job.js';
import { isTableFile } from '../../tables/formats/registry.js';
import { filesAt, isManifest, naturalOrder } from '../../tables/part-files.js';
import { list } from '../../text.js';
import { manifestPath } from '../manifest/path.js';
import { isKeysFile, keysPath } from './keys.js';
import { parseShard, type Shard, shardOptionNames, shardOptions, WHOLE } from './shard.js';
import type { NeighborsOutput, NeighborsSummary } from './types.js';

/** What the manifest of a search says. */
export type SearchManifest = Omit<NeighborsSummary, 'seconds'>;

/** A result of `neighbors` with its manifest. */
export interface NeighborFile {
  readonly path: string;
  readonly shard: Shard;
  readonly referenceShard: Shard;
  /** The manifest, as it was written. */
  readonly summary: SearchManifest;
  readonly output: NeighborsOutput;
  /** Of a part of the references: the file of keys, where it is this part that has it. */
  readonly keys: (NeighborsOutput & { readonly path: string }) | undefined;
}

/** The files of one search: row i, column j is part i of the queries and part j of the references. */
export type PartGrid = readonly (readonly NeighborFile[])[];

/** What messages say of parts, beside what is wrong with them. */
export interface PartWords {
  /** The option that named them, such as `--merge`. */
  readonly option: string;
}

/**
 * The result files that paths stand for: files, folders with all tables in them, and patterns.
 *
 * @throws TanimarkError (file) where a folder or a pattern has none
 */
export function resultFiles(paths: readonly string[], words: PartWords): string[] {
  return paths.flatMap((path) => {
    const isFolder = isDirectory(path);
    const files = filesAt(path);
    if (files.length === 1 && files[0] === path) return [path];
    const own = files
      .filter((file) => !isKeysFile(file) && !isManifest(file) && (!isFolder || isTableFile(file)))
      .sort(naturalOrder);
    if (own.length > 0) return own;
    throw problem(
      words,
      isFolder
        ? `${path} is a folder without results of tanimark neighbors; check the path`
        : `${path} matches no file; check the folder and the pattern`,
    );
  });
}

/**
 * A result with what its manifest says.
 *
 * @throws TanimarkError (file) where either is missing, or the manifest is not one of a search
 */
export function readResult(path: string, words: PartWords): NeighborFile {
  const manifest = manifestPath(path);
  if (isManifest(path) || isKeysFile(path)) {
    throw problem(
      words,
      `${path} is a ${isManifest(path) ? 'manifest' : 'file of keys'}; name only the result files beside the manifests, such as part-*.csv`,
    );
  }
  if (!existsSync(path)) throw problem(words, `${path} does not exist; check the path`);
  let text: string;
  checkRead(manifest);
  try {
    text = readFileSync(manifest, 'utf8');
  } catch (error) {
    throw problem(
      words,
      `${path}: its manifest ${manifest} cannot be read (${(error as NodeJS.ErrnoException).code}); keep each part together with its manifest, as written by ${shardOptionNames()} with -o`,
    );
  }
  const file = understoodResult(path, text);
  if (file) return file;
  throw problem(
    words,
    `${path}: ${manifest} is not the manifest of a part of a search; give files that tanimark neighbors --shard wrote`,
  );
}

/** A result whose manifest was read; null where it is not one of a search. */
export function understoodResult(path: string, text: string): NeighborFile | null {
  try {
    const { manifest, schema: _, ...rest } = JSON.parse(text);
    // Manifests of earlier versions have no parts of references.
    const summary: SearchManifest = { ...rest, reference_shard: rest.reference_shard ?? null };
    const [output, keys] = summary.outputs;
    const numbers = [
      ...Object.values(summary.counts),
      ...summary.similarity.nearest,
      summary.query.records,
      summary.reference.records,
      summary.reference.invalid,
    ];
    const usable =
      manifest === 1 &&
      summary.command === 'neighbors' &&
      typeof output.sha256 === 'string' &&
      Array.isArray(summary.invalid.query) &&
      Array.isArray(summary.warnings) &&
      numbers.every((n) => Number.isSafeInteger(n));
    if (!usable) return null;
    const { shard, reference_shard } = summary;
    return {
      path,
      summary,
      output,
      shard: shard === null ? WHOLE : parseShard(shard),
      referenceShard:
        reference_shard === null ? WHOLE : parseShard(reference_shard, 'referenceShard'),
      // Renamed with its part.
      keys: keys?.format === 'keys' ? { ...keys, path: keysPath(path) } : undefined,
    };
  } catch {
    return null;
  }
}

/**
 * The files of one search in their order.
 *
 * @throws TanimarkError (file) naming what is missing, doubled or of another search
 */
export function partGrid(files: readonly NeighborFile[], words: PartWords): PartGrid {
  const sorted = [...files].sort(
    (a, b) => a.shard.index - b.shard.index || a.referenceShard.index - b.referenceShard.index,
  );
  checkOneSearch(sorted, words);
  checkComplete(sorted, words);
  const { of } = sorted[0].referenceShard;
  return Array.from({ length: sorted.length / of }, (_, i) => sorted.slice(i * of, (i + 1) * of));
}

/** Properties that the parts of one search share, by their names. Paths and notes may differ. */
function identity({ summary, shard, referenceShard, output }: NeighborFile) {
  const { version, rdkit, parameters, query, reference } = summary;
  return {
    'number of parts': shard.of,
    'number of reference parts': referenceShard.of,
    'version of tanimark': version,
    'version of RDKit': rdkit,
    'query file': [query.sha256, query.records],
    'reference file': [reference.sha256, reference.records],
    options: parameters,
    format: output.format,
  };
}

function checkOneSearch([first, ...others]: readonly NeighborFile[], words: PartWords): void {
  const expected: Record<string, unknown> = identity(first);
  for (const part of others) {
    const own: Record<string, unknown> = identity(part);
    const differing = Object.keys(own).filter(
      (key) => JSON.stringify(own[key]) !== JSON.stringify(expected[key]),
    );
    if (differing.length === 0) continue;
    throw problem(
      words,
      `${part.path} and ${first.path} are parts of different searches (they differ in ${list(differing)}); give the parts of one search`,
    );
  }
}

function checkComplete(parts: readonly NeighborFile[], words: PartWords): void {
  const [{ shard, referenceShard, summary }] = parts;
  const place = (i: number, j: number) => ({
    shard: summary.shard === null ? null : `${i}/${shard.of}`,
    reference_shard: summary.reference_shard === null ? null : `${j}/${referenceShard.of}`,
  });
  const named = (i: number, j: number) =>
    Object.values(place(i, j))
      .filter((text) => text !== null)
      .join(' × ');
  parts.forEach(({ path, shard: { index: i }, referenceShard: { index: j } }, n) => {
    const before = parts[n - 1];
    if (n === 0 || before.shard.index !== i || before.referenceShard.index !== j) return;
    throw problem(words, `${before.path} and ${path} are both part ${named(i, j)}; leave one out`);
  });
  if (parts.length === shard.of * referenceShard.of) return;
  const given = new Set(parts.map((one) => `${one.shard.index} ${one.referenceShard.index}`));
  const missing: [number, number][] = [];
  for (let i = 1; i <= shard.of; i++) {
    for (let j = 1; j <= referenceShard.of; j++) {
      if (!given.has(`${i} ${j}`)) missing.push([i, j]);
    }
  }
  const shown = missing.slice(0, 5).map(([i, j]) => named(i, j));
  if (missing.length > 5) shown.push(`${missing.length - 5} more`);
  const [noun, are, them] = missing.length === 1 ? ['part', 'is', 'it'] : ['parts', 'are', 'them'];
  throw problem(
    words,
    `${noun} ${list(shown)} ${are} missing; make ${them} (${shardOptions(place(...missing[0]))}), or add ${them} to the command`,
  );
}

/** @throws TanimarkError (file) where a file is not the one that its manifest describes */
export async function checkUnaltered(
  files: readonly NeighborFile[],
  words: PartWords,
  job: Job,
): Promise<void> {
  const all = files.flatMap((file) => [
    { path: file.path, sha256: file.output.sha256, summary: file.summary },
    ...(file.keys ? [{ ...file.keys, summary: file.summary }] : []),
  ]);
  for (const { path } of all) {
    if (!existsSync(path)) {
      throw problem(words, `${path} is missing; keep each part together with all of its files`);
    }
  }
  const total = all.reduce((sum, { path }) => sum + statSync(path).size, 0);
  job.progress.start('checking the parts', total, 'bytes');
  let done = 0;
  for (const { path, sha256, summary } of all) {
    const own = await checksum(path, async (bytes) => {
      done += bytes;
      if (job.due()) await job.breathe(done);
    });
    if (own === sha256) continue;
    const again = shardOptions(summary);
    throw problem(
      words,
      `${path} was changed after it was written (the checksum in its manifest differs); run it again${again === '' ? '' : ` with ${again}`}`,
    );
  }
  job.progress.finish();
}

async function checksum(path: string, saw: (bytes: number) => Promise<void>): Promise<string> {
  checkRead(path);
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) {
    hash.update(piece);
    await saw(piece.length);
  }
  return hash.digest('hex');
}

/** An error about files of a search. */
export function problem({ option }: PartWords, text: string): TanimarkError {
  return new TanimarkError('file', `${option}: ${text}`);
}
