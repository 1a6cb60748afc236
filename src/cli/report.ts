import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { COMMON, REPORT } from '../options/table.js';
import { addOptions } from './add-options.js';
import { checkPage } from './page.js';
import { commandLine } from './run-state.js';
import { type CommonOptions, runInSession } from './session.js';

interface ReportFlags extends CommonOptions {
  output?: string;
  structures?: number;
}

export function reportCommand(): Command {
  const command = new Command('report')
    .description(
      'Makes one page for people (HTML) of the JSON results of earlier runs of split, audit, score, compare, check and neighbors: verdicts, figures, tables, structures and methods, with a table of contents.',
    )
    .argument('<results...>', 'JSON results of earlier runs (--json, or -o result.json)');
  addOptions(command, { ...REPORT, ...COMMON });
  command.addHelpText(
    'after',
    `
Examples (these run as they are):
  tanimark split dataset:drugs -m random -o split.csv
  tanimark audit split.csv -o audit.json
  tanimark score --split split.csv -o score.json
  tanimark report audit.json score.json -o report.html

Structures of the largest errors are drawn from a score with --molecules.
`,
  );
  return command.action(run);
}

async function run(paths: string[], flags: ReportFlags): Promise<void> {
  const { output, structures } = flags;
  if (flags.json) {
    throw new TanimarkError('usage', '--json: report makes a page in HTML; leave it out');
  }
  if (output !== undefined && !/\.html?$/i.test(output)) {
    throw new TanimarkError(
      'usage',
      `-o ${output}: report makes a page in HTML; end the name in .html`,
    );
  }
  checkPage(output, paths, undefined, '-o');
  await runInSession(flags, async (session) => {
    const { readResult } = await import('../workflows/report/documents.js');
    const documents = paths.map(readResult);
    const { documentsPage } = await import('../report/html/documents.js');
    const text = await documentsPage(documents, { structures, command: commandLine() });
    await session.result(text, output);
  });
}
