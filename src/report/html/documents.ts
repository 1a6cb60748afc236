import { TanimarkError } from '../../errors.js';
import { plural } from '../../text.js';
import { type ResultDocument, wrong } from '../../workflows/report/documents.js';
import type { PageSettings } from '../style.js';
import { chapterOf, chaptersPage } from './index.js';
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
      chapters.push(await chapterOf(name, result, page));
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
