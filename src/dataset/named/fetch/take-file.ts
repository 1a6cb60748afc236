import { createReadStream, type Stats } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { TanimarkError } from '../../../errors.js';
import { Job } from '../../../job.js';
import { printable } from '../../../text.js';
import { checksumProblem, isPublished, mostBytes, sizeProblem } from './file-checks.js';
import { HtmlPage } from './html-page.js';
import { NewFile } from './new-file.js';
import type { FileRequest, Taken } from './request.js';

/**
 * Takes a file that was downloaded by hand, under the checks of a download, to `request.to`. Where it is gzipped and what
 * is in it passes published checks that the file itself does not, the content is taken. The file itself is only read, and
 * nothing is left at `request.to` where it fails.
 *
 * @throws TanimarkError (file) where it cannot be read, or fails a check
 * @throws AbortedError when canceled
 */
export function takeFile(from: string, request: FileRequest, job = new Job()): Promise<Taken> {
  const url = request.urls.find((candidate) => candidate.startsWith('https:'));
  const remedy = url ? `download it again from ${url}` : 'check that it is the right file';
  return take(from, request, remedy, job);
}

/** {@link takeFile} of a `file:` URL, as registries of users' own have them. */
export function copyFileUrl(url: string, request: FileRequest, job = new Job()): Promise<Taken> {
  let path: string;
  try {
    path = fileURLToPath(url);
  } catch {
    throw new TanimarkError(
      'file',
      `${request.name}: "${printable(url, 200)}" is no URL of a file on this machine; write it as file:///folder/name`,
    );
  }
  return take(path, request, 'correct the file, or its entry in the registry', job);
}

async function take(from: string, request: FileRequest, remedy: string, job: Job): Promise<Taken> {
  const { size } = await statsOf(from);
  job.check();
  let isTaken = false;
  try {
    job.progress.start(`reading ${printable(from, 60)}`, size, 'bytes');
    const plain = await copy(createReadStream(from), from, size, request, job);
    const isUnpacked = typeof plain === 'string' && isPublished(request) && (await isGzipped(from));
    const taken = isUnpacked ? await copy(unpacked(from), from, undefined, request, job) : plain;
    if (typeof taken === 'string') {
      const also = isUnpacked ? ` (decompressed: ${taken})` : '';
      throw new TanimarkError(
        'file',
        `${from} is not the file of ${request.name}: ${plain}${also}; ${remedy}`,
      );
    }
    isTaken = true;
    return taken;
  } finally {
    job.progress.finish();
    if (!isTaken) await rm(request.to, { force: true });
  }
}

/**
 * Copies what comes, under the request's checks.
 *
 * @param size undefined where it is not known beforehand
 * @returns what is wrong with it where it fails one, as a noun phrase
 */
async function copy(
  source: AsyncIterable<Buffer>,
  from: string,
  size: number | undefined,
  request: FileRequest,
  job: Job,
): Promise<Taken | string> {
  const file = await NewFile.create(request.to);
  const page = new HtmlPage();
  const most = mostBytes(request);
  try {
    for await (const chunk of readable(source, from)) {
      job.check();
      if (page.isKnown(chunk)) break;
      if (page.isPage) continue;
      if (file.bytes + chunk.length > most) {
        return sizeProblem(size ?? most + 1, request, size === undefined) as string;
      }
      await file.add(chunk);
      if (size !== undefined) job.progress.advance(file.bytes);
    }
    if (page.isPage) return page.text;
    const digests = file.digests();
    const problem = sizeProblem(file.bytes, request) ?? checksumProblem(digests, request);
    if (problem !== undefined) return problem;
    await file.sync();
    return { bytes: file.bytes, sha256: digests.sha256 };
  } finally {
    await file.close();
  }
}

/** @throws TanimarkError (file) */
async function* readable(source: AsyncIterable<Buffer>, from: string): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const problem = /^Z_/.test(code) ? 'is a damaged gzip file' : 'cannot be read';
    throw new TanimarkError('file', `${from} ${problem} (${code}); download it again`, {
      cause: error,
    });
  }
}

function unpacked(from: string): AsyncIterable<Buffer> {
  // Errors of both reach whoever reads the result.
  return pipeline(createReadStream(from), createGunzip(), () => {});
}

async function isGzipped(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await handle.close();
  }
}

/** @throws TanimarkError (file) unless it is a file */
async function statsOf(path: string): Promise<Stats> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const problem =
      error.code === 'ENOENT' ? 'does not exist; check the path' : `cannot be read (${error.code})`;
    throw new TanimarkError('file', `${path} ${problem}`, { cause: error });
  });
  if (stats.isFile()) return stats;
  throw new TanimarkError('file', `${path} is no file; name the file that was downloaded`);
}
