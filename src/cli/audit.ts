import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { AUDIT, AUDIT_OUTPUT } from '../options/audit.js';
import { limitLine, renderAudit } from '../report/audit/terminal.js';
import { jsonText } from '../report/screen.js';
import { checkOutput, checkOutputs, refuseStandardOutput } from '../tables/output-path.js';
import { audit } from '../workflows/audit/index.js';
import { pairsFormat, writeAuditPairs } from '../workflows/audit/pairs.js';
import type { AuditOptions } from '../workflows/audit/types.js';
import { addOptions } from './add-options.js';
import { cacheOf, forLibrary, headerOption } from './options.js';
import { type CommonOptions, runInSession } from './session.js';

interface AuditFlags
  extends CommonOptions,
    Omit<AuditOptions, 'split' | 'train' | 'test' | 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
  pairs?: string;
  output?: string;
}

export function auditCommand(): Command {
  const command = new Command('audit')
    // Refused by name, with what a third table may be.
    .allowExcessArguments()
    .description(
      'Says what the sides of an existing split have in common: duplicates at every level of standardization, near neighbors, shared scaffolds, conflicting labels, and how far the labels can be looked up. With limits it is a check: exit code 1 if one is exceeded.',
    )
    .argument(
      '<data>',
      'training table; alone: a table with a split column, or a folder with train.csv and test.csv',
    )
    .argument('[test]', 'test table');
  addOptions(command, { ...AUDIT, ...AUDIT_OUTPUT });
  command.addHelpText(
    'after',
    `
Examples (the first two run as they are):
  tanimark split dataset:drugs -m random -o split.csv
  tanimark audit split.csv
  tanimark audit train.csv test.csv --valid valid.csv --pairs pairs.csv
  tanimark audit split.csv --max-duplicates 0 --max-near 0.9:1%
  tanimark audit folder/ --json

The verdict: leaky if at least 2% of the test rows are training molecules or
cannot be told from one by the fingerprint, or at least 20% have a training
neighbor of similarity 0.9; else similar if at least 10% have one of 0.7;
else apart.
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
  const asJson = isJson(flags);
  if (flags.examples !== undefined && !asJson) {
    throw new TanimarkError(
      'usage',
      '--examples has no effect: pairs are in the JSON document alone; add --json, or write all of them with --pairs',
    );
  }
  if (pairs !== undefined) pairsFormat(pairs);
  for (const input of [data, test, flags.valid]) {
    if (input === undefined) continue;
    if (pairs !== undefined) checkOutput(input, pairs, 'an input', '--pairs');
    if (output !== undefined) checkOutput(input, output, 'an input');
  }
  checkOutputs([pairs, output]);
  if (output === undefined) refuseStandardOutput(pairs, '--pairs');
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const sides =
      test === undefined && flags.valid === undefined ? { split: data } : { train: data, test };
    let result = await audit(
      { ...forLibrary(flags, ['pairs']), ...sides, cache, header: headerOption(flags) },
      session.job,
    );
    if (pairs !== undefined) {
      result = { ...result, summary: await writeAuditPairs(result, pairs, session.job) };
    }
    const { summary } = result;
    session.warn([...(cache?.notes ?? []), ...summary.warnings]);
    // Before anything is written: a reader that leaves must not hide it.
    if (!summary.passed) process.exitCode = 1;
    const style = session.resultStyle(output);
    const text = asJson ? jsonText(summary) : renderAudit(summary, style);
    if (output !== undefined) session.line(summary.comparisons[0].line);
    await session.result(text, output);
    if (asJson || output !== undefined) {
      for (const limit of summary.limits) {
        if (limit.exceeded) session.line(limitLine(limit));
      }
    }
  });
}

/** Whether the result is the JSON document: by --json, or by the ending of -o. */
function isJson({ json, output, pairs }: AuditFlags): boolean {
  if (output === undefined) return json === true;
  const ending = /\.(json|txt)$/i.exec(output)?.[1].toLowerCase();
  if (ending === undefined || output === pairs) {
    throw new TanimarkError(
      'usage',
      `-o ${output}: end the name in .json or .txt; --pairs writes the table of pairs`,
    );
  }
  if (json && ending !== 'json') {
    throw new TanimarkError(
      'usage',
      `--json and -o ${output}: the ending says another format; end the name in .json, or leave --json out`,
    );
  }
  return ending === 'json';
}
