import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { download } from '../../../../src/dataset/named/fetch/download.js';
import type { FileRequest, Network } from '../../../../src/dataset/named/fetch/request.js';
import { AbortedError } from '../../../../src/errors.js';
import { Job } from '../../../../src/job.js';
import { errorOf, temporaryFolder } from '../../../helpers.js';
import { failure, published, quick, requestOf } from './requests.js';
import { type Served, startPlainServer, startServer, type TestServer } from './server.js';

const BODY = Array.from({ length: 100 }, (_, i) => `line ${i}\n`).join('');

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** Downloads what a path answers, and gives the ranges that were asked for. */
async function tried(
  answers: Served[],
  given: Partial<FileRequest> = {},
  network: Partial<Network> = {},
) {
  const folder = temporaryFolder();
  server.requests.length = 0;
  const request = requestOf(server.serve('/a', ...answers), { to: folder.at('new'), ...given });
  const end = download(request, new Job(), quick(server, network)).then(
    () => folder.read('new'),
    (error) => error.message.replaceAll(server.origin, '').split('; download it')[0],
  );
  const result = await end;
  expect(folder.names()).toEqual(result.startsWith('dataset:x could') ? [] : ['new']);
  const ranges = server.requests.map(({ headers }) => headers.range ?? 'all');
  return { result, ranges };
}

const failed = (message: string) => `dataset:x could not be downloaded: /a: ${message}`;
const old = {
  date: 'Mon, 01 Jan 2024 12:00:00 GMT',
  'last-modified': 'Mon, 01 Jan 2024 11:00:00 GMT',
};

describe('a body that is cut short', () => {
  const cut = { body: BODY, etag: 'v', cutAfter: 100 };

  it('goes on where it stopped', async () => {
    const answers = [cut, { ...cut, cutAfter: 50 }, { body: BODY, etag: 'v' }];
    expect(await tried(answers)).toEqual({
      result: BODY,
      ranges: ['all', 'bytes=100-', 'bytes=150-'],
    });
    expect(server.requests[1].headers['if-range']).toBe('"v"');
  });

  it('goes on by its date', async () => {
    const rest = BODY.slice(100);
    const range = { 'content-range': `bytes 100-${BODY.length - 1}/${BODY.length}` };
    const answers = [
      { body: BODY, cutAfter: 100, headers: old },
      { status: 206, body: rest, headers: { ...old, ...range } },
    ];
    expect(await tried(answers)).toEqual({ result: BODY, ranges: ['all', 'bytes=100-'] });
    expect(server.requests[1].headers['if-range']).toBe(old['last-modified']);
  });

  it.each<[string, Served]>([
    ['a weak ETag', { headers: { etag: 'W/"v"', ...old } }],
    ['a date that is too new', { headers: { ...old, 'last-modified': old.date } }],
    ['no ranges', { etag: 'v', headers: { 'accept-ranges': 'none' } }],
    ['nothing to tell it by', {}],
  ])('begins again where the server gives %s', async (_, given) => {
    const answer = { body: BODY, ...given };
    expect(await tried([{ ...answer, cutAfter: 100 }, answer])).toEqual({
      result: BODY,
      ranges: ['all', 'all'],
    });
  });

  it('begins again where the server sends the whole', async () => {
    const answers = [cut, { status: 200, body: BODY, etag: 'v' }];
    expect(await tried(answers)).toEqual({ result: BODY, ranges: ['all', 'bytes=100-'] });
  });

  it('begins again where the file has changed', async () => {
    const later = BODY.toUpperCase();
    const answers = [cut, { body: later, etag: 'w' }];
    expect(await tried(answers, published(later))).toEqual({
      result: later,
      ranges: ['all', 'bytes=100-'],
    });
    const shorter = 'short';
    expect((await tried([cut, { body: shorter, etag: 'w' }])).result).toBe(shorter);
  });

  it.each<[string, Served]>([
    ['of another file', { headers: { etag: '"w"', 'content-range': 'bytes 100-789/790' } }],
    ['from another place', { headers: { etag: '"v"', 'content-range': 'bytes 99-789/790' } }],
    ['from no place', { headers: { etag: '"v"' } }],
    ['that cannot be', { status: 416 }],
  ])('begins again after a part %s', async (_, part) => {
    expect(BODY).toHaveLength(790);
    const answers = [
      cut,
      { status: 206, body: BODY.slice(100), ...part },
      { body: BODY, etag: 'v' },
    ];
    expect(await tried(answers)).toEqual({ result: BODY, ranges: ['all', 'bytes=100-', 'all'] });
  });

  it('begins once more where the parts do not fit together', async () => {
    const wrong = BODY.toUpperCase();
    const answers = [cut, { body: wrong, etag: 'v' }, { body: BODY, etag: 'v' }];
    expect(await tried(answers, published(BODY))).toEqual({
      result: BODY,
      ranges: ['all', 'bytes=100-', 'all'],
    });
    const { result, ranges } = await tried([cut, { body: wrong, etag: 'v' }], published(BODY));
    expect(result).toMatch(/^dataset:x could not be downloaded: \/a: SHA-256 .*, expected /);
    expect(ranges).toEqual(['all', 'bytes=100-', 'all']);
    const other = { body: wrong, etag: 'v' };
    const always = await tried([cut, other, cut, other, cut], published(BODY), { tries: 9 });
    expect(always.ranges).toEqual(['all', 'bytes=100-', 'all', 'bytes=100-']);
  });

  it('goes on after a part that is shorter than the rest', async () => {
    const headers = { etag: '"v"', 'content-range': 'bytes 100-199/790' };
    const part = { status: 206, body: BODY.slice(100, 200), headers };
    expect(await tried([cut, part, { body: BODY, etag: 'v' }])).toEqual({
      result: BODY,
      ranges: ['all', 'bytes=100-', 'bytes=200-'],
    });
  });

  it('each time is given up after three tries', async () => {
    expect(await tried([cut])).toEqual({
      result: failed('the connection ended after 300 of 790 bytes'),
      ranges: ['all', 'bytes=100-', 'bytes=200-'],
    });
    expect((await tried([{ ...cut, length: null }], {}, { tries: 1 })).result).toBe(
      failed('the connection ended after 100 bytes'),
    );
  });

  it('is told from a whole one by the size that is known', async () => {
    const unmarked: Served = { body: BODY, length: null, ends: 'unmarked' };
    const answers: Served[] = [{ ...unmarked, body: BODY.slice(0, 100) }, unmarked];
    expect(await tried(answers, { bytes: 790 })).toEqual({ result: BODY, ranges: ['all', 'all'] });
    expect((await tried(answers.slice(0, 1), { bytes: 790 })).result).toBe(
      failed('the connection ended after 100 of 790 bytes'),
    );
  });
});

describe('a server that is busy', () => {
  it.each([408, 429, 500, 502, 503, 504])('and answers HTTP %d is asked again', async (status) => {
    const busy = { status, headers: { 'retry-after': '0' } };
    expect((await tried([busy, busy, { body: BODY }])).result).toBe(BODY);
  });

  it('is left alone as long as it asks', async () => {
    const busy = { status: 503, headers: { 'retry-after': '1' } };
    const times: number[] = [];
    const progress = {
      start: (stage: string) => times.push(performance.now()) && stages.push(stage),
      advance() {},
      finish() {},
    };
    const stages: string[] = [];
    const folder = temporaryFolder();
    const url = server.serve('/a', busy, { body: BODY });
    const request = requestOf(url, { to: folder.at('new'), bytes: 790 });
    await download(request, new Job({ progress }), quick(server, { retryTime: 5 }));
    expect(stages).toEqual([
      'downloading dataset:x',
      'dataset:x: HTTP 503 Service Unavailable; next try in 1 s',
      'downloading dataset:x',
    ]);
    expect(times[2] - times[1]).toBeGreaterThanOrEqual(990);
  });

  it.each([
    ['3600', '1 h 0 min'],
    [new Date(Date.now() + 7_200_000).toUTCString(), '2 h 0 min'],
  ])('for too long is given up: Retry-After %s', async (wait, shown) => {
    const { result, ranges } = await tried([{ status: 503, headers: { 'retry-after': wait } }]);
    expect(result).toBe(failed(`HTTP 503 Service Unavailable; it asks to wait for ${shown}`));
    expect(ranges).toHaveLength(1);
  });

  it('with a date that has passed is asked at once', async () => {
    const busy = { status: 503, headers: { 'retry-after': old.date } };
    expect((await tried([busy, { body: BODY }], {}, { retryTime: 1e6 })).result).toBe(BODY);
  });

  it.each([400, 401, 403, 404, 410])('and answers HTTP %d is asked once', async (status) => {
    const { result, ranges } = await tried([{ status }, { body: BODY }]);
    expect([result.includes(`HTTP ${status} `), ranges.length]).toEqual([true, 1]);
  });
});

describe('a server that is slow', () => {
  it('to answer is asked three times', async () => {
    const answer = { body: BODY, delay: 3000 };
    expect(await tried([answer], {}, { responseTime: 50 })).toEqual({
      result: failed('no answer for 0.05 s'),
      ranges: ['all', 'all', 'all'],
    });
    expect((await tried([answer, { body: BODY }], {}, { responseTime: 1000 })).result).toBe(BODY);
  });

  it('to go on is asked for the rest', async () => {
    const stuck = { body: BODY, etag: 'v', piece: 100, pause: 100_000 };
    expect(await tried([stuck, { body: BODY, etag: 'v' }], {}, { idleTime: 500 })).toEqual({
      result: BODY,
      ranges: ['all', 'bytes=100-'],
    });
    expect((await tried([stuck], {}, { idleTime: 50 })).result).toBe(failed('no data for 0.05 s'));
  });

  it('and drips is given up', async () => {
    const drip = { body: BODY, etag: 'v', piece: 5, pause: 10 };
    const { result, ranges } = await tried([drip], {}, { rateTime: 100 });
    expect(result).toMatch(/\/a: too slow: \d+ bytes a second, at least 1,000 expected$/);
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBe('all');
    expect((await tried([drip], {}, { rateTime: 100, leastRate: 1 })).result).toBe(BODY);
  });

  it('to connect is given up', async () => {
    const folder = temporaryFolder();
    const silent = await startPlainServer({ isSilent: true });
    const url = silent.url.replace('http:', 'https:');
    const request = requestOf(url, { to: folder.at('new') });
    expect(await failure(server, request, { connectTime: 50 })).toContain(
      `${url}: no connection for 0.05 s;`,
    );
    expect([silent.connections(), folder.names()]).toEqual([3, []]);
    await silent.close();
  });
});

describe('a server that is gone', () => {
  it('is tried three times', async () => {
    const folder = temporaryFolder();
    const gone = await startServer();
    const url = gone.url('/a');
    await gone.close();
    const stages: string[] = [];
    const progress = { start: (stage: string) => stages.push(stage), advance() {}, finish() {} };
    const error = await errorOf(() =>
      download(requestOf(url, { to: folder.at('new') }), new Job({ progress }), quick(server)),
    );
    expect(error.message).toContain(`${url}: the connection was refused (ECONNREFUSED);`);
    expect(stages.filter((stage) => stage === 'downloading dataset:x')).toHaveLength(3);
    expect(folder.names()).toEqual([]);
  });
});

describe('canceling', () => {
  it.each<[string, Served, Partial<Network>]>([
    ['before the answer', { body: BODY, delay: 100_000 }, {}],
    ['in the middle of the body', { body: BODY, piece: 100, pause: 100_000 }, {}],
    ['while waiting for the next try', { status: 503 }, { retryTime: 50_000 }],
  ])('%s ends it at once, with nothing left', async (_, answer, network) => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const request = requestOf(server.serve('/a', answer), { to: folder.at('new') });
    const job = new Job({ signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    const error = await errorOf(() => download(request, job, quick(server, network)));
    expect(error).toBeInstanceOf(AbortedError);
    expect(folder.names()).toEqual([]);
  });

  it('before it begins asks nobody, and changes nothing', async () => {
    const folder = temporaryFolder();
    server.requests.length = 0;
    const to = folder.file('new', 'of before');
    const request = requestOf(server.serve('/a', { body: BODY }), { to });
    const job = new Job({ signal: AbortSignal.abort() });
    await expect(download(request, job, quick(server))).rejects.toBeInstanceOf(AbortedError);
    expect([server.requests, folder.read('new')]).toEqual([[], 'of before']);
  });
});

describe('any bytes, in any pieces, with any breaks', () => {
  it('come out the same', async () => {
    const folder = temporaryFolder();
    const answer = fc.record({
      piece: fc.integer({ min: 1, max: 5000 }),
      cutAfter: fc.integer({ min: 0, max: 3000 }),
      isChunked: fc.boolean(),
      etag: fc.constantFrom('v', undefined),
    });
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 4000 }).map((own) => {
      // So that no body is a page.
      return Buffer.concat([Buffer.from('x'), own]);
    });
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.array(answer, { maxLength: 5 }),
        fc.boolean(),
        async (body, cuts, isKnown) => {
          const served: Served[] = cuts.map(({ piece, cutAfter, isChunked, etag }) => ({
            body,
            piece: Math.max(piece, Math.ceil(body.length / 20)),
            cutAfter: Math.min(cutAfter, body.length - 1),
            ...(isChunked ? { length: null } : {}),
            ...(etag ? { etag } : {}),
          }));
          const url = server.serve('/a', ...served, { body, etag: 'v' });
          const request = requestOf(url, {
            to: folder.at('new'),
            ...(isKnown ? published(body) : {}),
          });
          const result = await download(request, new Job(), quick(server, { tries: 6 }));
          expect(result).toEqual({ url, bytes: body.length, sha256: published(body).sha256 });
          expect(readFileSync(folder.at('new')).equals(body)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
