import { rm } from 'node:fs/promises';
import { TanimarkError } from '../../../errors.js';
import type { Job } from '../../../job.js';
import { duration, printable } from '../../../text.js';
import { checksumProblem } from './file-checks.js';
import { pause } from './limited.js';
import { NewFile } from './new-file.js';
import { Refusal } from './refusal.js';
import { type Downloaded, type FileRequest, type Network, networkOf } from './request.js';
import { Transfer } from './transfer.js';

/**
 * Downloads a file: over HTTPS alone, from the first mirror whose file passes all checks. The memory it takes does not
 * depend on the file's size. Nothing is left at `request.to` where it fails.
 *
 * @param network how servers are talked to, where that is not as usual
 * @throws TanimarkError (network) where no mirror has the file, which says for each of them why
 * @throws TanimarkError (file) where the file cannot be written
 * @throws AbortedError when canceled
 */
export async function download(
  request: FileRequest,
  job: Job,
  network: Partial<Network> = {},
): Promise<Downloaded> {
  job.check();
  const file = await NewFile.create(request.to);
  let isWhole = false;
  try {
    const downloaded = await fromMirrors(request, file, networkOf(network), job);
    isWhole = true;
    return downloaded;
  } finally {
    job.progress.finish();
    await file.close();
    if (!isWhole) await rm(request.to, { force: true });
  }
}

async function fromMirrors(
  request: FileRequest,
  file: NewFile,
  network: Network,
  job: Job,
): Promise<Downloaded> {
  const problems: string[] = [];
  for (const url of request.urls) {
    try {
      await fromMirror(new Transfer(url, request, file, network, job), request, file, network, job);
      await file.sync();
      return { url, bytes: file.bytes, sha256: file.digests().sha256 };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(`${withoutSecrets(url)}: ${error.message}`);
    }
  }
  throw noMirror(request, problems);
}

/** Fetches the file from one mirror, in as many tries as it may have. @throws Refusal of the last one */
async function fromMirror(
  transfer: Transfer,
  request: FileRequest,
  file: NewFile,
  network: Network,
  job: Job,
): Promise<void> {
  let mayStartAgain = true;
  for (let attempt = 1; ; attempt++) {
    try {
      job.progress.start(`downloading ${request.name}`, request.bytes ?? 0, 'bytes');
      await transfer.run();
      const problem = checksumProblem(file.digests(), request);
      if (problem === undefined) return;
      if (!transfer.isResumed || !mayStartAgain) throw new Refusal(problem);
      // The parts may be of different files, whatever the server says.
      mayStartAgain = false;
      transfer.forget();
    } catch (error) {
      if (!(error instanceof Refusal) || !error.isPassing || attempt >= network.tries) throw error;
      await waitFor(error, attempt, network, request, job);
    }
  }
}

/** Waits before the next try. @throws the refusal itself where the server asks for a longer wait than is allowed */
async function waitFor(
  refusal: Refusal,
  attempt: number,
  { retryTime, longestRetryTime }: Network,
  { name }: FileRequest,
  { progress, signal }: Job,
): Promise<void> {
  const time = refusal.wait ?? Math.min(longestRetryTime, retryTime * 2 ** (attempt - 1));
  if (time > longestRetryTime) {
    throw new Refusal(`${refusal.message}; it asks to wait for ${duration(time / 1000)}`);
  }
  progress.start(`${name}: ${refusal.message}; next try in ${duration(time / 1000)}`, 0);
  await pause(time, signal);
}

function noMirror({ name, urls }: FileRequest, problems: readonly string[]): TanimarkError {
  if (urls.length === 0) return new TanimarkError('network', `${name} has no URL to download from`);
  const remedy = `download it by hand from ${withoutSecrets(urls[0])} and run tanimark datasets fetch ${name.replace(/^dataset:/, '')} --from FILE`;
  return new TanimarkError(
    'network',
    `${name} could not be downloaded: ${problems.map((p) => printable(p, 600)).join('; ')}; ${remedy}`,
  );
}

/** A URL for messages, without a user name and a password. */
function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (!url.username && !url.password) return text;
  url.username = '';
  url.password = '';
  return url.href;
}
