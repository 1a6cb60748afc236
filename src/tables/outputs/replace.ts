import { lstatSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import {
  beginReplacing,
  endReplacing,
  type FilesByFolder,
  hasJournal,
  takeOff,
} from './journal.js';
import { attempt, hiddenName, writeError } from './target.js';

/** A complete new file, and the place of it. */
export interface Replacement {
  /** As the user calls it. */
  readonly path: string;
  /** Symbolic links followed. */
  readonly place: string;
  /** Where it is now, in the same folder. */
  readonly temporary: string;
}

/** How long a journal stays the same before its run counts as killed, in milliseconds. */
const PATIENCE_MS = 5000;
/** After this long a temporary file belongs to a run that was killed. */
const ABANDONED_MS = 24 * 3600 * 1000;
const LEFT_OVER = /^\.tanimark-[0-9a-f]{16}\.(?:tmp|old)$/;

/**
 * Puts new files in their places, all of them or none.
 *
 * Earlier files are moved away first, the last one of the list before the others, and the new ones are moved in then,
 * the last one of the list after the others: at no moment do an earlier and a new file lie side by side. After an
 * error the earlier files are put back. A run that is killed in between leaves journals, because of which the files
 * are not read ({@link refuseHalfReplaced}); runs that replace the same files at the same time wait for each other.
 *
 * @param patience how long a journal stays the same before its run counts as killed, in milliseconds
 * @throws TanimarkError (file); AbortedError while it waits for another run
 */
export async function replaceFiles(
  files: readonly Replacement[],
  job: Job,
  patience = PATIENCE_MS,
): Promise<void> {
  const folders = byFolder(files);
  if (files.length === 1) {
    const [{ path, place, temporary }] = files;
    attempt(path, () => renameSync(temporary, place));
    attempt(path, () => takeOff(folders));
  } else if (files.length > 1) {
    await replaceTogether(files, folders, job, patience);
  }
  for (const folder of folders.keys()) removeLeftOvers(folder);
}

async function replaceTogether(
  files: readonly Replacement[],
  folders: FilesByFolder,
  job: Job,
  patience: number,
): Promise<void> {
  const [{ path }] = files;
  try {
    await beginReplacing(folders, patience, job);
  } catch (error) {
    throw writeError(path, error);
  }
  let earlier: string[];
  try {
    earlier = moveAll(files);
  } catch (error) {
    // Where earlier files could not be put back, the journals stay.
    if (!(error instanceof MixedError)) attempt(path, () => endReplacing(folders.keys()));
    throw error;
  }
  attempt(path, () => {
    try {
      takeOff(folders);
    } finally {
      endReplacing(folders.keys());
    }
  });
  for (const old of earlier) removeQuietly(old);
}

/** Earlier files that could neither be replaced nor be put back. */
class MixedError extends TanimarkError {}

/** @returns where the earlier files are now */
function moveAll(files: readonly Replacement[]): string[] {
  const earlier: string[] = [];
  const undo: (() => void)[] = [];
  const move = (path: string, from: string, to: string) => {
    attempt(path, () => renameSync(from, to));
    undo.push(() => renameSync(to, from));
  };
  try {
    for (const { path, place } of files.toReversed()) {
      if (!attempt(path, () => lstatSync(place, { throwIfNoEntry: false }))) continue;
      const old = join(dirname(place), hiddenName('old'));
      move(path, place, old);
      earlier.push(old);
    }
    for (const { path, place, temporary } of files) move(path, temporary, place);
    return earlier;
  } catch (error) {
    const failed = undo.toReversed().filter((step) => !succeeds(step));
    if (failed.length === 0) throw error;
    const { message } = error as Error;
    throw new MixedError(
      'file',
      `${message}. Earlier files could not be put back; they are beside it, as .tanimark-….old`,
      { cause: error },
    );
  }
}

/** Folders by one name each, however the paths of the files spell them. */
function byFolder(files: readonly Replacement[]): FilesByFolder {
  const folders = new Map<string, string[]>();
  for (const { path, place } of files) {
    const folder = attempt(path, () => realpathSync(dirname(place)));
    folders.set(folder, [...(folders.get(folder) ?? []), basename(place)]);
  }
  return folders;
}

/** Removes what runs that were killed have left in a folder, unless a journal says that it may be needed. */
function removeLeftOvers(folder: string): void {
  let old: string[];
  try {
    old = readdirSync(folder).filter((name) => LEFT_OVER.test(name));
  } catch {
    return;
  }
  // After the look at the folder: what a run moves away later is not among them.
  if (old.length === 0 || hasJournal(folder)) return;
  for (const name of old) {
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    // A file that was moved away may be old itself; the time of its last change is that of the move.
    const changed = stats?.isFile() ? Math.max(stats.mtimeMs, stats.ctimeMs) : Date.now();
    if (Date.now() - changed > ABANDONED_MS) removeQuietly(path);
  }
}

function removeQuietly(path: string): void {
  succeeds(() => rmSync(path, { force: true }));
}

function succeeds(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}
