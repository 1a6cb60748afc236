import { plural } from '../../../text.js';
import { ArchiveDamage } from './member.js';

/** Reads a stream by numbers of bytes. */
export class ByteReader {
  /** Read so far. */
  bytes = 0;
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);
  private isOver = false;

  /** @param most the bytes after which it is given up */
  constructor(
    source: AsyncIterable<Buffer>,
    private readonly most: number,
  ) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The next bytes; null at the end. @throws ArchiveDamage where it ends within them */
  async read(length: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    for await (const part of this.upTo(length)) parts.push(part);
    const bytes = Buffer.concat(parts);
    if (bytes.length === 0 && length > 0) return null;
    if (bytes.length < length) throw incomplete();
    return bytes;
  }

  /** The next bytes in chunks. @throws ArchiveDamage where it ends within them */
  async *take(length: number): AsyncGenerator<Buffer> {
    const end = this.bytes + length;
    yield* this.upTo(length);
    if (this.bytes < end) throw incomplete();
  }

  /** Passes over the next bytes; `Infinity` for all. @throws ArchiveDamage where it ends within them */
  async skip(length: number): Promise<void> {
    const end = this.bytes + length;
    for await (const _ of this.upTo(length));
    if (this.bytes < end && Number.isFinite(end)) throw incomplete();
  }

  private async *upTo(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (this.rest.length === 0) await this.refill();
      if (this.isOver) return;
      const part = this.rest.subarray(0, Math.min(left, this.rest.length));
      this.rest = this.rest.subarray(part.length);
      this.bytes += part.length;
      left -= part.length;
      if (this.bytes > this.most) {
        throw new ArchiveDamage(`holds more than ${plural(this.most / 1024 ** 3, 'GiB', 'GiB')}`);
      }
      yield part;
    }
  }

  private async refill(): Promise<void> {
    while (this.rest.length === 0 && !this.isOver) {
      const { done, value } = await this.chunks.next();
      if (done) this.isOver = true;
      else this.rest = value;
    }
  }
}

function incomplete(): ArchiveDamage {
  return new ArchiveDamage('ends within a member: it is incomplete');
}
