import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { AbortedError, TanimarkError } from '../errors.js';
import { checkRead } from '../file-guard.js';
import { currentIo } from '../io.js';
import type { RandomAccess } from './formats/format.js';
import { otherContent } from './formats/other-files.js';
import { shownInput } from './table.js';
import { wholeBytes } from './whole.js';

/** Decompressed input above this is refused: 8 GiB, far beyond any table of molecules, near for a gzip bomb. */
const MAX_BYTES = 8 * 1024 ** 3;

/** What is read from several places is held in memory where it is compressed or comes from a pipe. */
const MAX_IN_MEMORY = 1024 ** 3;

/** The bytes of an input that comes only once, such as a pipe, for a second reading. */
export class KeptBytes {
  readonly chunks: Buffer[] = [];
  /** True once the input has ended. */
  isWhole = false;
}

/** A readable input: a path or `-`. Its text comes in chunks, and after the last one its hash is known. */
export class Source {
  /** Bytes read so far, before decompression. */
  bytesRead = 0;
  private hash = createHash('sha256');

  /**
   * @param kept where the input is kept, unless it is a file, and where a second reading finds it
   * @throws TanimarkError (file) where it must not be read
   */
  constructor(
    readonly name: string,
    private readonly signal?: AbortSignal,
    private readonly kept?: KeptBytes,
  ) {
    if (name !== '-') checkRead(name);
  }

  /**
   * Its size in bytes, before decompression; undefined where that cannot be known beforehand, as of
   * a pipe.
   *
   * @throws TanimarkError (file) when it does not exist, cannot be read or is a folder
   */
  async size(): Promise<number | undefined> {
    if (this.name === '-') return undefined;
    let stats: Stats;
    try {
      stats = await stat(this.name);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') throw this.problem('does not exist; check the path');
      throw this.problem(`cannot be read (${code})`);
    }
    if (stats.isDirectory()) throw this.problem('is a folder; name a file in it');
    return stats.isFile() ? stats.size : undefined;
  }

  /** SHA-256 of all bytes read, hexadecimal; complete once {@link text} or {@link bytes} is exhausted. */
  digest(): string {
    return this.hash.copy().digest('hex');
  }

  /**
   * The text in chunks: UTF-8, without a byte-order mark, decompressed as of {@link bytes}.
   *
   * @throws TanimarkError (file) when it cannot be read, is not text or not UTF-8, or is too large
   */
  async *text(): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let first = true;
    for await (const bytes of this.bytes()) {
      const other = first ? otherContent(bytes, this.name) : undefined;
      if (other !== undefined) throw this.problem(other);
      if (first && isUtf16(bytes)) throw this.problem('is UTF-16; save it as UTF-8');
      first = false;
      yield this.decode(() => decoder.decode(bytes, { stream: true }));
    }
    yield this.decode(() => decoder.decode());
  }

  /**
   * The bytes in chunks, decompressed when they are gzip (by content, whatever the name).
   *
   * @throws TanimarkError (file) when it cannot be read or decompressed, or is too large
   */
  async *bytes(): AsyncGenerator<Buffer> {
    let total = 0;
    for await (const bytes of this.decompressed()) {
      total += bytes.length;
      if (total > MAX_BYTES) throw this.problem('holds more than 8 GiB; split it into parts');
      yield bytes;
    }
  }

  /**
   * The file for reading at any place, decompressed as of {@link bytes}: a plain file where it is, else in memory. To be
   * closed; {@link digest} is complete after `finish`.
   *
   * @throws TanimarkError (file) as {@link bytes}, and where it is too large for memory
   */
  async file(): Promise<SourceFile> {
    if (await this.isPlainFile()) {
      const handle = await open(this.name);
      const { size } = await handle.stat();
      return {
        byteLength: size,
        slice: (start, end = size) => readAt(handle, start, Math.min(end, size)),
        finish: async () => {
          for await (const _ of this.raw());
        },
        close: () => handle.close(),
      };
    }
    const { buffer, byteOffset, byteLength } = await wholeBytes(this.bytes(), MAX_IN_MEMORY, () =>
      this.problem('holds more than 1 GiB, too much for memory; give it decompressed, as a file'),
    );
    return {
      byteLength,
      slice: async (start, end = byteLength) =>
        buffer.slice(byteOffset + start, byteOffset + Math.min(end, byteLength)) as ArrayBuffer,
      finish: async () => {},
      close: async () => {},
    };
  }

  private async isPlainFile(): Promise<boolean> {
    if (this.name === '-') return false;
    const stats = await stat(this.name).catch(() => null);
    if (!stats?.isFile()) return false;
    const handle = await open(this.name).catch((error: NodeJS.ErrnoException) => {
      throw this.problem(`cannot be read (${error.code})`);
    });
    try {
      const [first, second] = new Uint8Array(await readAt(handle, 0, Math.min(2, stats.size)));
      return !(first === 0x1f && second === 0x8b);
    } finally {
      await handle.close();
    }
  }

  private decode(step: () => string): string {
    try {
      return step();
    } catch {
      throw this.problem(
        'is not UTF-8 text; save it as UTF-8 (a spreadsheet calls it "CSV UTF-8")',
      );
    }
  }

  private async *decompressed(): AsyncGenerator<Buffer> {
    const raw = this.raw();
    const start = await raw.next();
    if (start.done) return;
    const all = (async function* () {
      yield start.value;
      yield* raw;
    })();
    if (!(start.value[0] === 0x1f && start.value[1] === 0x8b)) {
      yield* all;
      return;
    }
    const gunzip = createGunzip();
    const pump = (async () => {
      for await (const chunk of all) {
        // After the end of the compressed data more may follow, which is only hashed.
        if (gunzip.destroyed || gunzip.readableEnded) continue;
        if (!gunzip.write(chunk)) await drained(gunzip);
      }
      gunzip.end();
    })().catch((error) => gunzip.destroy(error));
    try {
      for await (const chunk of gunzip) yield chunk;
      await pump;
    } catch (error) {
      if (error instanceof TanimarkError) throw error;
      throw this.problem(
        `cannot be decompressed (${(error as Error).message}); is it a whole gzip file?`,
      );
    } finally {
      gunzip.destroy();
    }
  }

  private async *raw(): AsyncGenerator<Buffer> {
    const { signal } = this;
    if (signal?.aborted) throw new AbortedError();
    if (this.kept?.isWhole) {
      for (const chunk of this.kept.chunks) yield this.counted(chunk);
      return;
    }
    const kept = this.kept && (await this.size()) === undefined ? this.kept : undefined;
    const stream = this.name === '-' ? currentIo().stdin : createReadStream(this.name);
    // A stream that waits for its writer, as standard input may, has to be woken up.
    const stop = () => stream.destroy(new AbortedError());
    signal?.addEventListener('abort', stop);
    try {
      for await (const chunk of stream) {
        kept?.chunks.push(chunk as Buffer);
        yield this.counted(chunk as Buffer);
      }
      if (kept) kept.isWhole = true;
    } catch (error) {
      if (error instanceof AbortedError) throw error;
      throw this.problem(`cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  private counted(chunk: Buffer): Buffer {
    this.hash.update(chunk);
    this.bytesRead += chunk.length;
    return chunk;
  }

  private problem(what: string): TanimarkError {
    return new TanimarkError('file', `${shownInput(this.name)} ${what}`);
  }
}

/** A file that is read at any place. */
interface SourceFile extends RandomAccess {
  /** Reads what the checksum still needs. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

async function readAt(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.buffer;
}

/** Waits until a stream takes more, or takes nothing any more. */
function drained(stream: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

/** By its byte-order mark, or by the zero half of its first two characters. */
function isUtf16(bytes: Buffer): boolean {
  if (bytes.length >= 4 && (bytes[0] === 0) !== (bytes[1] === 0)) {
    return (bytes[0] === 0) === (bytes[2] === 0) && (bytes[1] === 0) === (bytes[3] === 0);
  }
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
