import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { currentIo } from '../io.js';
import { AUDIT, auditFlags } from '../options/audit.js';
import { COMMON, STRUCTURES } from '../options/table.js';
import { checkFormat, renderResult } from '../report/registry.js';
import { endingsOf, outputFormats } from '../tables/formats/registry.js';
import { checkOutput, checkOutputs, refuseStandardOutput } from '../tables/output-path.js';
import { pairsFormat, writeAuditPairs } from '../workflows/audit/pairs.js';
import type { AuditOptions } from '../workflows/audit/types.js';
import { addOptions } from './add-options.js';
import type { ExplainFlags } from './explain.js';
import { checkFigures, writeFigures } from './figures.js';
import { addFormatOptions, checkStructures, formatOf, isData, withPage } from './format-options.js';
import { cacheOf, forLibrary, headerOption } from './options.js';
import { type CommonOptions, runInSession } from './session.js';

interface AuditFlags
  extends CommonOptions,
    ExplainFlags,
    Omit<AuditOptions, 'split' | 'train' | 'test' | 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
  pairs?: string;
  format?: string;
  output?: string;
  figures?: string;
  structures?: number;
}

export function auditCommand(): Command {
  const command = new Command('audit')
    // Refused by name, with what a third table may be.
    .allowExcessArguments()
    .description(
      'Finds data leakage in an existing split: duplicates at each level of standardization, near-duplicates, shared scaffolds, conflicting labels, and the 1-NN baseline. With limits, the exit code is 1 if one is exceeded.',
    )
    .argument(
      '<data>',
      'training table; without a test table: a table with a split column, a folder with train.csv and test.csv, or a file that lists rows of --data',
    )
    .argument('[test]', 'test table');
  addOptions(command, { ...AUDIT, ...auditFlags(endingsOf(outputFormats())) });
  addFormatOptions(command, 'audit');
  addOptions(command, STRUCTURES);
  addOptions(command, COMMON);
  command.addHelpText(
    'after',
    `
Examples (the first two run as they are):
  tanimark split dataset:drugs -m random -o split.csv
  tanimark audit split.csv
  tanimark audit train.csv test.csv --valid valid.csv --pairs pairs.csv
  tanimark audit split.csv --max-duplicates 0 --max-near 0.9:1%
  tanimark audit folder/ --json

Verdict: "leaky" if at least 2% of the test rows are training molecules or have
the fingerprint of one, or if at least 20% have a training neighbor >= 0.9;
else "similar" if at least 10% have a training neighbor >= 0.7; else "distinct".
For pairs of drug and target, the same limits apply to rows that are training
pairs, and to rows with a training pair at least that similar.
`,
  );
  return command.action(run);
}

async function run(
  data: string,
  test: string | undefined,
  flags: AuditFlags,
  command: Command,
): Promise<void> {
  const { pairs, output } = flags;
  if (command.args.length > 2) {
    throw new TanimarkError(
      'usage',
      `${command.args[2]}: two tables are compared, training and test; a validation table goes with --valid`,
    );
  }
  const format = formatOf(flags, 'audit');
  checkStructures(format, flags.structures);
  if (output !== undefined && output === pairs) {
    throw new TanimarkError(
      'usage',
      `-o ${output}: --pairs writes the pairs there; choose another name for the result`,
    );
  }
  if (flags.examples !== undefined && format !== 'json' && format !== 'html') {
    throw new TanimarkError(
      'usage',
      '--examples has no effect: pairs are in JSON and HTML alone; add --json, or write all of them with --pairs',
    );
  }
  if (pairs !== undefined) pairsFormat(pairs);
  const { drugs, targets, targetSimilarity } = flags;
  const inputs = [data, test, flags.valid, flags.data, drugs, targets, targetSimilarity];
  for (const input of inputs) {
    if (input === undefined) continue;
    if (pairs !== undefined) checkOutput(input, pairs, 'an input', '--pairs');
    if (output !== undefined) checkOutput(input, output, 'an input');
  }
  checkOutputs([pairs, output]);
  checkFigures(flags.figures);
  if (output === undefined) refuseStandardOutput(pairs, '--pairs');
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const sides =
      test === undefined && flags.valid === undefined ? { split: data } : { train: data, test };
    const { auditSplit } = await import('../workflows/audit/index.js');
    const audited = await auditSplit(
      { ...forLibrary(flags, ['pairs']), ...sides, cache, header: headerOption(flags) },
      session.job,
    );
    // An audit of molecules has them; one of pairs has none.
    const ofMolecules = 'audits' in audited;
    if (!ofMolecules) checkPairFlags(flags, format);
    const summary =
      ofMolecules && pairs !== undefined
        ? await writeAuditPairs(audited, pairs, session.job)
        : audited.summary;
    session.warn([...(cache?.notes ?? []), ...summary.warnings]);
    // Before anything is written: a reader that leaves must not hide it.
    if (!summary.passed) currentIo().exitCode = 1;
    const style = withPage(session.resultStyle(output), format, flags);
    let text: string;
    const { explained, tellExplanation } = await import('./explain.js');
    let told: readonly string[] | undefined;
    if ('kind' in summary) {
      await writeFigures(flags.figures, 'pair-audit', summary, session);
      const whole = await explained('pair-audit', summary, flags);
      text = await renderResult('pair-audit', format, whole, style);
      told = whole.explanation;
    } else {
      await writeFigures(flags.figures, 'audit', summary, session);
      const whole = await explained('audit', summary, flags);
      text = await renderResult('audit', format, whole, style);
      told = whole.explanation;
    }
    if (output !== undefined) session.line(summary.comparisons[0].line);
    await session.result(text, output, isData(format));
    if (format !== 'table' || output !== undefined) {
      const { limitLine } = await import('../report/audit/terminal.js');
      for (const limit of summary.limits) {
        if (limit.exceeded) session.line(limitLine(limit));
      }
    }
    if (told) await tellExplanation({ explanation: told }, session);
  });
}

/** Refuses what an audit of pairs of a drug and a partner does not have. @throws TanimarkError (usage) */
function checkPairFlags({ pairs }: AuditFlags, format: string): void {
  if (pairs !== undefined) {
    throw new TanimarkError(
      'usage',
      '--pairs: the rows are pairs of a drug and a partner, whose findings are in the result alone; leave it out, or audit the rows as molecules with --partner none',
    );
  }
  checkFormat('pair-audit', format, 'an audit of pairs of a drug and a partner');
}
