import { splitFormatNamed } from '../dataset/split-formats/registry.js';
import { renderResult } from '../report/registry.js';
import {
  type RepeatedFoldsOptions,
  splitRepeatedFolds,
  writeRepeatedFolds,
} from '../workflows/split/repeated-folds.js';
import { writeFigures } from './figures.js';
import { writePage } from './page.js';
import type { Session } from './session.js';
import type { SplitFlags } from './split-flags.js';
import { renamingNotes } from './split-notes.js';

/** `tanimark split --folds <k> --repeats <r>`: repeated cross-validation. */
export async function runRepeatedFolds(
  options: RepeatedFoldsOptions,
  { output, json, html, figures }: SplitFlags,
  format: string,
  session: Session,
): Promise<void> {
  const repeated = await splitRepeatedFolds(options, session.job);
  session.job.check();
  if (output !== undefined) await writeRepeatedFolds(repeated, output, format, session.job);
  else session.warn(['the splits themselves are not written; name a file or a folder with -o']);
  const { summary, results } = repeated;
  if (json) {
    await session.out(await renderResult('repeated-folds', 'json', summary, session.outStyle));
  }
  const warnings = summary.splits.flatMap((own) => own.warnings);
  session.warn([
    ...(options.cache?.notes ?? []),
    ...new Set(warnings),
    ...renamingNotes(results[0].data.table.columns, output, splitFormatNamed(format) !== undefined),
  ]);
  session.summary(await renderResult('repeated-folds', 'table', summary, session.errStyle));
  await writePage(html, 'repeated-folds', summary, session);
  await writeFigures(figures, 'repeated-folds', summary, session);
}
