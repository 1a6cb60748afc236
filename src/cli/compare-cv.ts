import type { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { checkFormat, renderResult } from '../report/registry.js';
import { writeFigures } from './figures.js';
import { isData, withPage } from './format-options.js';
import { commaSeparated } from './score-options.js';
import { type CommonOptions, runInSession } from './session.js';

/** Flags that are for results of cross-validation alone. */
export interface CvFlags {
  minimize?: readonly string[];
  maximize?: readonly string[];
  testShare?: number;
}

interface CompareCvFlags extends CommonOptions, CvFlags {
  baseline?: string | undefined;
  metrics?: readonly string[] | undefined;
  by?: readonly string[] | undefined;
  level?: number | undefined;
  margin?: string | undefined;
  delimiter?: string | undefined;
  output?: string | undefined;
  figures?: string | undefined;
}

const OWN = ['minimize', 'maximize', 'testShare'] as const;
/** Options that also apply to predictions. */
const SHARED = [
  'metrics',
  'by',
  'level',
  'baseline',
  'margin',
  'delimiter',
  'output',
  'figures',
  'format',
  'json',
  'quiet',
  'color',
  'threads',
];

/** Flags of the other kind of comparison would do nothing. @throws TanimarkError (usage) */
export function checkKind(command: Command, crossValidation: boolean): void {
  const given = command.options.find((option) => {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) !== 'cli') return false;
    const own = (OWN as readonly string[]).includes(name);
    return crossValidation ? !own && !SHARED.includes(name) : own;
  });
  if (!given) return;
  throw new TanimarkError(
    'usage',
    crossValidation
      ? `${given.long}: one file without --split is taken as results of cross-validation, which it has nothing to do with; to compare predictions add --split, else leave it out`
      : `${given.long}: it is for results of cross-validation, and these are predictions; leave it out`,
  );
}

/** Compares methods by a table of their results in repeated cross-validation. */
export async function runCompareCv(
  results: string,
  flags: CompareCvFlags,
  format: string,
): Promise<void> {
  checkFormat('compare-cv', format, 'results of cross-validation');
  await runInSession(flags, async (session) => {
    const { delimiter, testShare, baseline, output, metrics, minimize, maximize, by, level } =
      flags;
    const { compareCv } = await import('../workflows/compare-cv/index.js');
    const summary = await compareCv(
      {
        ...{ results, delimiter, testShare, baseline, metrics, minimize, maximize, by, level },
        margin: commaSeparated(flags.margin),
      },
      session.job,
    );
    session.warn(summary.warnings);
    await writeFigures(flags.figures, 'compare-cv', summary, session);
    const style = withPage(session.resultStyle(output), format);
    const text = await renderResult('compare-cv', format, summary, style);
    await session.result(text, output, isData(format));
  });
}
