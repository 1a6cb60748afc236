import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { makeFolder } from '../../folders.js';
import { optionValue } from '../../spelling.js';
import { VERSION } from '../../version.js';
import type { Description } from '../describe.js';
import type { Fingerprint } from '../fingerprint.js';
import { CACHE_FORMAT, decodeEntry, type EntryHeader, encodeEntry, readHead } from './entry.js';
import { requireCacheFolder } from './folder.js';

/** The most bytes that the cache holds: 2 GiB. The entries that were not used for the longest time go first. */
export const CACHE_LIMIT = 2 * 1024 ** 3;

/** An entry, for showing. */
export interface CacheEntry {
  readonly file: string;
  readonly bytes: number;
  /** When it was last written or read. */
  readonly used: Date;
  /** Number of distinct SMILES; this and what follows is null where the file is damaged. */
  readonly structures: number | null;
  readonly fingerprint: string | null;
  readonly scaffolds: boolean | null;
}

/** What a description depends on. */
export interface CacheRequest {
  readonly smiles: readonly string[];
  readonly fingerprint: Fingerprint;
  readonly scaffolds: boolean;
  /** Checksum of the RDKit in use. */
  readonly rdkit: string;
}

const ENTRY = /^[0-9a-f]{64}(?:\.scaffolds)?\.tanimark$/;
const UNFINISHED = /^[0-9a-f]{64}(?:\.scaffolds)?\.tanimark\.[0-9a-f]+\.tmp$/;
/** After this long a file that was being written belongs to a run that was killed. */
const ABANDONED_MS = 3_600_000;

/**
 * What RDKit says of whole lists of structures, kept on disk from run to run. It never changes a result, and
 * no trouble with it ends a run: what cannot be read is made again, what cannot be written is left, and both
 * are said in `notes`.
 */
export class StructureCache {
  /** What went wrong, a line each, for the user. */
  readonly notes: string[] = [];

  /**
   * @param folder need not exist
   * @param limit in bytes
   */
  constructor(
    readonly folder: string = requireCacheFolder(),
    readonly limit: number = CACHE_LIMIT,
  ) {}

  /** A description made earlier; one with scaffolds serves where none are wanted. */
  find(request: CacheRequest): { description: Description; rdkit: string } | undefined {
    const key = keyOf(request);
    const names = [fileName(key, true), ...(request.scaffolds ? [] : [fileName(key, false)])];
    for (const name of names) {
      const path = join(this.folder, name);
      let bytes: Buffer;
      try {
        bytes = readFileSync(path);
      } catch {
        continue;
      }
      try {
        const { header, description } = decodeEntry(bytes, request.fingerprint.words);
        if (header.key !== key || header.format !== CACHE_FORMAT) {
          throw new Error('it belongs to something else');
        }
        this.touch(path);
        const { scaffolds } = description;
        return {
          description: { ...description, scaffolds: request.scaffolds ? scaffolds : undefined },
          rdkit: header.rdkit,
        };
      } catch (error) {
        this.notes.push(
          `${path} cannot be used (${(error as Error).message}); removed, its molecules are read again`,
        );
        this.remove(path);
      }
    }
    return undefined;
  }

  /** @param rdkit RDKit's version, as it gives it */
  store(request: CacheRequest, description: Description, rdkit: string): void {
    const key = keyOf(request);
    const header: EntryHeader = {
      format: CACHE_FORMAT,
      key,
      rdkit,
      fingerprint: request.fingerprint.spec,
      structures: request.smiles.length,
      scaffolds: request.scaffolds,
    };
    const parts = encodeEntry(header, description, request.fingerprint.words);
    if (parts.reduce((sum, part) => sum + part.length, 0) > this.limit) return;
    const path = join(this.folder, fileName(key, request.scaffolds));
    const unfinished = `${path}.${randomBytes(8).toString('hex')}.tmp`;
    try {
      makeFolder(this.folder);
      writeParts(unfinished, parts);
      renameSync(unfinished, path);
      this.makeRoom();
    } catch (error) {
      this.remove(unfinished);
      this.notes.push(
        `the cache in ${this.folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? error}); name another folder with TANIMARK_CACHE_DIR, or say ${optionValue('cache', 'false')}`,
      );
    }
  }

  /** All entries, the last used first. */
  list(): CacheEntry[] {
    return this.files(ENTRY)
      .sort((a, b) => b.used.getTime() - a.used.getTime() || (a.file < b.file ? -1 : 1))
      .map((entry) => ({ ...entry, ...headOf(join(this.folder, entry.file)) }));
  }

  /**
   * Removes all entries, and nothing else that lies in the folder.
   *
   * @throws TanimarkError (file) where one cannot be removed
   */
  clear(): { entries: number; bytes: number } {
    const entries = this.files(ENTRY);
    for (const { file } of [...entries, ...this.files(UNFINISHED)]) {
      try {
        rmSync(join(this.folder, file), { force: true });
      } catch (error) {
        throw new TanimarkError(
          'file',
          `${join(this.folder, file)} cannot be removed (${(error as NodeJS.ErrnoException).code}); are you its owner?`,
          { cause: error },
        );
      }
    }
    return { entries: entries.length, bytes: entries.reduce((sum, e) => sum + e.bytes, 0) };
  }

  /** Removes what was not used for the longest time until the limit is kept. */
  private makeRoom(): void {
    for (const { file, used } of this.files(UNFINISHED)) {
      if (Date.now() - used.getTime() > ABANDONED_MS) this.remove(join(this.folder, file));
    }
    const entries = this.files(ENTRY).sort((a, b) => b.used.getTime() - a.used.getTime());
    let bytes = 0;
    for (const entry of entries) {
      bytes += entry.bytes;
      if (bytes > this.limit) this.remove(join(this.folder, entry.file));
    }
  }

  private files(pattern: RegExp): { file: string; bytes: number; used: Date }[] {
    let names: string[];
    try {
      names = readdirSync(this.folder);
    } catch {
      return [];
    }
    return names
      .filter((name) => pattern.test(name))
      .flatMap((file) => {
        // Another run may have removed it meanwhile.
        const stat = statSync(join(this.folder, file), { throwIfNoEntry: false });
        return stat ? [{ file, bytes: stat.size, used: stat.mtime }] : [];
      });
  }

  private touch(path: string): void {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // A folder that is shared and read-only: the entry ages as it must.
    }
  }

  private remove(path: string): void {
    try {
      rmSync(path, { force: true, recursive: true });
    } catch {
      // It stays, and is found to be damaged the next time, too.
    }
  }
}

/** SHA-256 of the SMILES in their order and of all else that a description depends on, but scaffolds. */
function keyOf({ smiles, fingerprint, rdkit }: CacheRequest): string {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([CACHE_FORMAT, VERSION, rdkit, fingerprint.spec, endianness(), smiles.length]),
  );
  // In pieces, because a text has a greatest length; each SMILES with its own, because it may hold a line break.
  for (let start = 0; start < smiles.length; start += 4096) {
    const piece = smiles.slice(start, start + 4096).map((text) => `\n${text.length} ${text}`);
    hash.update(piece.join(''));
  }
  return hash.digest('hex');
}

function fileName(key: string, scaffolds: boolean): string {
  return `${key}${scaffolds ? '.scaffolds' : ''}.tanimark`;
}

function writeParts(path: string, parts: readonly Uint8Array[]): void {
  const file = openSync(path, 'wx');
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; ) at += writeSync(file, part, at, part.length - at);
    }
  } finally {
    closeSync(file);
  }
}

function headOf(path: string): Pick<CacheEntry, 'structures' | 'fingerprint' | 'scaffolds'> {
  try {
    const bytes = Buffer.alloc(2048);
    const file = openSync(path, 'r');
    try {
      const length = readSync(file, bytes, 0, bytes.length, 0);
      const { structures, fingerprint, scaffolds } = readHead(bytes.subarray(0, length)).header;
      return { structures, fingerprint, scaffolds };
    } finally {
      closeSync(file);
    }
  } catch {
    return { structures: null, fingerprint: null, scaffolds: null };
  }
}
