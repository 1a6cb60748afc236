import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import {
  makeRoom,
  type OutputFile,
  removeQuietly,
  temporaryName,
  writeError,
  writeFiles,
} from './write.js';

/**
 * A file that is written piece by piece, under a temporary name beside its place, and appears whole
 * or not at all. Either {@link finish} or {@link discard} it; a program that ends before removes it.
 */
export class GrowingFile {
  private readonly hash = createHash('sha256');
  private file: number | undefined;

  /** @throws TanimarkError (file) when it cannot be written */
  constructor(readonly path: string) {
    this.attempt(() => {
      makeRoom(path, 'name a file in it');
      this.file = openSync(temporaryName(path), 'w');
    });
    process.on('exit', this.discard);
  }

  /** @throws TanimarkError (file), as when the disk is full */
  write(piece: string | Uint8Array): void {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    this.hash.update(bytes);
    this.attempt(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file as number, bytes, at);
    });
  }

  /** SHA-256 of what has been written, hexadecimal. */
  sha256(): string {
    return this.hash.copy().digest('hex');
  }

  /** Puts the file in its place, and others with it: all appear, or none. */
  finish(others: readonly OutputFile[] = []): void {
    this.attempt(() => this.close());
    writeFiles([{ path: this.path }, ...others]);
  }

  /** Removes what has been written; does nothing once it is finished. */
  readonly discard = (): void => {
    if (this.file === undefined) return;
    this.close();
    removeQuietly(temporaryName(this.path));
  };

  private close(): void {
    process.off('exit', this.discard);
    const file = this.file as number;
    this.file = undefined;
    closeSync(file);
  }

  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      throw writeError(this.path, error);
    }
  }
}
