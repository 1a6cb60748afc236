import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AbortedError, TanimarkError } from '../../errors.js';
import { makeFolder } from '../../folders.js';
import type { Job } from '../../job.js';
import { hiddenName } from '../../tables/outputs/target.js';
import type { FileRequest } from './fetch/request.js';
import { cacheLock, projectLock, recordedUrl, writeRecord } from './lock.js';
import { fileNameOf } from './registry.js';
import {
  checksumOf,
  type Expected,
  expectedOf,
  folderOf,
  PUBLISHED,
  standingOf,
  storedPath,
} from './store.js';
import type { NamedDataset } from './types.js';

/** The most bytes of a file whose size nobody has published: 256 MiB. */
const MOST_BYTES = 256 * 1024 ** 2;
/** After this long a file that was being written belongs to a run that was killed. */
const ABANDONED_MS = 3_600_000;
const UNFINISHED = /^\.tanimark-[0-9a-f]{16}\.tmp$/;

/** Where the file of a data set comes from. */
export interface FetchSource {
  /** A file that was downloaded by hand. */
  readonly from?: string | undefined;
  /** Address of a mirror, which has `<name>/<file>`. */
  readonly mirror?: string | undefined;
  /** Whether a recorded checksum is to be replaced. */
  readonly update?: boolean | undefined;
}

/** A file that is in the cache now. */
export interface FetchedFile {
  readonly dataset: NamedDataset;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** An address or a path; null where the file was there. */
  readonly source: string | null;
  readonly checked: 'published' | 'lock' | 'nothing';
  /** The lock file that has its checksum; null where the registry has it. */
  readonly lock: string | null;
}

/**
 * Brings the files of data sets into the cache: those that are there stay, the others are written to a temporary file,
 * checked, recorded in the lock files where the registry has no checksum, and renamed.
 *
 * @param datasets of one archive, or one alone
 * @throws TanimarkError (network, file), AbortedError
 */
export async function fetchFiles(
  datasets: readonly NamedDataset[],
  source: FetchSource,
  job: Job,
): Promise<FetchedFile[]> {
  const there = new Map<NamedDataset, FetchedFile>();
  for (const dataset of datasets) {
    const isFetched = source.from === undefined || dataset.bundled !== undefined;
    const found = isFetched ? await present(dataset, source) : undefined;
    if (found) there.set(dataset, found);
  }
  const wanted = datasets.filter((one) => !there.has(one)).map((one) => openPlace(one, source));
  const isInArchive = wanted.some(({ dataset }) => dataset.member !== undefined);
  const fetch = isInArchive && mirrorOf(source) === undefined ? fromArchive : oneByOne;
  try {
    const from = wanted.length === 0 ? [] : await fetch(wanted, source, job);
    for (const [i, place] of wanted.entries()) {
      there.set(place.dataset, await install(place, from[i], source));
    }
    return datasets.map((one) => there.get(one) as FetchedFile);
  } finally {
    for (const { temporary } of wanted) rmSync(temporary, { force: true });
  }
}

/** Where a data set is written. */
interface Place {
  readonly dataset: NamedDataset;
  readonly temporary: string;
  /** Its checksum, where that is known. */
  readonly expected: Expected | undefined;
}

/** Where a file came from. */
interface Origin {
  readonly source: string;
  /** Whether it is what the published checksum or size is of, or a member of that. */
  readonly isPublished: boolean;
}

function mirrorOf({ mirror, from }: FetchSource): string | undefined {
  return from === undefined ? mirror : undefined;
}

/** The file of a data set that is there and has the right checksum. */
async function present(
  dataset: NamedDataset,
  { update }: FetchSource,
): Promise<FetchedFile | undefined> {
  if (update && !isPinned(dataset)) return undefined;
  const standing = standingOf(dataset, true);
  if (standing.state === 'absent' || standing.state === 'damaged') return undefined;
  const { path, state } = standing;
  const sha256 = state === 'bundled' ? checksumOf(path) : (expectedOf(dataset) as Expected).sha256;
  const bytes = statSync(path).size;
  const lock = state === 'bundled' ? null : await record(dataset, { bytes, sha256 }, false);
  return { dataset, path, bytes, sha256, source: null, checked: lock ? 'lock' : 'published', lock };
}

/** Whether the registry has the checksum of the file itself. */
function isPinned({ sha256, member }: NamedDataset): boolean {
  return Boolean(sha256) && member === undefined;
}

/** Whether somebody has published the checksum of what the addresses give. */
function hasChecksum({ sha256, md5 }: NamedDataset): boolean {
  return Boolean(sha256 ?? md5);
}

function openPlace(dataset: NamedDataset, { update }: FetchSource): Place {
  const folder = folderOf(dataset);
  makeFolder(folder);
  removeAbandoned(folder);
  const expected = update && !isPinned(dataset) ? undefined : expectedOf(dataset);
  return { dataset, temporary: join(folder, hiddenName('tmp')), expected };
}

/** Removes what runs that were killed have left. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!UNFINISHED.test(name)) continue;
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > ABANDONED_MS) rmSync(path, { force: true });
  }
}

/** Each file from its own address, or from the file given. Where they came from, in the same order. */
async function oneByOne(
  places: readonly Place[],
  source: FetchSource,
  job: Job,
): Promise<Origin[]> {
  const from: Origin[] = [];
  for (const place of places) {
    const { dataset, temporary: to, expected } = place;
    const { from: given } = source;
    const mirror = mirrorOf(source);
    const urls = mirror === undefined ? (dataset.urls ?? []) : [mirrored(mirror, dataset)];
    const isFile = dataset.member !== undefined;
    const request = requestOf(dataset, urls, to, expected, isFile);
    const found = await explained(expected, () => taken(request, given, job));
    from.push({ source: found, isPublished: !isFile && hasChecksum(dataset) });
  }
  return from;
}

/** Takes the file that is given, else that of the first `file:` address that has it, else that of the network. */
async function taken(request: FileRequest, given: string | undefined, job: Job): Promise<string> {
  const local = request.urls.filter((url) => url.startsWith('file:'));
  const remote = request.urls.filter((url) => !local.includes(url));
  if (given !== undefined || local.length > 0) {
    const { copyFileUrl, takeFile } = await import('./fetch/take-file.js');
    if (given !== undefined) {
      await takeFile(given, request, job);
      return given;
    }
    for (const [i, url] of local.entries()) {
      try {
        await copyFileUrl(url, request, job);
        return url;
      } catch (error) {
        const isOurs = error instanceof TanimarkError && !(error instanceof AbortedError);
        if (!isOurs || (remote.length === 0 && i === local.length - 1)) throw error;
      }
    }
  }
  const { download } = await import('./fetch/download.js');
  return (await download({ ...request, urls: remote }, job)).url;
}

/** All members that are wanted of one archive, which is fetched once. */
async function fromArchive(
  places: readonly Place[],
  { from: given }: FetchSource,
  job: Job,
): Promise<Origin[]> {
  const [{ dataset }] = places;
  // By hand the member itself may be what one has.
  if (given !== undefined && basename(given) === basename(dataset.member ?? '')) {
    return oneByOne(places, { from: given }, job);
  }
  const { extractMembers } = await import('./fetch/archive.js');
  const archive = join(folderOf(dataset), hiddenName('tmp'));
  try {
    const request = requestOf(dataset, dataset.urls ?? [], archive, undefined, false);
    const source = await taken(request, given, job);
    const members = places.map((one) => [one.dataset.member ?? '', one.temporary] as const);
    const maxBytes = Math.max(MOST_BYTES, ...places.map((one) => one.dataset.max_bytes ?? 0));
    await extractMembers(archive, new Map(members), { maxBytes, job });
    return places.map((one) => ({ source, isPublished: hasChecksum(one.dataset) }));
  } finally {
    rmSync(archive, { force: true });
  }
}

/**
 * What is known of a file that is to come.
 *
 * @param isFile whether it is a file of an archive, of which what is published of the archive is not true
 */
function requestOf(
  dataset: NamedDataset,
  urls: readonly string[],
  to: string,
  expected: Expected | undefined,
  isFile: boolean,
): FileRequest {
  const { bytes = null, max_bytes: maxBytes = MOST_BYTES, sha256 = null, md5 = null } = dataset;
  const name = `dataset:${dataset.name}`;
  const known = isFile ? { bytes: null, md5: null } : { bytes, md5 };
  const checksum = expected?.sha256 ?? (isFile ? null : sha256);
  return { name, urls, maxBytes, sha256: checksum, to, ...known };
}

/** The address of a data set's file in a mirror. */
function mirrored(mirror: string, dataset: NamedDataset): string {
  const path = [dataset.name, fileNameOf(dataset)].map(encodeURIComponent).join('/');
  return `${mirror.replace(/\/+$/, '')}/${path}`;
}

/** Says where the checksum is from that a file does not have. */
async function explained<T>(expected: Expected | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOther = expected === undefined || expected.from === PUBLISHED;
    if (!(error instanceof TanimarkError) || error instanceof AbortedError || isOther) throw error;
    if (!error.message.includes(expected.sha256)) throw error;
    throw new TanimarkError(
      error.code,
      `${error.message}; the expected one is recorded in ${expected.from}; if its publisher has replaced the file, take the new one with --update`,
      { cause: error },
    );
  }
}

/** Records a file, and puts it in its place. */
async function install(
  { dataset, temporary, expected }: Place,
  { source, isPublished }: Origin,
  { update = false }: FetchSource,
): Promise<FetchedFile> {
  const sha256 = checksumOf(temporary);
  if (expected && expected.sha256 !== sha256) {
    throw new TanimarkError(
      'file',
      `dataset:${dataset.name}: its SHA-256 is ${sha256}, and ${expected.from} has ${expected.sha256}; if its publisher has replaced the file, take the new one with --update`,
    );
  }
  const bytes = statSync(temporary).size;
  const lock = isPinned(dataset) ? null : await record(dataset, { bytes, sha256 }, update);
  const path = storedPath(dataset, sha256);
  makeFolder(dirname(path));
  renameSync(temporary, path);
  const checked = isPublished ? 'published' : expected ? 'lock' : 'nothing';
  return { dataset, path, bytes, sha256, source, checked, lock };
}

/** Records a file in the lock file of the cache, and in that of the project if it has one; the one that decides. */
async function record(
  dataset: NamedDataset,
  file: { readonly bytes: number; readonly sha256: string },
  replace: boolean,
): Promise<string | null> {
  if (isPinned(dataset)) return null;
  const project = projectLock();
  const locks = [...(project ? [project] : []), cacheLock()];
  const entry = { url: recordedUrl(dataset), ...file };
  for (const [i, path] of locks.entries()) {
    // Another project may have another version.
    const replaces = replace || (project !== undefined && i > 0);
    await writeRecord(path, dataset.name, entry, replaces);
  }
  return locks[0];
}
