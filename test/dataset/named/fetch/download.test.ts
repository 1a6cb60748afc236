import { symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { download } from '../../../../src/dataset/named/fetch/download.js';
import type { FileRequest, Network } from '../../../../src/dataset/named/fetch/request.js';
import { Job, type Progress } from '../../../../src/job.js';
import { VERSION } from '../../../../src/version.js';
import { errorOf, temporaryFolder } from '../../../helpers.js';
import { selfSigned } from './certificate.js';
import { failure, hashOf, published, quick, requestOf } from './requests.js';
import { type Served, startPlainServer, startServer, type TestServer } from './server.js';

/** 22 bytes. */
const DATA = 'smiles,y\nCCO,1\nCCN,-2\n';
const BY_HAND = '; download it by hand from /a and run tanimark datasets fetch x --from FILE';
const PAGE = '<!DOCTYPE html>\n<html><head><title>Access\n denied</title></head></html>';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** Downloads what a path answers, and gives what is then in the folder. */
async function downloaded(given: Partial<FileRequest>, ...answers: Served[]) {
  const folder = temporaryFolder();
  const url = server.serve('/a', ...answers);
  const request = requestOf(url, { to: folder.at('new'), ...given });
  const result = await download(request, new Job(), quick(server));
  expect(folder.names()).toEqual(['new']);
  return { result, url, text: folder.read('new') };
}

/** What is said where a path answers with something else; nothing may be left in the folder. */
async function refused(given: Partial<FileRequest>, answer: Served, network?: Partial<Network>) {
  const folder = temporaryFolder();
  const url = server.serve('/a', answer);
  const message = await failure(
    server,
    requestOf(url, { to: folder.at('new'), ...given }),
    network,
  );
  expect(folder.names()).toEqual([]);
  expect(message).toMatch(/^dataset:x could not be downloaded: \/a: /);
  expect(message.endsWith(BY_HAND)).toBe(true);
  return message.slice('dataset:x could not be downloaded: /a: '.length, -BY_HAND.length);
}

describe('a file that is as it should be', () => {
  it.each<[string, Partial<FileRequest>, Served]>([
    ['of which nothing is published', {}, { body: DATA }],
    ['with a size and checksums', published(DATA), { body: DATA }],
    ['with a size alone, in chunks', { bytes: 22 }, { body: DATA, length: null, piece: 5 }],
    ['with nothing published, in chunks', {}, { body: DATA, length: null }],
    ['of the largest size', { maxBytes: 22 }, { body: DATA }],
  ])('%s is written', async (_, given, answer) => {
    const { result, url, text } = await downloaded(given, answer);
    expect(text).toBe(DATA);
    expect(result).toEqual({ url, bytes: 22, sha256: hashOf(DATA) });
  });

  it('is asked for as it is, by name and version, without cookies or credentials', async () => {
    server.requests.length = 0;
    await downloaded({}, { body: DATA });
    expect(server.requests).toEqual([
      {
        method: 'GET',
        path: '/a',
        headers: {
          'user-agent': `tanimark/${VERSION}`,
          accept: '*/*',
          'accept-encoding': 'identity',
          host: server.origin.slice('https://'.length),
          connection: 'close',
        },
      },
    ]);
  });

  it('may begin with a tag that is not HTML', async () => {
    const body = `<htmlish>,y\n${DATA}`;
    expect((await downloaded({}, { body })).text).toBe(body);
  });

  it('replaces what is there', async () => {
    const folder = temporaryFolder();
    const to = folder.file('new', 'x'.repeat(100));
    await download(requestOf(server.serve('/a', { body: DATA }), { to }), new Job(), quick(server));
    expect(folder.read('new')).toBe(DATA);
  });

  it('that is stored compressed is taken as it is stored', async () => {
    const folder = temporaryFolder();
    const headers = { 'content-encoding': 'gzip' };
    const url = server.serve('/a.csv.gz', { body: 'compressed', headers });
    await download(requestOf(url, { to: folder.at('new') }), new Job(), quick(server));
    expect(folder.read('new')).toBe('compressed');
  });

  it('shows its progress in bytes', async () => {
    const seen: unknown[] = [];
    const progress: Progress = {
      start: (stage, total, unit) => seen.push([stage, total, unit]),
      advance: (done) => seen.push(done),
      finish: () => seen.push('finish'),
    };
    const folder = temporaryFolder();
    const body = 'x'.repeat(30);
    const url = server.serve('/a', { body, piece: 10, pause: 20 });
    const ask = (given: Partial<FileRequest>) =>
      download(
        requestOf(url, { to: folder.at('new'), ...given }),
        new Job({ progress }),
        quick(server),
      );
    await ask({ bytes: 30 });
    expect(seen).toEqual([['downloading dataset:x', 30, 'bytes'], 10, 20, 30, 'finish']);
    seen.length = 0;
    await ask({});
    expect(seen.slice(0, 3)).toEqual([
      ['downloading dataset:x', 0, 'bytes'],
      ['downloading dataset:x', 30, 'bytes'],
      0,
    ]);
    expect(seen.slice(3)).toEqual([10, 20, 30, 'finish']);
  });
});

describe('a file that is not as it should be', () => {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  it.each<[string, Partial<FileRequest>, Served, string]>([
    ['too short', { bytes: 30 }, { body: DATA }, '22 bytes, expected 30'],
    ['too long', { bytes: 20 }, { body: DATA }, '22 bytes, expected 20'],
    ['too short, in chunks', { bytes: 30 }, { body: DATA, length: null }, '22 bytes, expected 30'],
    [
      'too long, in chunks',
      { bytes: 20 },
      { body: DATA, length: null },
      'more than 20 bytes, the expected size',
    ],
    [
      'above the limit',
      { maxBytes: 21 },
      { body: DATA },
      '22 bytes, more than the limit of 21 bytes',
    ],
    [
      'above the limit, in chunks',
      { maxBytes: 21 },
      { body: DATA, length: null },
      'more than the limit of 21 bytes',
    ],
    ['empty', {}, { body: '' }, 'an empty file'],
    ['empty, in chunks', {}, { body: '', length: null }, 'an empty file'],
    ['empty where a size is known', { bytes: 5 }, { body: '' }, '0 bytes, expected 5'],
    [
      'of another SHA-256',
      { bytes: 22, sha256: hashOf('other') },
      { body: DATA },
      `SHA-256 ${hashOf(DATA)}, expected ${hashOf('other')}`,
    ],
    [
      'of another MD5',
      { md5: hashOf('other', 'md5') },
      { body: DATA },
      `MD5 ${hashOf(DATA, 'md5')}, expected ${hashOf('other', 'md5')}`,
    ],
    [
      'a page, as the server says',
      { bytes: 5 },
      { body: PAGE, headers: html, piece: 9 },
      'an HTML page ("Access denied")',
    ],
    ['a page without a title', {}, { body: 'no entry', headers: html }, 'an HTML page'],
    ['a page by its first bytes', {}, { body: PAGE, piece: 1 }, 'an HTML page ("Access denied")'],
    [
      'a page after a byte-order mark, white space and comments',
      {},
      {
        body: `\ufeff\n <?xml version="1.0"?>\n<!-- <a> --><!---->\t<HTML lang=en>${'x'.repeat(20_000)}`,
      },
      'an HTML page',
    ],
    [
      'a page with a title that moves the cursor',
      {},
      { body: `<html><title>\u001b[2J${'a'.repeat(200)}</title>` },
      `an HTML page ("\\u001b[2J${'a'.repeat(50)}…${'a'.repeat(20)}")`,
    ],
    ['not there', {}, { status: 404 }, 'HTTP 404 Not Found'],
    [
      'forbidden, with a page',
      {},
      { status: 403, body: PAGE, headers: html },
      'HTTP 403 Forbidden',
    ],
    ['yet to come', {}, { status: 202 }, 'HTTP 202 Accepted'],
    ['a part that was not asked for', {}, { status: 206, body: DATA }, 'HTTP 206 Partial Content'],
    [
      'compressed on the way',
      {},
      { body: DATA, headers: { 'content-encoding': 'br' } },
      'sent compressed (br) although the plain file was requested',
    ],
    [
      'of no known length, with nothing to check it by',
      {},
      { body: DATA, length: null, ends: 'unmarked' },
      'the server does not say how large the file is, so it may be incomplete',
    ],
  ])('%s is refused', async (_, given, answer, message) => {
    expect(await refused(given, answer)).toBe(message);
  });

  it('is not read where the server says that it is too large', async () => {
    const answer = { body: 'x', length: 1e9, pause: 100_000 };
    expect(await refused({}, answer)).toBe(
      '1,000,000,000 bytes, more than the limit of 1,000,000 bytes',
    );
  });
});

describe('redirects', () => {
  const to = (location: string, status = 302): Served => ({ status, headers: { location } });

  it.each([301, 302, 303, 307, 308])('of HTTP %d are followed', async (status) => {
    server.serve('/b', { body: DATA });
    const { result, url, text } = await downloaded({}, to('/b', status));
    expect([result.url, text]).toEqual([url, DATA]);
  });

  it('are followed ten times, and no further', async () => {
    for (let i = 1; i <= 11; i++) server.serve(`/r${i}`, to(`/r${i + 1}`));
    server.serve('/r10', { body: DATA });
    expect((await downloaded({}, to('/r1'))).text).toBe(DATA);
    server.serve('/r10', to('/r11'));
    server.serve('/r11', { body: DATA });
    expect(await refused({}, to('/r1'))).toBe('more than 10 redirects');
  });

  it.each<[string, string, string]>([
    ['back to the start', '/a', 'a redirect loop, back to /a'],
    ['back to the start, with a fragment', '/a#b', 'a redirect loop, back to /a'],
    ['to a file', 'file:///etc/hosts', 'a redirect to file:…, not an https: URL'],
    [
      'with a password',
      'https://me:secret@localhost/',
      'a redirect to https://localhost/, a URL with a user name or a password, which are not sent',
    ],
    ['to what is no URL', 'https://[', 'a redirect to what is no URL'],
    ['to nowhere', '', 'HTTP 302 without a location'],
  ])('%s are refused', async (_, location, message) => {
    expect(await refused({}, to(location))).toBe(message);
  });

  it('in a loop of two are refused', async () => {
    server.serve('/b', to('/a'));
    expect(await refused({}, to('/b'))).toBe('a redirect loop, back to /a');
  });

  it('to HTTP are refused, and nobody connects', async () => {
    const plain = await startPlainServer();
    server.serve('/b', to(plain.url));
    expect(await refused({}, to('/b'))).toBe(`a redirect to ${plain.url}, not an https: URL`);
    expect(plain.connections()).toBe(0);
    await plain.close();
  });
});

describe('mirrors', () => {
  it.each<[string, Served]>([
    ['is not there', { status: 404 }],
    ['has another file', { body: DATA.replace('1', '3') }],
    ['has a page', { body: PAGE, headers: { 'content-type': 'text/html' } }],
    ['leads away', { status: 301, headers: { location: 'http://localhost/' } }],
    ['is cut short', { body: DATA, cutAfter: 4, etag: 'v' }],
  ])('are tried in order, after one whose file %s', async (_, answer) => {
    const folder = temporaryFolder();
    const urls = [server.serve('/a', answer), server.serve('/b', { body: DATA })];
    const request = requestOf(urls, { to: folder.at('new'), ...published(DATA) });
    const { url } = await download(request, new Job(), quick(server));
    expect(url).toBe(urls[1]);
    expect(folder.read('new')).toBe(DATA);
  });

  it('that all fail are each named with the reason', async () => {
    const folder = temporaryFolder();
    const { host } = new URL(server.origin);
    const urls = [
      server.serve('/a', { status: 404 }),
      server.serve('/b', { body: '' }),
      `http://${host}/c`,
      `https://me:secret@${host}/d`,
      'x',
    ];
    const message = await failure(server, requestOf(urls, { to: folder.at('new') }));
    expect(message).toBe(
      `dataset:x could not be downloaded: /a: HTTP 404 Not Found; /b: an empty file; http://${host}/c: not an https: URL; /d: a URL with a user name or a password, which are not sent; x: not a URL${BY_HAND}`,
    );
    expect(folder.names()).toEqual([]);
  });

  it('must be there', async () => {
    const folder = temporaryFolder();
    expect(await failure(server, requestOf([], { to: folder.at('new') }))).toBe(
      'dataset:x has no URL to download from',
    );
    expect(folder.names()).toEqual([]);
  });
});

describe('a server', () => {
  it.each<[string, () => ReturnType<typeof selfSigned>, string]>([
    [
      'that nobody vouches for',
      () => selfSigned(),
      "the certificate is not trusted (self-signed certificate; set NODE_EXTRA_CA_CERTS to the certificates of your network's proxy, if it has its own);",
    ],
    [
      'of another name',
      () => selfSigned(['example.org']),
      "Hostname/IP does not match certificate's altnames",
    ],
    ['whose certificate has expired', () => selfSigned(undefined, -1), 'certificate has expired'],
  ])('%s is refused', async (title, identity, problem) => {
    const folder = temporaryFolder();
    const other = await startServer(identity());
    const ca = title.includes('vouches') ? undefined : other.ca;
    const url = other.serve('/a', { body: DATA });
    const message = await failure(other, requestOf(url, { to: folder.at('new') }), { ca });
    expect(message).toContain(`/a: ${problem}`);
    expect(other.requests).toEqual([]);
    expect(folder.names()).toEqual([]);
    await other.close();
  });

  it('is found by an address as well', async () => {
    const folder = temporaryFolder();
    server.serve('/a', { body: DATA });
    const { port } = new URL(server.origin);
    const addresses = ['127.0.0.1', '[::1]'].map((host) => `https://${host}:${port}/a`);
    await download(requestOf(addresses, { to: folder.at('new') }), new Job(), quick(server));
    expect(folder.read('new')).toBe(DATA);
  });
});

describe('a path that cannot be written', () => {
  it('is told as such, whatever the mirrors are', async () => {
    const folder = temporaryFolder();
    const url = server.serve('/a', { body: DATA });
    const request = requestOf(url, { to: folder.at('none/new') });
    const error = await errorOf(() => download(request, new Job(), quick(server)));
    expect([error.code, folder.shorten(error.message)]).toEqual([
      'file',
      'none/new cannot be written (ENOENT): check the folder',
    ]);
  });

  it.skipIf(process.platform !== 'linux')('for want of room is told as such', async () => {
    const folder = temporaryFolder();
    symlinkSync('/dev/full', folder.at('new'));
    const url = server.serve('/a', { body: DATA });
    const request = requestOf(url, { to: folder.at('new') });
    const error = await errorOf(() => download(request, new Job(), quick(server)));
    expect([error.code, folder.shorten(error.message)]).toEqual([
      'file',
      'new cannot be written (ENOSPC): the disk is full; make room',
    ]);
    expect(folder.names()).toEqual([]);
  });
});
