import type { ResultName, Results } from '../results.js';
import type { PageSettings } from '../style.js';
import { type HtmlResult, htmlChapters } from './chapters.js';
import { chapterFor } from './context.js';
import { pageText } from './page.js';
import { Structures } from './structures.js';

/** A result as a page. */
export async function resultPage<Name extends HtmlResult>(
  name: Name,
  result: Results[Name],
  settings: PageSettings = {},
): Promise<string> {
  return resultsPage('tanimark', [{ name, result }], settings);
}

/** A result with the name of its kind. */
export type NamedResult = {
  readonly [Name in HtmlResult]: { readonly name: Name; readonly result: Results[Name] };
}[HtmlResult];

/**
 * Several results as one page, a chapter each, with a table of contents.
 *
 * @param title of the page where there are several
 */
export async function resultsPage(
  title: string,
  results: readonly { readonly name: ResultName; readonly result: unknown }[],
  { structures, command }: PageSettings = {},
): Promise<string> {
  const drawn = new Structures(structures);
  const chapters = [];
  for (const [r, { name, result }] of results.entries()) {
    const kind = await htmlChapters[name as HtmlResult]();
    const page = {
      command: results.length === 1 ? command : undefined,
      structures: drawn,
      prefix: `f${r + 1}`,
    };
    chapters.push(await chapterFor(kind as never, result, page));
  }
  const [{ title: first }] = chapters;
  const data = results.map(({ result }) => forMachines(result));
  return pageText({
    title: chapters.length === 1 ? first : title,
    chapters,
    data: data.length === 1 ? data[0] : data,
  });
}

/** Parts of a result that a page leaves out: times, which differ from run to run, and the rows of single molecules. */
const LEFT_OUT = ['seconds', 'molecules_scored'];

function forMachines(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(forMachines);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => !LEFT_OUT.includes(key));
  return Object.fromEntries(kept.map(([key, own]) => [key, forMachines(own)]));
}
