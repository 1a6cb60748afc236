import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Served } from '../dataset/named/fetch/server.js';
import { ended, good, servedDatasets, sha256, stored } from './served-datasets.js';

const { cache, server, start, run, describeSet, files } = servedDatasets();

describe('datasets fetch', () => {
  it('takes a file from the first mirror that has it, and it is read', async () => {
    const urls = [
      server().serve('/gone', { status: 404 }),
      server().serve('/good', { body: good }),
    ];
    describeSet({ urls });
    const fetched = await run(['fetch', 'served', '--json']);
    expect(fetched.code, fetched.stderr).toBe(0);
    expect(JSON.parse(fetched.stdout).datasets[0]).toMatchObject({
      source: urls[1],
      checked: 'published',
      file: { bytes: good.length, sha256: sha256(good) },
    });
    expect(files()).toEqual([stored]);
    expect(readFileSync(join(cache, stored)).equals(good)).toBe(true);
  });

  it('takes it from the mirror that is named, by name and file', async () => {
    describeSet({ urls: [server().serve('/gone', { status: 404 })] });
    server().serve('/sets/served/served.csv', { body: good });
    const mirror = { TANIMARK_DATASETS_MIRROR: server().url('/sets/') };
    const before = server().requests.length;
    expect((await run(['fetch', 'served'], mirror)).code).toBe(0);
    expect(
      server()
        .requests.slice(before)
        .map(({ path }) => path),
    ).toEqual(['/sets/served/served.csv']);
    expect(files()).toEqual([stored]);
  });

  const html = {
    headers: { 'content-type': 'text/html' },
    body: '<!DOCTYPE html><title>Sign in</title>',
  };
  const twice = Buffer.concat([good, good]);
  const refusals: [what: string, answer: Served, said: RegExp][] = [
    ['a wrong checksum', { body: Buffer.alloc(good.length, 'x') }, new RegExp(sha256(good))],
    [
      'a body that is always cut short',
      { body: good, cutAfter: 5000 },
      /ended after 5,000 of 558,899 bytes/,
    ],
    ['a redirect to HTTP', { status: 302, headers: { location: 'http://localhost:9/' } }, /http:/],
    ['an HTML page', html, /HTML page.*Sign in/],
    ['an empty file', { body: '' }, /: 0 bytes, expected 558,899/],
    ['a larger file', { body: twice }, /: 1,117,798 bytes, expected 558,899/],
  ];
  it.each(refusals)('refuses %s, and leaves nothing behind', async (_, answer, said) => {
    describeSet({ urls: [server().serve('/bad', answer)] });
    const { code, stdout, stderr } = await run(['fetch', 'served']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('tanimark datasets fetch served --from');
    expect(files()).toEqual([]);
  });

  it('ends with one good file where four processes fetch it at once', async () => {
    const slow = { body: good, piece: 20_000, pause: 5 };
    describeSet({ urls: [server().serve('/slow', slow)], sha256: null });
    const all = await Promise.all(
      Array.from({ length: 4 }, () => run(['fetch', 'served', '--no-audit'])),
    );
    expect(all.map(({ code, stderr }) => [code, stderr])).toEqual(
      Array.from({ length: 4 }, () => [0, '']),
    );
    expect(files()).toEqual([stored]);
    expect(readFileSync(join(cache, stored)).equals(good)).toBe(true);
    const lock = JSON.parse(
      readFileSync(join(cache, 'datasets', 'tanimark.datasets.lock'), 'utf8'),
    );
    expect(lock.datasets.served).toEqual({
      url: server().url('/slow'),
      bytes: good.length,
      sha256: sha256(good),
    });
  });

  it('leaves nothing behind on Ctrl-C', async () => {
    describeSet({ urls: [server().serve('/drip', { body: good, piece: 1000, pause: 100 })] });
    const before = server().requests.length;
    const child = start(['fetch', 'served']);
    const end = ended(child);
    while (server().requests.length === before) await pause(20);
    await pause(200);
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 130, stdout: '' });
    expect(files()).toEqual([]);
  });
});
