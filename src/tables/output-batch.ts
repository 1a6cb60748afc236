import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TanimarkError } from '../errors.js';
import { makeFolder } from '../folders.js';

/**
 * Files that are written piece by piece, under temporary names beside their places, and appear
 * together or not at all. Either {@link finish} or {@link discard} them; a program that ends before
 * removes them.
 */
export class OutputBatch {
  private readonly files: OutputFile[] = [];

  constructor() {
    process.on('exit', this.discard);
  }

  /**
   * Begins a file; its folder is made as needed.
   *
   * @throws TanimarkError (file) when it cannot be written
   */
  open(path: string): OutputFile {
    const file = new OutputFile(path);
    this.files.push(file);
    return attempt(path, () => file.open());
  }

  /** Writes a whole file; returns the SHA-256 of its bytes, hexadecimal. */
  add(path: string, text: string): string {
    const file = this.open(path);
    file.write(text);
    return file.close();
  }

  /** Puts every file in its place. */
  finish(): void {
    for (const file of this.files) file.close();
    for (const { path, temporary } of this.files) {
      attempt(path, () => renameSync(temporary, path));
    }
    this.files.length = 0;
    process.off('exit', this.discard);
  }

  /** Removes what has been written; does nothing once it is finished. */
  readonly discard = (): void => {
    for (const file of this.files) file.remove();
    this.files.length = 0;
    process.off('exit', this.discard);
  };
}

/** One file of a batch. */
export class OutputFile {
  /** Where it is until all are complete. */
  readonly temporary: string;
  private readonly hash = createHash('sha256');
  private file: number | undefined;
  private digest: string | undefined;

  constructor(readonly path: string) {
    this.temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  }

  open(): this {
    makeFolder(dirname(this.path));
    if (statSync(this.path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new TanimarkError(
        'file',
        `${this.path} is a folder; name a file in it, or end the name in / where several are written`,
      );
    }
    this.file = openSync(this.temporary, 'w');
    return this;
  }

  /** @throws TanimarkError (file), as when the disk is full */
  write(piece: string | Uint8Array): void {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    this.hash.update(bytes);
    attempt(this.path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file as number, bytes, at);
    });
  }

  /** Ends it; returns the SHA-256 of what was written, hexadecimal. */
  close(): string {
    if (this.file !== undefined) {
      const file = this.file;
      this.file = undefined;
      attempt(this.path, () => closeSync(file));
    }
    this.digest ??= this.hash.digest('hex');
    return this.digest;
  }

  remove(): void {
    try {
      this.close();
      rmSync(this.temporary, { force: true });
    } catch {
      // It was never written (its folder is a file); the failure that led here is the one to report.
    }
  }
}

/** Tells the user of a failure to write. */
function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof TanimarkError || code === undefined) throw error;
    throw new TanimarkError(
      'file',
      `${path} cannot be written (${code}); check the folder, its permissions and its space`,
      { cause: error },
    );
  }
}
