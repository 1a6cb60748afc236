import { createHash } from 'node:crypto';
import type { Description } from '../describe.js';

/**
 * The version of the layout below, and of all that goes into a description beside RDKit: scaffolds, the
 * rules for SMILES texts, reasons. Raise it when any of them changes.
 */
export const CACHE_FORMAT = 2;

const MAGIC = Buffer.from('tanimark cache\n');
const CHECKSUM_BYTES = 32;

/** What an entry says of itself. */
export interface EntryHeader {
  readonly format: number;
  readonly key: string;
  /** RDKit's version, as it gives it. */
  readonly rdkit: string;
  /** The fingerprint's specification. */
  readonly fingerprint: string;
  /** Number of SMILES. */
  readonly structures: number;
  readonly scaffolds: boolean;
}

/** How the bytes after the header are divided. */
interface Layout {
  /** Positions of on-bits, each list after its length, or the words as they are. */
  readonly fingerprints: 'positions' | 'words';
  /** In bytes. */
  readonly sizes: { fingerprints: number; scaffolds: number; texts: number };
}

/** Texts of an entry; a number is the position of a SMILES. */
interface Texts {
  readonly canonical: [number, string][];
  readonly problems: [number, string][];
  /** Each scaffold once. */
  readonly scaffolds: string[];
}

const NO_SCAFFOLD = 0xffffffff;

/**
 * An entry as bytes, in parts that are to be written one after the other: a magic line, the
 * length of the header (32 bits) and the header as JSON, fingerprints (16-bit positions of on-bits, or
 * 32-bit words, whichever is shorter), the number of each SMILES's scaffold (32 bits), texts as
 * JSON, and the SHA-256 of it all. Numbers have the machine's byte order.
 *
 * @param width words per fingerprint, of at most 65,536 bits
 */
export function encodeEntry(
  header: EntryHeader,
  { canonical, problems, words, scaffolds }: Description,
  width: number,
): Uint8Array[] {
  const numbers = new Map<string, number>();
  const scaffoldOf = Uint32Array.from(scaffolds ?? [], (text) => {
    if (text === null) return NO_SCAFFOLD;
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  const texts: Texts = {
    canonical: canonical.flatMap((text, i) => (text === '' ? [] : [[i, text]])),
    problems: problems.flatMap((text, i) => (text === null ? [] : [[i, text]])),
    scaffolds: [...numbers.keys()],
  };
  const positions = onBitLists(words, width);
  const shorter = positions.byteLength < words.byteLength;
  const parts = {
    fingerprints: bytesOf(shorter ? positions : words),
    scaffolds: bytesOf(scaffoldOf),
    texts: Buffer.from(JSON.stringify(texts)),
  };
  const layout: Layout = {
    fingerprints: shorter ? 'positions' : 'words',
    sizes: {
      fingerprints: parts.fingerprints.length,
      scaffolds: parts.scaffolds.length,
      texts: parts.texts.length,
    },
  };
  const head = Buffer.from(JSON.stringify({ ...header, ...layout }));
  const all = [
    MAGIC,
    bytesOf(Uint32Array.of(head.length)),
    head,
    parts.fingerprints,
    parts.scaffolds,
    parts.texts,
  ];
  const hash = createHash('sha256');
  for (const part of all) hash.update(part);
  return [...all, hash.digest()];
}

/**
 * The inverse of {@link encodeEntry}.
 *
 * @throws Error that says what is wrong with the bytes
 */
export function decodeEntry(
  bytes: Buffer,
  width: number,
): { header: EntryHeader; description: Description } {
  const { header, layout, start } = readHead(bytes);
  const end = bytes.length - CHECKSUM_BYTES;
  const checksum = createHash('sha256')
    .update(bytes.subarray(0, Math.max(0, end)))
    .digest();
  if (!checksum.equals(bytes.subarray(Math.max(0, end)))) throw new Error('its checksum is wrong');
  const { structures } = header;
  let at = start;
  const next = (size: number) => {
    at += size;
    return bytes.subarray(at - size, at);
  };
  const packed = next(layout.sizes.fingerprints);
  const words =
    layout.fingerprints === 'words'
      ? new Uint32Array(copy(packed))
      : fromOnBitLists(new Uint16Array(copy(packed)), structures, width);
  const scaffoldOf = new Uint32Array(copy(next(layout.sizes.scaffolds)));
  const texts = JSON.parse(next(layout.sizes.texts).toString()) as Texts;
  if (at !== end || words.length !== structures * width) throw new Error('its parts do not fit');
  const canonical = new Array<string>(structures).fill('');
  for (const [i, text] of texts.canonical) canonical[i] = text;
  const problems = new Array<string | null>(structures).fill(null);
  for (const [i, text] of texts.problems) problems[i] = text;
  const scaffolds = header.scaffolds
    ? Array.from(scaffoldOf, (s) => (s === NO_SCAFFOLD ? null : texts.scaffolds[s]))
    : undefined;
  return { header, description: { canonical, problems, words, scaffolds, failures: 0 } };
}

/**
 * Header, layout, and where the rest starts.
 *
 * @param bytes the start of an entry, at least
 * @throws Error
 */
export function readHead(bytes: Buffer): { header: EntryHeader; layout: Layout; start: number } {
  const at = MAGIC.length + 4;
  if (bytes.length < at || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Error('it is no file of the cache');
  }
  const start = at + new Uint32Array(copy(bytes.subarray(MAGIC.length, at)))[0];
  if (start > bytes.length) throw new Error('it is cut off');
  let head: EntryHeader & Layout;
  try {
    head = JSON.parse(bytes.subarray(at, start).toString());
  } catch {
    throw new Error('its header cannot be read');
  }
  const { fingerprints, sizes, ...header } = head;
  return { header, layout: { fingerprints, sizes }, start };
}

/** The number of on-bits of each row and their positions. */
function onBitLists(words: Uint32Array, width: number): Uint16Array {
  let total = width === 0 ? 0 : words.length / width;
  for (const word of words) for (let w = word; w !== 0; w &= w - 1) total++;
  const lists = new Uint16Array(total);
  let at = 0;
  for (let start = 0; start < words.length; start += width) {
    const length = at++;
    for (let w = 0; w < width; w++) {
      for (let word = words[start + w]; word !== 0; word &= word - 1) {
        lists[at++] = w * 32 + 31 - Math.clz32(word & -word);
      }
    }
    lists[length] = at - length - 1;
  }
  return lists;
}

function fromOnBitLists(lists: Uint16Array, rows: number, width: number): Uint32Array {
  const words = new Uint32Array(rows * width);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let left = lists[at++]; left > 0; left--) {
      const bit = lists[at++];
      words[row * width + (bit >>> 5)] |= 1 << (bit & 31);
    }
  }
  return words;
}

function bytesOf(array: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** A copy that starts on a multiple of every number's size. */
function copy(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
