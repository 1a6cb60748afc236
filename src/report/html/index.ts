import type { PageSettings } from '../style.js';
import { type ChapterOf, chapterFor } from './context.js';
import { MOST_FIGURES } from './figures.js';
import { pageText } from './page.js';
import { Room } from './room.js';
import type { Chapter } from './section.js';
import { Structures } from './structures.js';

/** A result of a kind as a page. */
export async function resultPage<Result>(
  kind: ChapterOf<Result>,
  result: Result,
  { structures, command }: PageSettings = {},
): Promise<string> {
  const page = {
    command,
    structures: new Structures(structures),
    figures: new Room(MOST_FIGURES),
    prefix: 'f1',
  };
  const chapter = await chapterFor(kind, result, page);
  return chaptersPage(chapter.title, [chapter], [result]);
}

/**
 * Chapters as one page, with the results that they are of.
 *
 * @param title of the page where there are several
 * @param command that made the page of several results
 */
export function chaptersPage(
  title: string,
  chapters: readonly Chapter[],
  results: readonly unknown[],
  command?: string,
): string {
  const data = results.map(forMachines);
  return pageText({
    title: chapters.length === 1 ? chapters[0].title : title,
    chapters,
    command,
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
