import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { TanimarkError } from '../../../errors.js';

export interface Digests {
  readonly sha256: string;
  readonly md5: string;
}

/** A file that is being written, with the checksums of what it holds so far. */
export class NewFile {
  bytes = 0;
  private sha256 = createHash('sha256');
  private md5 = createHash('md5');

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** An empty file in place of what is at the path. @throws TanimarkError (file) */
  static async create(path: string): Promise<NewFile> {
    return new NewFile(path, await writing(path, open(path, 'w')));
  }

  /** @throws TanimarkError (file), such as where the disk is full */
  async add(chunk: Uint8Array): Promise<void> {
    let at = 0;
    while (at < chunk.length) {
      const written = this.handle.write(chunk, at, chunk.length - at, this.bytes + at);
      at += (await writing(this.path, written)).bytesWritten;
    }
    this.bytes += chunk.length;
    this.sha256.update(chunk);
    this.md5.update(chunk);
  }

  /** Makes it empty. @throws TanimarkError (file) */
  async restart(): Promise<void> {
    await writing(this.path, this.handle.truncate(0));
    this.bytes = 0;
    this.sha256 = createHash('sha256');
    this.md5 = createHash('md5');
  }

  /** Lower-case hex. */
  digests(): Digests {
    return { sha256: this.sha256.copy().digest('hex'), md5: this.md5.copy().digest('hex') };
  }

  /** Sees that the disk has it, so that it is whole when it is renamed. @throws TanimarkError (file) */
  async sync(): Promise<void> {
    await writing(this.path, this.handle.sync());
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function writing<T>(path: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const remedy = code === 'ENOSPC' ? 'the disk is full; make room' : 'check the folder';
    throw new TanimarkError('file', `${path} cannot be written (${code}): ${remedy}`, {
      cause: error,
    });
  }
}
