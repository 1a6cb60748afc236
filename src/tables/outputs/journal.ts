import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { hiddenName, outputTarget } from './target.js';

/*
 * The journal of a folder is a file that names the files which are being replaced together. It is there from before
 * the first of them is touched until after the last is in its place, and it is made exclusively, so that it is a lock
 * as well. A run that is killed in between leaves it: tables that it names are not read, because they may be of
 * different runs. The next run that writes into the folder sets it aside under another name, and removes that as
 * soon as it has replaced all files that are named in it.
 */

/** The journal of the run that replaces files at this moment. */
const JOURNAL = '.tanimark.pending';
/** That, and those of runs that were killed. */
const JOURNALS = /^\.tanimark(?:-[0-9a-f]{16})?\.pending$/;
/** Longer journals are none of ours. */
const MAX_BYTES = 1 << 22;
/** Between looks at a journal of another run, in milliseconds. */
const LOOK_MS = 20;
/** How long a table that is being replaced is waited for, in milliseconds. */
const READER_MS = 1000;

/** Files by their folder; names only. */
export type FilesByFolder = ReadonlyMap<string, readonly string[]>;

/**
 * Begins to replace files: waits for other runs that do so in the same folders. A journal that stays the same for
 * longer than `patience` is that of a run that was killed.
 *
 * @param patience in milliseconds; replacing takes a few
 * @throws NodeJS.ErrnoException where a folder cannot be written; AbortedError
 */
export async function beginReplacing(
  files: FilesByFolder,
  patience: number,
  job: Job,
): Promise<void> {
  let known: { folder: string; text: string | undefined; since: number } | undefined;
  for (;;) {
    const taken = takeAll(files);
    if (taken === undefined) return;
    const text = readText(join(taken, JOURNAL));
    if (known?.folder !== taken || known.text !== text) {
      known = { folder: taken, text, since: performance.now() };
    } else if (performance.now() - known.since > patience) {
      setAside(taken);
      known = undefined;
    }
    await pause(LOOK_MS);
    job.check();
  }
}

/** Makes the journals of all folders, or none; returns the first folder that has one of another run. */
function takeAll(files: FilesByFolder): string | undefined {
  const made: string[] = [];
  try {
    for (const [folder, names] of files) {
      if (!take(folder, names)) {
        endReplacing(made);
        return folder;
      }
      made.push(folder);
    }
    return undefined;
  } catch (error) {
    endReplacing(made);
    throw error;
  }
}

function take(folder: string, names: readonly string[]): boolean {
  const path = join(folder, JOURNAL);
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    // The number makes journals of two runs with the same files different.
    writeFileSync(file, JSON.stringify({ run: hiddenName('tmp'), files: names }));
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
}

/** Keeps the journal of a run that was killed, under a name of its own. */
function setAside(folder: string): void {
  try {
    renameSync(join(folder, JOURNAL), join(folder, hiddenName('pending')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Removes the journals of folders. @throws NodeJS.ErrnoException */
export function endReplacing(folders: Iterable<string>): void {
  for (const folder of folders) rmSync(join(folder, JOURNAL), { force: true });
}

/** Takes files that are whole again off the journals of runs that were killed, and removes those that name no others. */
export function takeOff(files: FilesByFolder): void {
  for (const [folder, names] of files) {
    for (const journal of journalsIn(folder).filter((name) => name !== JOURNAL)) {
      const path = join(folder, journal);
      const left = namesIn(path).filter(
        (name) => !names.includes(name) && exists(join(folder, name)),
      );
      if (left.length > 0) {
        const text = JSON.stringify({ run: hiddenName('tmp'), files: left });
        writeFileSync(join(folder, hiddenName('pending')), text, { flag: 'wx' });
      }
      rmSync(path, { force: true });
    }
  }
}

/** Whether any journal lies in a folder. */
export function hasJournal(folder: string): boolean {
  return journalsIn(folder).length > 0;
}

/**
 * Refuses a file that may be of another run than those beside it, because a run was killed while it replaced them.
 *
 * @param path of a table, or of a folder of tables
 * @throws TanimarkError (file)
 */
export async function refuseHalfReplaced(path: string): Promise<void> {
  const start = performance.now();
  while (isHalfReplaced(path)) {
    if (performance.now() - start > READER_MS) {
      throw new TanimarkError(
        'file',
        `${path} is incomplete: the run that replaced it was ended between two of its files; write it again with the same command`,
      );
    }
    await pause(LOOK_MS);
  }
}

function isHalfReplaced(path: string): boolean {
  let place: string;
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      return journalsIn(path).some((name) => namesIn(join(path, name)).length > 0);
    }
    const target = outputTarget(path);
    if (target.kind !== 'file') return false;
    place = resolve(target.path);
  } catch {
    // It cannot be read either, and that is said elsewhere.
    return false;
  }
  const folder = dirname(place);
  return journalsIn(folder).some((name) => namesIn(join(folder, name)).includes(basename(place)));
}

function journalsIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => JOURNALS.test(name));
  } catch {
    return [];
  }
}

/** The files that a journal names; none where it is empty, because nothing has been touched then. */
function namesIn(journal: string): string[] {
  try {
    const { files } = JSON.parse(readText(journal) ?? '');
    return Array.isArray(files) ? files.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

/** The text of a journal; undefined where it is gone, or no regular file. */
function readText(path: string): string | undefined {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  try {
    const file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    try {
      const bytes = Buffer.alloc(MAX_BYTES);
      return bytes.toString('utf8', 0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
