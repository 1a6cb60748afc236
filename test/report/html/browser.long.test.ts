import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers.js';
import { chromium, look, startBrowser } from './browser.js';
import { HOSTILE_SET, makePages, PAGES, PLAIN } from './pages.js';

describe.skipIf(chromium === undefined)('every kind of page in a browser', () => {
  const sets = [
    { name: 'plain', made: PLAIN, folder: temporaryFolder() },
    { name: 'hostile', made: HOSTILE_SET, folder: temporaryFolder() },
  ];
  const paths: string[] = [];
  let browser: Browser;

  beforeAll(async () => {
    for (const { made, folder } of sets) {
      paths.push(...(await makePages(folder, made)).map((name) => folder.at(name)));
    }
    browser = await startBrowser();
  }, 240_000);
  afterAll(() => browser?.close());

  it.each([
    { width: 1280, scheme: 'light', script: true },
    { width: 1280, scheme: 'dark', script: false },
    { width: 390, scheme: 'light', script: false },
    { width: 390, scheme: 'dark', script: true },
    { width: 673, scheme: 'dark', script: false, isPrinted: true },
  ] as const)(
    'fits the window and has no serious fault at %j',
    async (view) => {
      expect(paths).toHaveLength(2 * PAGES.length);
      for (const path of paths) {
        const { text, drawings, ground: _, ...seen } = await look(browser, path, view);
        expect({ path, ...seen, overflow: Math.max(0, seen.overflow) }).toEqual({
          path,
          faults: [],
          hidden: [],
          overflow: 0,
          requests: [],
          messages: [],
        });
        expect(text.length).toBeGreaterThan(300);
        expect(drawings).toBeGreaterThanOrEqual(0);
      }
    },
    240_000,
  );
});
