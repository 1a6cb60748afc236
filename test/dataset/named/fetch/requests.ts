import { createHash } from 'node:crypto';
import { download } from '../../../../src/dataset/named/fetch/download.js';
import type { FileRequest, Network } from '../../../../src/dataset/named/fetch/request.js';
import { Job } from '../../../../src/job.js';
import { errorOf } from '../../../helpers.js';
import type { TestServer } from './server.js';

export const hashOf = (body: string | Uint8Array, kind = 'sha256') =>
  createHash(kind).update(body).digest('hex');

/** A request of a file of which nothing is published but what is given. */
export function requestOf(
  urls: string | readonly string[],
  given: Partial<FileRequest> = {},
): FileRequest {
  return {
    name: 'dataset:x',
    urls: typeof urls === 'string' ? [urls] : urls,
    bytes: null,
    maxBytes: 1e6,
    sha256: null,
    md5: null,
    to: '',
    ...given,
  };
}

/** Size and checksums of a body, as a request has them. */
export const published = (body: string | Uint8Array) => ({
  bytes: Buffer.byteLength(body),
  sha256: hashOf(body),
  md5: hashOf(body, 'md5'),
});

/** A network that trusts a server, and waits for nothing. */
export const quick = (server: TestServer, given: Partial<Network> = {}): Partial<Network> => ({
  env: {},
  ca: server.ca,
  retryTime: 1,
  ...given,
});

/** The message of a download that fails, with the server's address taken out. */
export async function failure(
  server: TestServer,
  request: FileRequest,
  given: Partial<Network> = {},
): Promise<string> {
  const error = await errorOf(() => download(request, new Job(), quick(server, given)));
  if (error.code !== 'network') throw error;
  return error.message.replaceAll(server.origin, '');
}
