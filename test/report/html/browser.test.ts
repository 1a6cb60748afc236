import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers.js';
import { chromium, look, startBrowser } from './browser.js';
import { makeCheckPage, makeReportPage, PLAIN } from './pages.js';

const title =
  chromium === undefined
    ? 'pages in a browser (skipped: no chromium, chromium-browser or google-chrome on the PATH)'
    : 'pages in a browser';

describe.skipIf(chromium === undefined)(title, () => {
  const folder = temporaryFolder();
  const repository = temporaryFolder();
  const paths = new Map<string, string>();
  let browser: Browser;

  beforeAll(async () => {
    paths.set('report', folder.at(await makeReportPage(folder, PLAIN)));
    paths.set('check', repository.at(await makeCheckPage(repository)));
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it.each([
    ['report', { width: 1280, scheme: 'light', script: false }],
    ['report', { width: 390, scheme: 'dark', script: true }],
    ['check', { width: 390, scheme: 'light', script: false }],
    ['check', { width: 1280, scheme: 'dark', script: true }],
  ] as const)('of %s at %j fit the window and have no serious fault', async (kind, view) => {
    const seen = await look(browser, paths.get(kind) as string, view);
    expect(seen.faults).toEqual([]);
    expect(seen.overflow).toBeLessThanOrEqual(0);
    expect(seen.hidden).toEqual([]);
    expect(seen.ground === 'rgb(255, 255, 255)').toBe(view.scheme === 'light');
    expect(seen.drawings).toBeGreaterThan(kind === 'check' ? 0 : 50);
    expect(seen.requests).toEqual([]);
    expect(seen.messages).toEqual([]);
  });

  // A4 without its margins of 16 mm: 178 mm, at 96 pixels to the inch.
  it.each(['report', 'check'])('of %s fit a sheet of A4 in print, on white', async (kind) => {
    const view = { width: 673, scheme: 'dark', script: false, isPrinted: true } as const;
    const seen = await look(browser, paths.get(kind) as string, view);
    expect(seen.overflow).toBeLessThanOrEqual(0);
    expect(seen.hidden).toEqual([]);
    expect(seen.ground).toBe('rgb(255, 255, 255)');
  });
});
