import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import puppeteer, { type Browser } from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The path of a Chromium of this machine; undefined where there is none. */
export const chromium = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find(existsSync);

export async function startBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  return puppeteer.launch({ executablePath: chromium as string, args });
}

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  readonly script: boolean;
  /** Whether as it is printed; on the screen unless given. */
  readonly isPrinted?: boolean;
}

/** What a browser finds of a page. */
export interface Seen {
  /** Faults of accessibility that are serious or critical, as `rule: place`. */
  readonly faults: readonly string[];
  /** Pixels by which the page is wider than the window. */
  readonly overflow: number;
  /** Drawings, and those of them that take no room or reach out of the window. */
  readonly drawings: number;
  readonly hidden: readonly string[];
  /** Color of the ground. */
  readonly ground: string;
  /** What was asked of the network, or refused by the policy. */
  readonly requests: readonly string[];
  readonly messages: readonly string[];
  /** The text that is seen. */
  readonly text: string;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens a page in a browser, and looks at it; for faults of accessibility only where scripts, such as the checker, run. */
export async function look(
  browser: Browser,
  path: string,
  { width, scheme, script, isPrinted = false }: View,
): Promise<Seen> {
  const page = await browser.newPage();
  try {
    await page.setJavaScriptEnabled(script);
    await page.setViewport({ width, height: 900 });
    // Both at once: a call for one of them resets the other.
    const session = await page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', {
      media: isPrinted ? 'print' : 'screen',
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
    const requests: string[] = [];
    const messages: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => messages.push(message.text()));
    page.on('dialog', (dialog) => messages.push(`dialog ${dialog.message()}`));
    const url = pathToFileURL(path).href;
    await page.goto(url);
    const layout = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const drawings = [...document.querySelectorAll('svg')].filter(
        (svg) => svg.closest('details:not([open])') === null,
      );
      const hidden = drawings.flatMap((svg) => {
        const box = svg.getBoundingClientRect();
        const inside = box.left >= -1 && box.right <= clientWidth + 1;
        return box.width > 20 && box.height > 20 && inside ? [] : [svg.outerHTML.slice(0, 200)];
      });
      return {
        overflow: scrollWidth - clientWidth,
        drawings: drawings.length,
        hidden,
        ground: getComputedStyle(document.body).backgroundColor,
        text: document.body.innerText,
      };
    });
    const faults: string[] = [];
    if (script) {
      await page.evaluate(axe);
      const results = (await page.evaluate(
        'axe.run(document, { resultTypes: ["violations"] })',
      )) as AxeResults;
      for (const { id, impact, nodes } of results.violations) {
        if (impact !== 'serious' && impact !== 'critical') continue;
        faults.push(...nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
      }
    }
    return {
      ...layout,
      faults,
      requests: requests.filter((own) => own !== url),
      messages,
    };
  } finally {
    await page.close();
  }
}
