import { html, joined, longText, type Markup } from './escape.js';

/** A part of a page with a heading. */
export interface Section {
  readonly title: string;
  readonly body: Markup;
}

/** One result on a page: its verdict, and its sections in their order. */
export interface Chapter {
  readonly title: string;
  /** What it is of, in a line below the title: files, sizes. */
  readonly subject: string;
  /** The verdict in sentences, the answer first. */
  readonly answer: readonly string[];
  readonly tone: Tone;
  readonly sections: readonly Section[];
}

/** How a verdict looks. The words say the same. */
export type Tone = 'good' | 'mixed' | 'bad' | 'plain';

/** A section of a chapter with the place that a table of contents leads to. */
interface Placed extends Section {
  readonly id: string;
}

/** A chapter as markup, and the places in it. @param level of its heading, 1 where it is the page */
export function chapterMarkup(
  chapter: Chapter,
  id: string,
  level: 1 | 2,
): { readonly head: Markup; readonly body: Markup; readonly places: readonly Placed[] } {
  const { title, subject, answer, tone, sections } = chapter;
  const places = sections.map((section, s) => ({ ...section, id: `${id}-${s + 1}` }));
  const [first, ...rest] = answer;
  const head = html`${level === 1 ? html`<h1 id="${id}">${title}</h1>` : html`<h2 id="${id}">${title}</h2>`}
${subject === '' ? null : html`<p class="subject">${longText(subject)}</p>`}
<div class="answer ${tone}">
${first === undefined ? null : html`<p class="verdict">${longText(first)}</p>`}
${rest.map((text) => html`<p>${longText(text)}</p>\n`)}</div>`;
  const body = joined(
    places.map(
      (section) => html`<section aria-labelledby="${section.id}">
${level === 1 ? html`<h2 id="${section.id}">${section.title}</h2>` : html`<h3 id="${section.id}">${section.title}</h3>`}
${section.body}
</section>`,
    ),
  );
  return { head, body, places };
}

/** From how many sections on a chapter has a table of contents. */
const FROM = 4;

/** Links to the sections of a page of one chapter; nothing on a short one. */
export function contents(places: readonly Placed[]): Markup | null {
  if (places.length < FROM) return null;
  return html`<nav class="contents" aria-label="Contents"><ol class="columns">${places.map(
    (place) => html`<li>${link(place)}</li>`,
  )}</ol></nav>`;
}

/** A chapter with its places. */
interface PlacedChapter {
  readonly id: string;
  readonly chapter: Chapter;
  readonly places: readonly Placed[];
}

/** Links to the chapters of a page, each with the first sentence of its answer and links to its sections. */
export function chapterContents(chapters: readonly PlacedChapter[]): Markup {
  return html`<nav class="contents" aria-label="Contents"><ol>${chapters.map(
    ({ id, chapter: { title, answer, tone }, places }) => html`<li>${link({ id, title })}
${answer.length === 0 ? null : html`<p class="${tone}">${longText(answer[0])}</p>`}
<p class="meta">${places.map((place, p) => html`${p === 0 ? null : ' · '}${link(place)}`)}</p></li>
`,
  )}</ol></nav>`;
}

function link({ id, title }: { readonly id: string; readonly title: string }): Markup {
  return html`<a href="#${id}">${title}</a>`;
}
