import { createHash } from 'node:crypto';
import { VERSION } from '../../version.js';
import { FIGURE_CSS } from '../figures/figure.js';
import { PAGE_CSS } from './css.js';
import { html, joined, jsonForScript, type Markup, trusted } from './escape.js';
import { bytesOf, MOST_PAGE, TOO_LARGE } from './room.js';
import { type Chapter, chapterContents, chapterMarkup, contents } from './section.js';

const STYLE = `${PAGE_CSS}${FIGURE_CSS}\n`;

/** Everything of a page. */
export interface Page {
  /** Of the window and, where there are several chapters, of the page. */
  readonly title: string;
  readonly chapters: readonly Chapter[];
  /** What made a page of several results. */
  readonly command?: string | undefined;
  /** The results, for machines. */
  readonly data: unknown;
}

/** The most bytes of the results in a page: more would make it slow to open. */
const MOST_DATA = 1_000_000;

/**
 * A page as one file: no script that runs, no address, nothing that is loaded. The policy in its head forbids all that,
 * and takes its one style sheet by its hash. It reads without the style sheet, too. It has at most 3 MB: of more, the
 * results as data are left out first, then the largest sections, each with a sentence in its place.
 */
export function pageText(page: Page): string {
  const sizes = page.chapters
    .flatMap(({ sections }) => sections.map(({ body }) => bytesOf(body)))
    .sort((a, b) => b - a);
  let text = pageWithin(page, Number.POSITIVE_INFINITY, true);
  for (const most of [Number.POSITIVE_INFINITY, ...sizes.map((size) => size - 1)]) {
    if (Buffer.byteLength(text) <= MOST_PAGE) break;
    text = pageWithin(page, most, false);
  }
  return text;
}

/** @param most bytes of a section @param hasData whether the results are in it */
function pageWithin(
  { title, chapters: given, command, data }: Page,
  most: number,
  hasData: boolean,
): string {
  const chapters = given.map((chapter) => ({
    ...chapter,
    sections: chapter.sections.map((section) =>
      bytesOf(section.body) <= most
        ? section
        : { ...section, body: html`<p>This section is left out, ${TOO_LARGE}.</p>` },
    ),
  }));
  const level = chapters.length === 1 ? 1 : 2;
  const parts = chapters.map((chapter, c) => ({
    id: `c${c + 1}`,
    chapter,
    ...chapterMarkup(chapter, `c${c + 1}`, level),
  }));
  const body =
    level === 1
      ? html`${parts[0].head}
${contents(parts[0].places)}
${parts[0].body}`
      : html`<h1>${title}</h1>
${chapterContents(parts)}
${joined(parts.map(({ head, body }) => html`<div class="chapter">\n${head}\n${body}\n</div>`))}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="tanimark">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the result</a>
<main id="main">
${body}
</main>
<footer>${command === undefined ? null : html`<p>Made with <code>${command}</code></p>\n`}<p>Made by tanimark ${VERSION}. The page needs no network and runs no script; the numbers are embedded in it as JSON (the element with the id result).</p></footer>
${dataMarkup(data, hasData)}
</body>
</html>
`.text;
}

function policy(): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

/** A block of data, which no browser runs. */
function dataMarkup(data: unknown, hasData: boolean): Markup {
  const json = jsonForScript(data);
  const size = bytesOf(json);
  const why = size > MOST_DATA ? 'the result is larger than 1 MB' : 'the page is larger than 3 MB';
  const isIn = hasData && size <= MOST_DATA;
  const own = isIn ? json : jsonForScript({ left_out: `${why}; write it with --json` });
  return html`<script type="application/json" id="result">${own}</script>`;
}
