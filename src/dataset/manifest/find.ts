import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { TanimarkError } from '../../errors.js';
import { checkRead } from '../../file-guard.js';
import { isDirectory } from '../../folders.js';
import { withoutEnding } from '../../tables/formats/registry.js';
import { SUBSET_FILES } from '../../tables/subsets.js';
import { printable } from '../../text.js';
import { manifestPath } from './path.js';

const MANIFEST = '.manifest.json';

const cells = z.object({
  rows: z.number(),
  columns: z.array(
    z.object({ name: z.string(), sha256: z.string(), rounded: z.string().optional() }),
  ),
  sha256: z.string(),
});
const file = z.object({ path: z.string(), sha256: z.string(), cells: cells.optional() });
const counts = z.object({
  train: z.number(),
  valid: z.number(),
  test: z.number(),
  discarded: z.number(),
  invalid: z.number(),
});
const histogram = z.array(z.number());
const part = z.object({
  sizes: counts,
  records: counts,
  similarity: z.object({
    bins: z.array(z.string()),
    achieved: histogram,
    valid: z.object({ achieved: histogram }).nullable(),
    with_valid: histogram.nullable(),
  }),
});
const how = {
  method: z.string(),
  seed: z.number().nullable(),
  parameters: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
};
const every = {
  manifest: z.literal(1),
  version: z.string(),
  rdkit: z.string(),
  sources: z.array(file).optional(),
  outputs: z.array(file).min(1),
};
const split = z.object({
  ...every,
  command: z.literal('split'),
  ...how,
  input: file.nullable(),
  ...part.shape,
  part: z.string().optional(),
  /** Of another tool, in which its files are. */
  format: z.string().optional(),
  folds: z.array(part).nullable(),
  repeats: z.array(part).nullable(),
});
const series = z.object({
  ...every,
  command: z.enum(['split-compare', 'split-sweep']),
  input: file,
  bins: z.array(z.string()),
  splits: z.array(
    z.object({
      ...how,
      name: z.string(),
      sizes: counts,
      similarity: z.object({ achieved: histogram }),
    }),
  ),
});

export type KnownFile = z.output<typeof file>;
export type SplitManifest = z.output<typeof split>;
export type SeriesManifest = z.output<typeof series>;

/** A manifest that was read, and where its files are. */
export interface FoundManifest {
  readonly path: string;
  readonly content: SplitManifest | SeriesManifest;
  /** Everything in it, as it stands. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** The tables, in the order of its outputs. */
  readonly files: readonly string[];
}

export function isSeries(content: FoundManifest['content']): content is SeriesManifest {
  return content.command !== 'split';
}

/**
 * The manifest of a split, by its own name or by that of a file or folder it describes.
 *
 * @throws TanimarkError (file) when there is none, or it is not one of a split
 */
export function findManifest(given: string): FoundManifest {
  if (given === '-') {
    throw new TanimarkError(
      'usage',
      '-: standard input has no manifest; name the file of the split',
    );
  }
  // Repeats have a manifest for all of them, and no file of its name.
  if (!existsSync(given) && !existsSync(manifestPath(given))) {
    throw new TanimarkError('file', `${given} does not exist; check the path`);
  }
  if (/\.json$/i.test(given) && !existsSync(manifestPath(given))) return readManifest(given);
  const plain = given.replace(/\.gz$/i, '');
  const places = [given, plain, ...(isDirectory(given) ? [] : [dirname(given)])].map(manifestPath);
  for (const path of new Set(places)) {
    if (!existsSync(path)) continue;
    const found = readManifest(path);
    const beside = path !== manifestPath(dirname(given));
    if (beside || found.files.some((f) => basename(f) === basename(plain))) return found;
  }
  throw new TanimarkError(
    'file',
    `${given}: no manifest (${places[0]} does not exist); if tanimark made the split, put its manifest there; for a split of another tool, write one with: tanimark verify --describe ${given}`,
  );
}

function readManifest(path: string): FoundManifest {
  const wrong = (what: string) => new TanimarkError('file', `${path}: ${what}`);
  checkRead(path);
  let raw: Record<string, unknown>;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw wrong(
      code === undefined
        ? 'not a JSON file; name the manifest of a split, such as split.csv.manifest.json'
        : `it cannot be read (${code})`,
    );
  }
  if (raw?.command === 'neighbors') {
    throw wrong('this is the manifest of a neighbor search; only splits can be verified');
  }
  const read = (raw?.command === 'split' ? split : series).safeParse(raw);
  if (!read.success) {
    const { path: at, message } = read.error.issues[0];
    throw wrong(
      `not a valid manifest of a split (${printable(`${at.join('.') || 'at the top'}: ${message}`, 120)}); restore it, or make the split again`,
    );
  }
  return { path, content: read.data, raw, files: filesOf(path, read.data) };
}

/** Where the tables of a manifest are: beside it, in the folder of its name, or, for one that was renamed with it, under its name. */
function filesOf(path: string, { outputs }: FoundManifest['content']): string[] {
  const subject = path.endsWith(MANIFEST) ? path.slice(0, -MANIFEST.length) : path;
  const inFolder = isDirectory(subject);
  if (!inFolder && outputs.length === 1 && present(subject) && path !== subject) {
    return [present(subject) as string];
  }
  const base = inFolder ? subject : dirname(path);
  return outputs.map((output) => {
    const own = join(base, output.path);
    return present(own) ?? own;
  });
}

/** A file, or the compressed form of it; undefined where there is neither. */
function present(path: string): string | undefined {
  return [path, `${path}.gz`].find((name) => existsSync(name) && !isDirectory(name));
}

/** Whether tables are those of a folder: `train.csv`, `test.csv` and so on. */
export function areSubsetFiles(files: readonly { readonly path: string }[]): boolean {
  return files.length > 1 && files.every(({ path }) => subsetOfFile(path) !== undefined);
}

/** The subset that a file of a folder is called after. */
export function subsetOfFile(path: string): (typeof SUBSET_FILES)[number] | undefined {
  return SUBSET_FILES.find((name) => withoutEnding(basename(path)) === name);
}
