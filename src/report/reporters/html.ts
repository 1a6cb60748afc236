import { type HtmlResult, htmlChapters } from '../html/chapters.js';
import type { Renderer } from '../results.js';
import type { Reporter } from './reporter.js';

/** A page for people, in one file that needs no network and no script. */
export const html: Reporter = {
  name: 'html',
  title: 'HTML',
  endings: ['.html'],
  renderers: Object.fromEntries(
    (Object.keys(htmlChapters) as HtmlResult[]).map((name) => [name, async () => pageOf(name)]),
  ),
};

async function pageOf<Name extends HtmlResult>(name: Name): Promise<Renderer<Name>> {
  const { resultPage } = await import('../html/index.js');
  return (result, style) => resultPage(name, result, style.page);
}
