import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../folders.js';
import { isRecord } from '../record.js';
import { attempt } from '../tables/outputs/target.js';
import { killGroup, startOf } from './process-tree.js';

export type Kept = 'cells' | 'splits';

/** Name of the file that says whose a folder in the making is. */
const OWNER = 'owner.json';
/** Name of the file that describes a finished folder. */
const MANIFEST = 'manifest.json';
const UNFINISHED = '.making-';
/** Milliseconds in which a folder that was begun has an owner. */
const MOMENT = 60_000;

/** The process that makes a folder, and the group of the command that it runs. */
interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly start: string | null;
  readonly group?: { readonly pid: number; readonly start: string | null };
}

/**
 * The folder of a benchmark: `splits/<id>/` and `cells/<id>/`. A folder is made under another name and renamed once it is
 * whole, so what has its name is finished, whenever a run was killed.
 */
export class BenchStore {
  constructor(readonly folder: string) {}

  /** Where a finished folder is. */
  place(kind: Kept, id: string): string {
    return join(this.folder, kind, id);
  }

  /** What a finished folder says of itself; null where there is none. */
  manifest(kind: Kept, id: string): Readonly<Record<string, unknown>> | null {
    return this.read(kind, id, MANIFEST);
  }

  /** A JSON file of a finished folder; null where it is missing or is no such file. */
  read(kind: Kept, id: string, name: string): Readonly<Record<string, unknown>> | null {
    try {
      const value: unknown = JSON.parse(readFileSync(join(this.place(kind, id), name), 'utf8'));
      return isRecord(value) ? value : null;
    } catch {
      return null;
    }
  }

  /** Begins a folder. @throws TanimarkError (file) */
  begin(kind: Kept, id: string): Making {
    const name = `${UNFINISHED}${id}-${randomBytes(4).toString('hex')}`;
    const folder = join(this.folder, kind, name);
    return attempt(folder, () => {
      makeFolder(join(this.folder, kind));
      mkdirSync(folder);
      return new Making(folder, this.place(kind, id));
    });
  }

  /** Removes what killed runs on this machine have left, and ends the commands that they were running. */
  sweep(): void {
    for (const kind of ['cells', 'splits']) {
      const parent = join(this.folder, kind);
      if (!existsSync(parent)) continue;
      for (const name of readdirSync(parent)) {
        if (!name.startsWith(UNFINISHED)) continue;
        const folder = join(parent, name);
        const owner = ownerOf(folder);
        if (owner ? isAlive(owner) : isYoung(folder)) continue;
        const { group } = owner ?? {};
        if (group && group.start !== null && startOf(group.pid) === group.start) {
          killGroup(group.pid, 'SIGKILL');
        }
        attempt(folder, () => rmSync(folder, { recursive: true, force: true }));
      }
    }
  }
}

/** A folder in the making. */
export class Making {
  private owner: Owner = {
    host: hostname(),
    pid: process.pid,
    start: startOf(process.pid),
  };

  constructor(
    readonly folder: string,
    private readonly final: string,
  ) {
    this.note();
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    attempt(this.at(name), () => writeFileSync(this.at(name), text));
  }

  /** Remembers the group of processes of its command, so that a later run can end it. */
  runs(pid: number): void {
    this.owner = { ...this.owner, group: { pid, start: startOf(pid) } };
    this.note();
  }

  /** Puts it in its place. What another run has put there meanwhile stays, unless it is to be replaced. */
  finish(manifest: object, replace: boolean): void {
    this.write(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
    attempt(this.final, () => {
      rmSync(this.at(OWNER), { force: true });
      if (replace && existsSync(this.final)) {
        // Removed by its hidden name, so that a kill leaves either a whole folder or none.
        const old = `${this.folder}-old`;
        moveAway(this.final, old);
        rename(this.folder, this.final);
        rmSync(old, { recursive: true, force: true });
      } else rename(this.folder, this.final);
    });
    this.discard();
  }

  /** Removes it, if it is not in its place. */
  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private note(): void {
    this.write(OWNER, JSON.stringify(this.owner));
  }
}

/** Renames a folder, unless another run has done so a moment ago. */
function moveAway(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Renames a folder unless another one has its name by now, as where two runs make the same. */
function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code ?? '') || !existsSync(to)) throw error;
  }
}

/** Null where it is not known, as in the moment before it is written. */
function ownerOf(folder: string): Owner | null {
  try {
    return JSON.parse(readFileSync(join(folder, OWNER), 'utf8')) as Owner;
  } catch {
    return null;
  }
}

/** Whether a folder without an owner may be one that another run is just beginning. */
function isYoung(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs < MOMENT;
}

function isAlive({ host, pid, start }: Owner): boolean {
  // Another machine's processes cannot be seen from here.
  if (host !== hostname()) return true;
  const own = startOf(pid);
  if (own !== null || start !== null) return own === start;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What a benchmark writes into its folder. */
const OURS = [
  ...['cells', 'splits', 'results.json'],
  ...['Makefile', 'Snakefile', 'slurm.sh', 'slurm', 'main.nf', 'nextflow.config'],
];

/** Whether a folder has something in it that is not a benchmark's. */
export function isForeign(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats) return false;
  if (!stats.isDirectory()) return true;
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return names.length > 0 && !names.some((name) => OURS.includes(name));
}
