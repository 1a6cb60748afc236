import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { REPORT, REPORT_OF_SPLIT } from '../options/report.js';
import { COMMON } from '../options/table.js';
import { optionName } from '../spelling.js';
import { plural } from '../text.js';
import type { SplitReportOptions } from '../workflows/report/split-report.js';
import { addOptions } from './add-options.js';
import { cacheOf, forLibrary, headerOption } from './options.js';
import { checkPage, isPage } from './page.js';
import { commandLine, commandOf } from './run-state.js';
import { type CommonOptions, runInSession, type Session } from './session.js';

interface ReportFlags extends CommonOptions, Omit<SplitReportOptions, 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
  output?: string;
  structures?: number;
}

export function reportCommand(): Command {
  const command = new Command('report')
    .description(
      'Makes one page for people (HTML), with a table of contents. Of a split and its prediction files: the audit of the split, the comparison of the models, the score of each. Of JSON results of earlier runs: a chapter for each, in their order.',
    )
    .argument(
      '<inputs...>',
      'a split (a table with a split column, a folder, or a file that lists rows of --data) and prediction files, one for each model; or JSON results of split, audit, score, compare, check, expect and neighbors',
    );
  addOptions(command, { ...REPORT, ...REPORT_OF_SPLIT, ...COMMON });
  command.addHelpText(
    'after',
    `
Examples (all but the second run as they are):
  tanimark split dataset:drugs -m random -o split.csv
  tanimark report split.csv base.csv new.csv -o report.html
  tanimark report split.csv -o audit.html
  tanimark audit split.csv -o audit.json
  tanimark score --split split.csv -o score.json
  tanimark report audit.json score.json -o report.html

For options that are not listed here, run audit, score and compare, and make the
page of their JSON results; structures of a score need its option --molecules.
`,
  );
  return command.action(run);
}

async function run(inputs: string[], flags: ReportFlags): Promise<void> {
  const { output, data } = flags;
  if (flags.json) {
    throw new TanimarkError('usage', '--json: report makes a page in HTML; leave it out');
  }
  if (output !== undefined && !isPage(output)) {
    throw new TanimarkError(
      'usage',
      `-o ${output}: report makes a page in HTML; end the name in .html`,
    );
  }
  const { areResults } = await import('../workflows/report/documents.js');
  const make = areResults(inputs, data !== undefined) ? ofResults : ofSplit;
  checkPage(output, [...inputs, data], undefined, '-o');
  await runInSession(flags, async (session) => {
    await session.result(await make(inputs, flags, session), output);
  });
}

/** The page of results of earlier runs. */
async function ofResults(paths: string[], flags: ReportFlags): Promise<string> {
  const given = Object.keys(REPORT_OF_SPLIT).find((name) => {
    const value = flags[name as keyof ReportFlags];
    return value !== undefined && value !== true;
  });
  if (given !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionName(given)} has no effect on results of earlier runs; leave it out, or give a split and prediction files`,
      { option: given },
    );
  }
  const { readResult } = await import('../workflows/report/documents.js');
  const { reportPage } = await import('../report/html/documents.js');
  const results = paths.map(readResult);
  return reportPage(`Report on ${plural(results.length, 'result')}`, results, page(flags));
}

/** The page of a split and its predictions. */
async function ofSplit(inputs: string[], flags: ReportFlags, session: Session): Promise<string> {
  const [split, ...predictions] = inputs;
  const { kindOf, reportNotes, reportParts, runPart } = await import(
    '../workflows/report/split-report.js'
  );
  const cache = cacheOf(flags);
  const options = { ...forLibrary(flags, []), cache, header: headerOption(flags) };
  const parts = reportParts(split, predictions, options);
  const done = [];
  for (const part of parts) done.push({ part, result: await runPart(part, session.job) });
  session.warn([...(cache?.notes ?? []), ...reportNotes(done)]);
  const chapters = done.map(({ part, result }) => ({
    name: kindOf(part, result),
    result,
    command: commandOf(part.name, part.options),
    title: part.name === 'score' ? part.title : undefined,
  }));
  const { reportPage } = await import('../report/html/documents.js');
  return reportPage(`Report on ${split}`, chapters, page(flags));
}

const page = ({ structures }: ReportFlags) => ({ structures, command: commandLine() });
