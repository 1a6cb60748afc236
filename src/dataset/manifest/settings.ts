import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { relocatedSpec } from '../../chemistry/own-fingerprints/spec.js';
import { TanimarkError } from '../../errors.js';
import { checkRead } from '../../file-guard.js';
import { besideManifest } from '../../folders.js';
import { optionValue } from '../../spelling.js';
import type { Table } from '../../tables/table.js';
import { relocatedPairs } from '../pairs/files.js';
import { type KnownTable, tableDifference } from './known-table.js';
import { manifestPath } from './path.js';
import { type SplitSettings, settingsIn } from './recorded.js';

/** How a split was made, as its manifest says. */
export interface MadeBy {
  readonly method: string;
  /** The column whose groups were kept whole. */
  readonly group?: string | undefined;
}

/** A file that is not the one its manifest was written for. */
export interface ChangedSplit {
  readonly file: string;
  readonly manifest: string;
  /** In words, such as `column "y" differs`. */
  readonly difference: string;
  /** Settings of the manifest that no longer apply; `resample` is what the method would make the default. */
  readonly settings: SplitSettings & { readonly resample?: string };
  readonly made?: MadeBy | undefined;
}

/** Settings in the manifest beside a split. */
export interface FromManifest {
  readonly settings: SplitSettings;
  /** Null unless the split has changed since; there are no settings then. */
  readonly changed: ChangedSplit | null;
  /** Test molecules (or pairs) that were requested in each bin of `settings.bins`; only of an unchanged split whose method takes such a request. */
  readonly requested?: readonly number[];
  /** Of an unchanged split that tanimark made. */
  readonly made?: MadeBy;
}

interface Request {
  readonly similarity?: { readonly requested?: unknown } | null;
}

interface Manifest extends Request {
  readonly command?: unknown;
  readonly method?: unknown;
  readonly parameters?: Record<string, unknown>;
  /** Columns of the outputs that have other names, or other labels, than those of the input. */
  readonly written?: Record<string, unknown>;
  readonly input?: KnownTable | null;
  /** Of several splits: their parameters, in the order of the outputs. */
  readonly splits?: (Request & {
    readonly method?: unknown;
    readonly parameters?: Record<string, unknown>;
  })[];
  readonly outputs?: readonly (KnownTable & { readonly path?: unknown })[];
}

/**
 * The settings with which a split was made, from the manifest beside its file, or beside the folder
 * that its files are in. Files whose cells have changed since are another split: the manifest no longer speaks for them.
 *
 * @param files of one split: its table, or its train and test tables
 */
export async function settingsOfSplit(files: readonly string[]): Promise<FromManifest> {
  const { input: _, ...made } = await manifestOf(files);
  return made;
}

/** The table that was split, as the manifest beside a file knows it; null where that is not known, or the file has changed. */
export async function inputOfSplit(file: string): Promise<KnownTable | null> {
  return (await manifestOf([file])).input;
}

async function manifestOf(
  files: readonly string[],
): Promise<FromManifest & { readonly input: KnownTable | null }> {
  const nothing = { settings: {}, changed: null, input: null };
  if (files.length === 0 || files.includes('-')) return nothing;
  for (const path of manifestPlaces(files)) {
    const found = readManifest(path, files);
    if (!found) continue;
    const { settings, known, input, requested, made } = found;
    for (const [i, file] of files.entries()) {
      const difference = await tableDifference(file, known[i], 'rounded');
      if (difference === null) continue;
      const changed = { file, manifest: path, difference, settings, made };
      return { settings: {}, changed, input: null };
    }
    return {
      settings,
      changed: null,
      input,
      ...(requested && { requested }),
      ...(made && { made }),
    };
  }
  return nothing;
}

/** Where the manifest of a split's files may be, the likeliest first. */
export function manifestPlaces(files: readonly string[]): string[] {
  const own = files.length === 1 ? [...new Set([files[0], uncompressed(files[0])])] : [];
  return [...own, dirname(files[0])].map(manifestPath);
}

/** Whether a split that tanimark wrote has been parted from its manifest, so that nobody knows how it was made. */
export function isWithoutManifest({ path, columns }: Pick<Table, 'path' | 'columns'>): boolean {
  const isOurs = ['split', 'max_similarity', 'nearest_train'].every((c) => columns.includes(c));
  return isOurs && path !== '-' && !manifestPlaces([path]).some((place) => existsSync(place));
}

/** The note on such a split. @param used what is used instead of its settings, such as `default bins are` */
export function withoutManifestNote({ path }: Pick<Table, 'path'>, used: string): string {
  return `${path} has no manifest beside it (${manifestPath(path)}), which says how the split was made: ${used} used; keep both files together`;
}

/** A file's name before it was compressed. */
function uncompressed(file: string): string {
  return file.replace(/\.gz$/i, '');
}

/** The manifest of the given files; undefined if there is none, or if it belongs to other files. */
function readManifest(
  path: string,
  files: readonly string[],
):
  | {
      settings: SplitSettings;
      known: KnownTable[];
      input: KnownTable | null;
      requested: number[] | undefined;
      made: MadeBy | undefined;
    }
  | undefined {
  checkRead(path);
  try {
    const manifest: Manifest = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    const { outputs, splits } = manifest;
    if (!Array.isArray(outputs) || !String(manifest.command).startsWith('split')) return undefined;
    // A file and its manifest may have been renamed together.
    const alone = outputs.length === 1 && path !== manifestPath(dirname(files[0]));
    const places = files.map((file) => {
      const names = [basename(file), uncompressed(basename(file))];
      return alone ? 0 : outputs.findIndex((o) => names.includes(String(o.path)));
    });
    if (places.includes(-1)) return undefined;
    const split = splits ? splits[places[0]] : manifest;
    const parameters = split?.parameters;
    const requested = split?.similarity?.requested;
    const method = split?.method ?? manifest.method;
    const group = parameters?.group;
    const settings = settingsIn(asWritten(parameters ?? {}, manifest.written));
    const { fingerprint } = settings;
    const now = (file: string) => besideManifest(file, dirname(path));
    const here = fingerprint && { fingerprint: relocatedSpec(fingerprint, now) };
    return {
      settings: relocatedPairs({ ...settings, ...here }, now),
      known: places.map((p) => outputs[p]),
      input: typeof manifest.input?.sha256 === 'string' ? manifest.input : null,
      requested: Array.isArray(requested) ? requested.map(Number) : undefined,
      made:
        typeof method === 'string'
          ? { method, group: typeof group === 'string' ? group : undefined }
          : undefined,
    };
  } catch {
    // No manifest, or none of ours: the files speak for themselves.
    return undefined;
  }
}

/** Parameters of a split for those who read its outputs, where these have columns of their own. */
function asWritten(
  parameters: Record<string, unknown>,
  written: Record<string, unknown> | undefined,
): Record<string, unknown> {
  if (!written) return parameters;
  // Structures and labels are written as they were understood.
  const { positive: _, censored: __, multiple: ___, ...rest } = parameters;
  return { ...rest, ...written };
}

/** The change, in words: `split.csv has changed since the split was made: column "y" differs`. */
export function changeOf({ file, manifest, difference }: ChangedSplit): string {
  return `${file} has changed since the split was made: ${difference} (${manifest} holds its checksums)`;
}

/** The command that describes a changed split as it is now. */
export function describeAgain({ manifest }: ChangedSplit): string {
  return `tanimark verify --describe ${manifest.replace(/\.manifest\.json$/, '')} --force`;
}

/** Warnings for a changed split that is read without its settings; none for an unchanged one. */
export function changedSplitWarnings(changed: ChangedSplit | null): string[] {
  if (!changed) return [];
  const lost = Object.entries(changed.settings).map(([name, value]) => optionValue(name, value));
  const unused =
    lost.length === 0 ? '' : ` Its settings are not used; to use them, give ${lost.join(' ')}.`;
  return [
    `${changeOf(changed)}.${unused} Restore the file; if the change was meant: ${describeAgain(changed)}`,
  ];
}

/** An error of reading a changed split, with what may be its cause: settings that are not used any more. */
export function changedSplitError(error: unknown, changed: ChangedSplit | null): unknown {
  if (!changed || !(error instanceof TanimarkError) || error.code === 'aborted') return error;
  const [warning] = changedSplitWarnings(changed);
  return new TanimarkError(error.code, `${error.message}; ${warning}`, { cause: error });
}
