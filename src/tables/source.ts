import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { AbortedError, TanimarkError } from '../errors.js';

/** Decompressed input above this is refused: 8 GiB, far beyond any table of molecules, near for a gzip bomb. */
const MAX_BYTES = 8 * 1024 ** 3;

/** A readable input: a path or `-`. Its text comes in chunks, and after the last one its hash is known. */
export class Source {
  private hash = createHash('sha256');

  constructor(
    readonly name: string,
    private readonly signal?: AbortSignal,
  ) {}

  /** SHA-256 of all bytes read, hexadecimal; complete once {@link text} is exhausted. */
  digest(): string {
    return this.hash.copy().digest('hex');
  }

  /**
   * The text in chunks: UTF-8, without a byte-order mark, decompressed when it is gzip
   * (by content, whatever the name).
   *
   * @throws TanimarkError (file) when it cannot be read, is not text or not UTF-8, or is too large
   */
  async *text(): AsyncGenerator<string> {
    await this.checkFile();
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let total = 0;
    let first = true;
    for await (const bytes of this.bytes()) {
      if (first && isUtf16(bytes)) throw this.problem('is UTF-16; save it as UTF-8');
      first = false;
      total += bytes.length;
      if (total > MAX_BYTES) throw this.problem('holds more than 8 GiB; split it into parts');
      yield this.decode(() => decoder.decode(bytes, { stream: true }));
    }
    yield this.decode(() => decoder.decode());
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

  private async *bytes(): AsyncGenerator<Buffer> {
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
        if (!gunzip.write(chunk)) {
          await new Promise((resolve) => gunzip.once('drain', resolve).once('close', resolve));
        }
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
    const options = this.signal ? { signal: this.signal } : {};
    const stream = this.name === '-' ? process.stdin : createReadStream(this.name, options);
    try {
      for await (const chunk of stream) {
        this.hash.update(chunk as Buffer);
        yield chunk as Buffer;
      }
    } catch (error) {
      if (this.signal?.aborted) throw new AbortedError();
      throw this.problem(`cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`);
    }
  }

  private async checkFile(): Promise<void> {
    if (this.name === '-') return;
    let isDirectory: boolean;
    try {
      isDirectory = (await stat(this.name)).isDirectory();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') throw this.problem('does not exist; check the path');
      throw this.problem(`cannot be read (${code})`);
    }
    if (isDirectory) throw this.problem('is a folder; name a file in it');
  }

  private problem(what: string): TanimarkError {
    return new TanimarkError('file', `${this.name === '-' ? 'standard input' : this.name} ${what}`);
  }
}

/** By its byte-order mark, or by the zero half of its first two characters. */
function isUtf16(bytes: Buffer): boolean {
  if (bytes.length >= 4 && (bytes[0] === 0) !== (bytes[1] === 0)) {
    return (bytes[0] === 0) === (bytes[2] === 0) && (bytes[1] === 0) === (bytes[3] === 0);
  }
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
