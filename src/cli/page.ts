import { TanimarkError } from '../errors.js';
import { renderResult } from '../report/registry.js';
import type { ResultName, Results } from '../report/results.js';
import { plainStyle } from '../report/style.js';
import {
  checkOutput,
  checkOutputs,
  refuseStandardOutput,
  writeText,
} from '../tables/output-path.js';
import { withPage } from './format-options.js';
import type { Session } from './session.js';

/**
 * Refuses a page that cannot be written, or would overwrite something; to be called before any work is done.
 *
 * @param inputs files that are read
 * @param output where the table goes
 * @param flag the option that names the page
 * @throws TanimarkError
 */
export function checkPage(
  page: string | undefined,
  inputs: readonly (string | undefined)[],
  output: string | undefined,
  flag = '--html',
): void {
  if (page === undefined) return;
  if (page === output) {
    throw new TanimarkError('usage', `--html ${page}: -o writes there; choose another name`);
  }
  if (/[/\\]$/.test(page)) {
    throw new TanimarkError('usage', `${flag} ${page}: name a file, such as ${page}report.html`);
  }
  for (const input of inputs) {
    if (input !== undefined) checkOutput(input, page, 'an input', flag);
  }
  if (flag === '--html') refuseStandardOutput(page, flag);
  checkOutputs([page]);
}

/** Whether a file is a page, by its name. */
export function isPage(path: string): boolean {
  return /\.html?$/i.test(path);
}

/** Refuses a page as the table of a command. @throws TanimarkError (usage) */
export function refusePageAsTable(output: string | undefined): void {
  if (output === undefined || !isPage(output)) return;
  throw new TanimarkError(
    'usage',
    `-o ${output}: -o writes the table; for a page in HTML use --html ${output}`,
  );
}

/** Writes the page of a result, whole or not at all. */
export async function writePage<Name extends ResultName>(
  page: string | undefined,
  name: Name,
  result: Results[Name],
  session: Session,
  settings: { readonly structures?: number | undefined } = {},
): Promise<void> {
  if (page === undefined) return;
  const text = await renderResult(name, 'html', result, withPage(plainStyle, 'html', settings));
  await writeText(page, text, session.job);
  session.line(`wrote ${page}`);
}
