import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ByteReader } from './byte-reader.js';
import { ArchiveDamage, type Member, plainName } from './member.js';

/** Headers and contents are in blocks of this size. */
const BLOCK = 512;
/** Records of long names that are larger are no names. */
const LONGEST_RECORD = 1024 ** 2;
/** A tar.gz file that holds more is refused: 8 GiB, as for tables. */
const MOST_BYTES = 8 * 1024 ** 3;

interface Header {
  readonly name: string;
  readonly size: number;
  /** One character, as in POSIX.1-1988: `0` for a file. */
  readonly type: string;
}

/** What a record ahead of a header says instead of it. */
type Overrides = ReadonlyMap<string, string>;

/**
 * Files in a tar file (ustar, pax, and GNU's long names), in its order.
 *
 * @throws ArchiveDamage where it is damaged, incomplete or none
 */
export async function* tarMembers(
  path: string,
  { isGzipped }: { isGzipped: boolean },
): AsyncGenerator<Member> {
  const source = createReadStream(path);
  // Errors of both reach whoever reads the result.
  const stream = isGzipped ? pipeline(source, createGunzip(), () => {}) : source;
  const reader = new ByteReader(checked(stream), MOST_BYTES);
  try {
    let overrides: Map<string, string> = new Map();
    for (let isFirst = true; ; isFirst = false) {
      const block = await reader.read(BLOCK);
      if (block === null || block.every((byte) => byte === 0)) break;
      if (!isTarHeader(block)) throw new ArchiveDamage(notTar(isFirst, isGzipped));
      const header = headerOf(block, overrides);
      const end = reader.bytes + BLOCK * Math.ceil(header.size / BLOCK);
      if ('xgLK'.includes(header.type)) {
        const record = await recordOf(reader, header);
        // Those for all members (`g`) hold nothing that matters here, such as a commit.
        if (header.type === 'x') overrides = new Map([...overrides, ...paxRecords(record)]);
        if (header.type === 'L') overrides.set('path', untilZero(record));
      } else {
        yield memberOf(reader, header, overrides);
        overrides = new Map();
      }
      await reader.skip(end - reader.bytes);
    }
    // What follows is checked with the checksum of gzip.
    if (isGzipped) await reader.skip(Number.POSITIVE_INFINITY);
  } finally {
    stream.destroy();
    source.destroy();
  }
}

function notTar(isFirst: boolean, isGzipped: boolean): string {
  if (isFirst) return isGzipped ? 'is gzipped, but holds no tar file' : 'is no tar file';
  return 'is a damaged tar file (a header has a wrong checksum)';
}

/** Whether a block is a header, by its checksum. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK) return false;
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i];
  return sum === numberIn(block, 148, 8);
}

function headerOf(block: Uint8Array, overrides: Overrides): Header {
  const isUstar = text(block, 257, 5) === 'ustar';
  // In GNU's old format the field of the prefix holds something else.
  const prefix = isUstar && block[262] === 0 ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  const size = Number(overrides.get('size') ?? numberIn(block, 124, 12));
  if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveDamage('is a damaged tar file');
  return {
    name: overrides.get('path') ?? (prefix ? `${prefix}/${name}` : name),
    size,
    type: block[156] === 0 ? '0' : String.fromCharCode(block[156]),
  };
}

function memberOf(reader: ByteReader, { name, size, type }: Header, overrides: Overrides): Member {
  const isSparse =
    type === 'S' || [...overrides.keys()].some((key) => key.startsWith('GNU.sparse'));
  return {
    name: plainName(name),
    size,
    problem: isSparse
      ? 'is a sparse file, which is not supported'
      : problemOf(name.endsWith('/') ? '5' : type),
    content: () => reader.take(size),
  };
}

function problemOf(type: string): string | undefined {
  if (type === '0' || type === '7') return undefined;
  if (type === '5') return 'is a folder; name a file in it';
  return type === '1' || type === '2' ? 'is a link; name the file itself' : 'is no file';
}

async function recordOf(reader: ByteReader, { size }: Header): Promise<Buffer> {
  if (size > LONGEST_RECORD) throw new ArchiveDamage('is a damaged tar file (a name is too long)');
  return (await reader.read(size)) ?? Buffer.alloc(0);
}

/** Records such as `30 path=…\n`, whose number is their length. */
function paxRecords(record: Buffer): [string, string][] {
  const records: [string, string][] = [];
  for (let at = 0; at < record.length; ) {
    const space = record.indexOf(' ', at);
    const length = Number(record.toString('latin1', at, Math.max(at, space)));
    const words = record.toString('utf8', space + 1, at + length - 1);
    const equals = words.indexOf('=');
    if (space < 0 || !(length > space - at) || equals < 0) break;
    records.push([words.slice(0, equals), words.slice(equals + 1)]);
    at += length;
  }
  return records;
}

/** An octal number as text or, where its first bit is set, a binary one. NaN where it is neither. */
function numberIn(block: Uint8Array, start: number, length: number): number {
  if (block[start] & 0x80) {
    let value = block[start] & 0x7f;
    for (let i = start + 1; i < start + length; i++) value = 256 * value + block[i];
    return value;
  }
  const digits = text(block, start, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : Number.NaN;
}

function text(block: Uint8Array, start: number, length: number): string {
  return untilZero(block.subarray(start, start + length));
}

function untilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}

async function* checked(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw error;
    throw new ArchiveDamage(`is a damaged or incomplete gzip file (${message})`, { cause: error });
  }
}
