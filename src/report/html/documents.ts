import { TanimarkError } from '../../errors.js';
import { plural } from '../../text.js';
import { type ResultDocument, wrong } from '../../workflows/report/documents.js';
import { htmlChapters } from '../reporters/html.js';
import type { PageSettings } from '../style.js';
import { type ChapterOf, chapterFor } from './context.js';
import { chaptersPage } from './index.js';
import type { Chapter } from './section.js';
import { Structures } from './structures.js';

/**
 * One page of results of earlier runs, a chapter each, in their order.
 *
 * @throws TanimarkError (file) on a document that lacks what its kind of result has
 */
export async function documentsPage(
  documents: readonly ResultDocument[],
  { structures, command }: PageSettings,
): Promise<string> {
  const drawn = new Structures(structures);
  const chapters: Chapter[] = [];
  for (const [d, { path, name, result }] of documents.entries()) {
    try {
      const page = { command: undefined, structures: drawn, prefix: `f${d + 1}` };
      const kind: ChapterOf<never> = await htmlChapters[name]();
      chapters.push(await chapterFor(kind, result as never, page));
    } catch (error) {
      if (error instanceof TanimarkError) throw error;
      throw wrong(path, `its result of ${name} is not complete`);
    }
  }
  return chaptersPage(
    `Report on ${plural(documents.length, 'result')}`,
    chapters,
    documents.map(({ result }) => result),
    command,
  );
}
