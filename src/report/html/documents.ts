import { TanimarkError } from '../../errors.js';
import { type ResultKind, wrong } from '../../workflows/report/documents.js';
import { htmlChapters } from '../reporters/html.js';
import type { PageSettings } from '../style.js';
import { type ChapterOf, chapterFor } from './context.js';
import { MOST_FIGURES } from './figures.js';
import { chaptersPage } from './index.js';
import { Room } from './room.js';
import type { Chapter } from './section.js';
import { Structures } from './structures.js';

/** A result that is a chapter of a page of several. */
export interface ReportedResult {
  readonly name: ResultKind;
  readonly result: object;
  /** The command that makes it, as a shell takes it. */
  readonly command?: string;
  /** That of its kind, unless given. */
  readonly title?: string | undefined;
  /** The file that it was read from, which may lack anything. */
  readonly path?: string;
}

/** Kinds of results whose chapters have structures, which share the number that a page has. */
const DRAWN: readonly ResultKind[] = ['audit', 'score', 'expect'];

/**
 * One page of several results, a chapter each, in their order.
 *
 * @throws TanimarkError (file) on a result of a file that lacks what its kind has
 */
export async function reportPage(
  title: string,
  results: readonly ReportedResult[],
  { structures, command }: PageSettings,
): Promise<string> {
  const drawn = new Structures(structures);
  const figures = new Room(MOST_FIGURES);
  let shares = results.filter(({ name }) => DRAWN.includes(name)).length;
  const chapters: Chapter[] = [];
  for (const [r, { name, result, command: own, title: named, path }] of results.entries()) {
    if (DRAWN.includes(name)) drawn.share(shares--);
    const page = { command: own, structures: drawn, figures, prefix: `f${r + 1}` };
    const kind: ChapterOf<never> = await htmlChapters[name]();
    try {
      const chapter = await chapterFor(kind, result as never, page);
      chapters.push(named === undefined ? chapter : { ...chapter, title: named });
    } catch (error) {
      if (error instanceof TanimarkError || path === undefined) throw error;
      throw wrong(path, `its result of ${name} is not complete`);
    }
  }
  return chaptersPage(
    title,
    chapters,
    results.map(({ result }) => result),
    command,
  );
}
