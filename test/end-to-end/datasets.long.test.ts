import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ended, good, servedDatasets, stored } from './served-datasets.js';

const { cache, server, start, run, describeSet } = servedDatasets();

it('leaves the old state or the new one where it is killed at any moment', async () => {
  const steady = { body: good, piece: 50_000, pause: 10 };
  describeSet({ urls: [server().serve('/steady', steady)], sha256: null });
  mkdirSync(cache);
  const began = performance.now();
  expect((await run(['fetch', 'served', '--no-audit'])).code).toBe(0);
  const time = performance.now() - began;
  let whole = 0;
  for (let i = 0; i < 20; i++) {
    rmSync(cache, { recursive: true });
    const child = start(['fetch', 'served', '--no-audit']);
    const end = ended(child);
    // From before the first byte to after the last.
    await pause(time * (0.3 + i / 20));
    child.kill('SIGKILL');
    await end;
    const path = join(cache, stored);
    if (existsSync(path)) {
      expect(readFileSync(path).equals(good)).toBe(true);
      whole++;
    }
    const { code, stdout } = await run(['verify', 'served', '--json']);
    const [{ state }] = JSON.parse(stdout).datasets;
    expect([code, state]).toEqual(existsSync(path) ? [0, 'fetched'] : [1, 'absent']);
    // What is left of the killed run hinders nobody.
    expect((await run(['fetch', 'served', '--no-audit'])).code).toBe(0);
    expect(readFileSync(path).equals(good)).toBe(true);
  }
  expect(whole).toBeGreaterThan(0);
  expect(whole).toBeLessThan(20);
});
