import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { TanimarkError } from '../../errors.js';
import { checkRead } from '../../file-guard.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';

/**
 * Keys of the molecules of a part of the references, by which a molecule that stands in several parts is found.
 *
 * The file: {@link MAGIC}; for each first byte of a key the number of its entries (256 unsigned integers of 32 bits, little
 * endian); then the entries in the order of the first byte of their keys, each with the key, 32 bits of a hash of the
 * fingerprint, and the molecule's first row in the whole file, from 1.
 */
const MAGIC = Buffer.from('tanimark keys 1\n');
const KEY = 16;
const FINGERPRINT_AT = KEY;
const ROW_AT = KEY + 4;
const ENTRY = KEY + 8;
const BUCKETS = 256;
const HEAD = MAGIC.length + 4 * BUCKETS;

/** The name of the file of keys that belongs to a part. */
export function keysPath(part: string): string {
  return `${part}.keys`;
}

/** Whether a file is, by its name, one of keys. */
export function isKeysFile(name: string): boolean {
  return name.endsWith('.keys');
}

/** The key of a structure: 128 bits of the SHA-256 of its canonical SMILES. */
export function moleculeKey(canonical: string): Buffer {
  return createHash('sha256').update(canonical).digest().subarray(0, KEY);
}

/** Keys of molecules, in their order. */
export class MoleculeKeys {
  private readonly bytes: Buffer;

  constructor(readonly count: number) {
    this.bytes = Buffer.alloc(count * KEY);
  }

  set(molecule: number, canonical: string): void {
    moleculeKey(canonical).copy(this.bytes, molecule * KEY);
  }

  /** Whether a molecule is the one of a key. */
  is(molecule: number, key: Buffer): boolean {
    return key.compare(this.bytes, molecule * KEY, (molecule + 1) * KEY) === 0;
  }

  /**
   * The text of a file of keys.
   *
   * @param rowOf the first row of a molecule, from 1
   */
  file(fingerprints: FingerprintMatrix, rowOf: (molecule: number) => number): Buffer {
    const { bytes, count } = this;
    const sizes = new Uint32Array(BUCKETS);
    for (let m = 0; m < count; m++) sizes[bytes[m * KEY]]++;
    const file = Buffer.alloc(HEAD + count * ENTRY);
    MAGIC.copy(file);
    const next = new Float64Array(BUCKETS);
    let at = HEAD;
    for (let b = 0; b < BUCKETS; b++) {
      file.writeUInt32LE(sizes[b], MAGIC.length + 4 * b);
      next[b] = at;
      at += sizes[b] * ENTRY;
    }
    for (let m = 0; m < count; m++) {
      const place = next[bytes[m * KEY]];
      bytes.copy(file, place, m * KEY, (m + 1) * KEY);
      file.writeUInt32LE(hashOf(fingerprints, m), place + FINGERPRINT_AT);
      file.writeUInt32LE(rowOf(m), place + ROW_AT);
      next[bytes[m * KEY]] = place + ENTRY;
    }
    return file;
  }
}

/** FNV-1a of a fingerprint's words. */
function hashOf({ words, width }: FingerprintMatrix, m: number): number {
  let hash = 0x811c9dc5;
  for (let w = m * width; w < (m + 1) * width; w++) {
    hash = Math.imul(hash ^ words[w], 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** What the keys of all parts of the references say. */
export interface KnownMolecules {
  /** Different molecules of all parts. */
  readonly count: number;
  /** Whether a row of the references, from 1, repeats a molecule of an earlier part. */
  isRepeat(row: number): boolean;
}

/**
 * Finds the molecules that stand in several parts of the references. Holds a 256th of the keys at a time.
 *
 * @param files of keys, in the order of the parts
 * @param records rows of the whole reference file
 * @throws TanimarkError (file) for a file that is none of keys, (table) where a molecule has two fingerprints
 */
export function compareKeys(files: readonly string[], records: number): KnownMolecules {
  const repeats = new Uint8Array(Math.floor(records / 8) + 1);
  let count = 0;
  const opened: KeysFile[] = [];
  try {
    for (const path of files) opened.push(new KeysFile(path, records));
    for (let b = 0; b < BUCKETS; b++) {
      const known = new Map<string, { fingerprint: number; row: number }>();
      for (const file of opened) {
        for (const { key, fingerprint, row } of file.next(b)) {
          const before = known.get(key);
          if (!before) {
            known.set(key, { fingerprint, row });
            continue;
          }
          if (before.fingerprint !== fingerprint) throw twoFingerprints(before.row, row);
          repeats[row >> 3] |= 1 << (row & 7);
        }
      }
      count += known.size;
    }
  } finally {
    for (const file of opened) file.close();
  }
  return { count, isRepeat: (row) => (repeats[row >> 3] & (1 << (row & 7))) !== 0 };
}

function twoFingerprints(one: number, other: number): TanimarkError {
  return new TanimarkError(
    'table',
    `reference rows ${one} and ${other} are one molecule with two different fingerprints; give each molecule one fingerprint`,
  );
}

/** A file of keys that is read from its start to its end. */
class KeysFile {
  private readonly file: number;
  private readonly sizes: Uint32Array;
  private at = HEAD;

  constructor(
    private readonly path: string,
    private readonly records: number,
  ) {
    checkRead(path);
    this.file = openSync(path, 'r');
    const head = this.read(0, HEAD);
    if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw this.damaged();
    this.sizes = Uint32Array.from({ length: BUCKETS }, (_, b) =>
      head.readUInt32LE(MAGIC.length + 4 * b),
    );
  }

  /** The entries of the next first byte of keys. */
  *next(bucket: number): Generator<{ key: string; fingerprint: number; row: number }> {
    const bytes = this.read(this.at, this.sizes[bucket] * ENTRY);
    this.at += bytes.length;
    for (let e = 0; e < bytes.length; e += ENTRY) {
      const row = bytes.readUInt32LE(e + ROW_AT);
      if (row < 1 || row > this.records) throw this.damaged();
      const key = bytes.toString('latin1', e, e + KEY);
      yield { key, fingerprint: bytes.readUInt32LE(e + FINGERPRINT_AT), row };
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private read(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const n = readSync(this.file, bytes, done, length - done, at + done);
      if (n === 0) throw this.damaged();
      done += n;
    }
    return bytes;
  }

  private damaged(): TanimarkError {
    return new TanimarkError('file', `${this.path} is not a file of keys; make its part again`);
  }
}
