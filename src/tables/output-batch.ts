import { createHash } from 'node:crypto';
import { closeSync, fchmodSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkWrite } from '../file-guard.js';
import { makeFolder } from '../folders.js';
import { Job } from '../job.js';
import { type Replacement, replaceFiles } from './outputs/replace.js';
import { StreamOutput } from './outputs/stream.js';
import {
  attempt,
  checkPermission,
  hiddenName,
  outputTarget,
  writeError,
} from './outputs/target.js';

/** Permissions of a new file, before the umask. */
const NEW_FILE = 0o666;

/**
 * Files that are written piece by piece, under temporary names beside their places, and appear
 * together or not at all; the manifest is the last one. Either {@link finish} or {@link discard} them; a program that ends before
 * removes them. What is no regular file (a pipe, a device, /dev/stdout) is written as it comes.
 */
export class OutputBatch {
  private readonly files: OutputFile[] = [];

  constructor(private readonly job = new Job()) {
    process.on('exit', this.discard);
  }

  /**
   * Begins a file; its folder is made as needed.
   *
   * @throws TanimarkError (file) when it cannot be written
   */
  async open(path: string): Promise<OutputFile> {
    const file = new OutputFile(path);
    this.files.push(file);
    await file.open(this.job);
    return file;
  }

  /** Writes a whole file; returns the SHA-256 of its bytes, hexadecimal. */
  async add(path: string, text: string): Promise<string> {
    const file = await this.open(path);
    await file.write(text);
    return file.close();
  }

  /** Puts every file in its place: all of them, or none. @throws TanimarkError (file) */
  async finish(): Promise<void> {
    for (const file of this.files) file.close();
    await replaceFiles(
      this.files.flatMap(({ replacement }) => replacement ?? []),
      this.job,
    );
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
  private readonly hash = createHash('sha256');
  private file: number | undefined;
  private stream: StreamOutput | undefined;
  private digest: string | undefined;
  private own: Replacement | undefined;

  constructor(readonly path: string) {}

  /** Where it is until all are complete; undefined for what is written as it comes. */
  get replacement(): Replacement | undefined {
    return this.own;
  }

  async open(job: Job): Promise<void> {
    checkWrite(this.path);
    const target = outputTarget(this.path);
    if (target.kind !== 'file') {
      this.stream = await this.tell(() => StreamOutput.open(this.path, target, job));
      return;
    }
    const { path: place, stats } = target;
    attempt(this.path, () => {
      if (stats) checkPermission(place);
      makeFolder(dirname(place));
      const temporary = join(dirname(place), hiddenName('tmp'));
      const mode = stats ? stats.mode & 0o777 : NEW_FILE;
      this.file = openSync(temporary, 'wx', mode);
      this.own = { path: this.path, place, temporary };
      if (stats) keepMode(this.file, mode);
    });
  }

  /** @throws TanimarkError (file), as when the disk is full; AbortedError while a pipe is waited for */
  async write(piece: string | Uint8Array): Promise<void> {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    this.hash.update(bytes);
    if (this.stream) {
      const { stream } = this;
      await this.tell(() => stream.write(bytes));
      return;
    }
    attempt(this.path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file as number, bytes, at);
    });
  }

  /** Ends it; returns the SHA-256 of what was written, hexadecimal. */
  close(): string {
    const { file, stream } = this;
    this.file = undefined;
    this.stream = undefined;
    attempt(this.path, () => {
      if (file !== undefined) closeSync(file);
      stream?.close();
    });
    this.digest ??= this.hash.digest('hex');
    return this.digest;
  }

  remove(): void {
    try {
      this.close();
    } catch {
      // The failure that led here is the one to report.
    }
    try {
      if (this.own) rmSync(this.own.temporary, { force: true });
    } catch {
      // Likewise; a later run removes it.
    }
  }

  private async tell<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      throw writeError(this.path, error);
    }
  }
}

/** Gives a new file the permissions of the one that it replaces, which the umask does not concern. */
function keepMode(file: number, mode: number): void {
  try {
    fchmodSync(file, mode);
  } catch {
    // A file system without permissions.
  }
}
