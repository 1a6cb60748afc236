import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileRequest } from '../../../../src/dataset/named/fetch/request.js';
import { copyFileUrl, takeFile } from '../../../../src/dataset/named/fetch/take-file.js';
import { AbortedError } from '../../../../src/errors.js';
import { Job } from '../../../../src/job.js';
import { errorOf, temporaryFolder } from '../../../helpers.js';
import { hashOf, published, requestOf } from './requests.js';

const DATA = 'smiles,y\nCCO,1\nCCN,-2\n';
const GZIPPED = gzipSync(DATA);
const URL_OF_IT = 'https://example.org/a.csv';
const AGAIN = `; download it again from ${URL_OF_IT}`;

/** Takes `content`, which must not change, and gives what is then there, or the message. */
async function taken(content: string | Uint8Array, given: Partial<FileRequest> = {}) {
  const folder = temporaryFolder();
  const from = folder.file('from', content);
  const request = requestOf(URL_OF_IT, { to: folder.at('new'), ...given });
  const result = await takeFile(from, request).catch((error) => error);
  expect(folder.read('from')).toBe(Buffer.from(content).toString());
  if (result instanceof Error) {
    expect(folder.names()).toEqual(['from']);
    return folder.shorten(result.message);
  }
  expect(folder.names()).toEqual(['from', 'new']);
  expect(result).toEqual({
    bytes: Buffer.byteLength(folder.read('new')),
    sha256: hashOf(folder.read('new')),
  });
  return folder.read('new');
}

describe('a file that was downloaded by hand', () => {
  it.each<[string, string | Uint8Array, Partial<FileRequest>]>([
    ['that nothing is known of', DATA, {}],
    ['of the right size and checksums', DATA, published(DATA)],
    ['gzipped, with the right content', GZIPPED, published(DATA)],
    ['gzipped, with content of the right size', GZIPPED, { bytes: 22 }],
    ['gzipped, with content of the right MD5', GZIPPED, { md5: hashOf(DATA, 'md5') }],
  ])('%s is taken', async (_, content, given) => {
    expect(await taken(content, given)).toBe(DATA);
  });

  it.each<[string, Partial<FileRequest>]>([
    ['as it is known', published(GZIPPED)],
    ['that nothing is known of', {}],
  ])('gzipped %s is taken as it is', async (_, given) => {
    const folder = temporaryFolder();
    const request = requestOf(URL_OF_IT, { to: folder.at('new'), ...given });
    const result = await takeFile(folder.file('from', GZIPPED), request);
    expect(result).toEqual({ bytes: GZIPPED.length, sha256: hashOf(GZIPPED) });
  });

  it.each<[string, string | Uint8Array, Partial<FileRequest>, string]>([
    ['of another size', DATA, { bytes: 30 }, '22 bytes, expected 30'],
    ['that is too large', DATA, { bytes: 20 }, '22 bytes, expected 20'],
    ['above the limit', DATA, { maxBytes: 21 }, '22 bytes, more than the limit of 21 bytes'],
    ['that is empty', '', {}, 'an empty file'],
    [
      'of another SHA-256',
      DATA,
      { sha256: hashOf('x') },
      `SHA-256 ${hashOf(DATA)}, expected ${hashOf('x')}`,
    ],
    [
      'of another MD5',
      DATA,
      { md5: hashOf('x', 'md5') },
      `MD5 ${hashOf(DATA, 'md5')}, expected ${hashOf('x', 'md5')}`,
    ],
    [
      'that is a page',
      ' <!doctype HTML><title>Log in</title>',
      { bytes: 5 },
      'an HTML page ("Log in")',
    ],
    [
      'gzipped with another content',
      GZIPPED,
      { bytes: 30 },
      `${GZIPPED.length} bytes, expected 30 (decompressed: 22 bytes, expected 30)`,
    ],
    [
      'gzipped with too large a content',
      GZIPPED,
      { bytes: 20 },
      `${GZIPPED.length} bytes, expected 20 (decompressed: more than 20 bytes, the expected size)`,
    ],
    [
      'gzipped that is above the limit',
      GZIPPED,
      { maxBytes: 30 },
      `${GZIPPED.length} bytes, more than the limit of 30 bytes`,
    ],
    [
      'plain where a gzipped one is known',
      DATA,
      { bytes: GZIPPED.length },
      `22 bytes, expected ${GZIPPED.length}`,
    ],
  ])('%s is refused', async (_, content, given, problem) => {
    expect(await taken(content, given)).toBe(
      `from is not the file of dataset:x: ${problem}${AGAIN}`,
    );
  });

  it('gzipped and damaged is refused', async () => {
    expect(await taken(GZIPPED.subarray(0, 20), published(DATA))).toBe(
      'from is a damaged gzip file (Z_BUF_ERROR); download it again',
    );
  });

  it.each<[string, string]>([
    ['none', 'none does not exist; check the path'],
    ['folder', 'folder is no file; name the file that was downloaded'],
  ])('must be one: %s', async (name, message) => {
    const folder = temporaryFolder();
    mkdirSync(folder.at('folder'));
    const request = requestOf(URL_OF_IT, { to: folder.at('new') });
    const error = await errorOf(() => takeFile(folder.at(name), request));
    expect([error.code, folder.shorten(error.message)]).toEqual(['file', message]);
    expect(folder.names()).toEqual(['folder']);
  });

  it('is not taken when canceled', async () => {
    const folder = temporaryFolder();
    const from = folder.file('from', DATA);
    const request = requestOf(URL_OF_IT, { to: folder.at('new') });
    const job = new Job({ signal: AbortSignal.abort() });
    await expect(takeFile(from, request, job)).rejects.toBeInstanceOf(AbortedError);
    expect(folder.names()).toEqual(['from']);
  });
});

describe('a file: URL', () => {
  it('is copied under the same checks', async () => {
    const folder = temporaryFolder();
    const { href } = pathToFileURL(folder.file('a b.csv', DATA));
    const request = requestOf(href, { to: folder.at('new'), ...published(DATA) });
    expect(await copyFileUrl(href, request)).toEqual({ bytes: 22, sha256: hashOf(DATA) });
    expect(folder.read('new')).toBe(DATA);
    const error = await errorOf(() => copyFileUrl(href, { ...request, bytes: 3 }));
    expect(folder.shorten(error.message)).toBe(
      'a b.csv is not the file of dataset:x: 22 bytes, expected 3; correct the file, or its entry in the registry',
    );
    expect(folder.names()).toEqual(['a b.csv']);
  });

  it.each(['file://host/a.csv', 'file:///a%2Fb'])('must be of this machine: %s', async (url) => {
    const request = requestOf(url, { to: join('none', 'new') });
    const error = await errorOf(() => copyFileUrl(url, request));
    expect(error.message).toBe(
      `dataset:x: "${url}" is no URL of a file on this machine; write it as file:///folder/name`,
    );
  });
});
