import { resolve } from 'node:path';
import { Argument, Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { currentIo } from '../io.js';
import { benchFlags, ENGINES, type EngineName } from '../options/bench.js';
import { renderResult, reportersOf } from '../report/registry.js';
import { plainStyle } from '../report/style.js';
import { flagOf } from '../spelling.js';
import { checkOutputs, refuseStandardOutput, writeTexts } from '../tables/output-path.js';
import { duration, list, plural } from '../text.js';
import type { CellNews } from '../workflows/bench/types.js';
import { addOptions } from './add-options.js';
import { withPage } from './format-options.js';
import { cacheOf } from './options.js';
import { type CommonOptions, runInSession, type Session } from './session.js';

interface BenchFlags extends CommonOptions {
  config?: string;
  output?: string;
  jobs?: number;
  only?: string;
  force?: boolean;
  failFast?: boolean;
  dryRun?: boolean;
  cell?: readonly string[];
  engine?: EngineName;
  init?: boolean;
  schema?: boolean;
  cache?: boolean;
}

const ACTIONS = ['run', 'report', 'export', 'merge'] as const;
type Action = (typeof ACTIONS)[number];

export function benchCommand(): Command {
  const command = new Command('bench')
    .description(
      'Runs a benchmark that one file describes: every model on every split of every data set. Models are commands in any language. It makes the splits, runs the commands on training molecules and on test molecules without labels, scores their predictions by similarity to training, next to baselines, and compares the models. What is finished is not run again, so a run that was stopped goes on where it was.',
    )
    .addArgument(
      new Argument(
        '[action]',
        'run: run what is not finished, then report (the default); report: show the results, run nothing; export: write a file with which another program runs the cells; merge: write and show the results of cells that another program has run',
      ).choices(ACTIONS),
    );
  addOptions(command, benchFlags(fileReporters()));
  command.addHelpText(
    'after',
    `
Examples (they run as they are, one after the other):
  tanimark bench --init                write tanimark.bench.yaml
  tanimark bench --dry-run             list the cells
  tanimark bench                       run them
  tanimark bench report --markdown report.md
More:
  tanimark bench --jobs 4 --only 'esol/*/rf'
  tanimark bench export --engine make

The configuration holds commands, which are run: use only one that you trust.

Exit codes: 0 every cell has scores (with --only: no cell failed); 1 a cell
failed or was not run; 2 the configuration is wrong or a file cannot be read or
written; 130 interrupted.
`,
  );
  return command.action(run);
}

/** The formats that are written to files, each with an option of its name. */
function fileReporters() {
  return reportersOf('bench').filter(({ name }) => name !== 'table' && name !== 'json');
}

function filesIn(flags: BenchFlags): { readonly format: string; readonly path: string }[] {
  return fileReporters().flatMap(({ name }) => {
    const path = (flags as Readonly<Record<string, unknown>>)[name];
    return typeof path === 'string' ? [{ format: name, path }] : [];
  });
}

async function run(action: Action | undefined, flags: BenchFlags): Promise<void> {
  checkFlags(action, flags);
  if (flags.schema) {
    const { benchSchema } = await import('../bench/config/json-schema.js');
    currentIo().stdout.write(`${JSON.stringify(benchSchema(), null, 2)}\n`);
    return;
  }
  await runInSession(flags, async (session) => {
    if (flags.init) await init(flags, session);
    else if (flags.dryRun) await dryRun(flags, session);
    else if (flags.cell) await runCells(flags.cell, flags, session);
    else if (action === 'report') await report(flags, session);
    else if (action === 'merge') await merge(flags, session);
    else if (action === 'export') await exportFile(flags, session);
    else await runAll(flags, session);
  });
}

/** The options of each mode, beside the configuration, the folder and what every command has. */
const USES = {
  init: [],
  schema: [],
  dryRun: ['only', 'force'],
  cell: ['noCache'],
  run: ['jobs', 'only', 'force', 'failFast', 'noCache', 'files'],
  report: ['files'],
  merge: ['files'],
  export: ['engine'],
} as const;

/** Flags that would do nothing are errors. */
function checkFlags(action: Action | undefined, flags: BenchFlags): void {
  const usage = (text: string) => new TanimarkError('usage', text);
  const files = filesIn(flags);
  const modes = (['init', 'schema', 'dryRun', 'cell'] as const).filter((name) => flags[name]);
  if (modes.length > 1) {
    throw usage(`${modes.map(flagOf).join(' and ')}: choose one of them`);
  }
  const [mode] = modes;
  if (mode !== undefined && action !== undefined && !(mode === 'dryRun' && action === 'run')) {
    throw usage(`${flagOf(mode)}: it is not for tanimark bench ${action}; leave one of them out`);
  }
  const shown = mode === undefined ? `tanimark bench ${action ?? 'run'}` : flagOf(mode);
  const uses: readonly string[] = USES[mode ?? action ?? 'run'];
  const given = (['jobs', 'only', 'force', 'failFast', 'engine'] as const).filter(
    (name) => flags[name] !== undefined,
  );
  const idle = [
    ...given.filter((name) => !uses.includes(name)),
    ...(flags.cache === false && !uses.includes('noCache') ? ['noCache'] : []),
    ...(uses.includes('files') ? [] : files.map(({ format }) => format)),
    ...(mode === 'schema' && flags.config !== undefined ? ['config'] : []),
    ...((mode === 'schema' || mode === 'init') && flags.output !== undefined ? ['output'] : []),
  ];
  if (idle.length > 0) throw usage(`${flagOf(idle[0])}: ${shown} has no use for it; leave it out`);
  if (action === 'export' && flags.engine === undefined) {
    throw usage(`tanimark bench export needs ${flagOf('engine')}: ${list(ENGINES, 'or')}`);
  }
  const paths = files.map(({ path }) => resolve(path));
  const twice = files.find((_, i) => paths.indexOf(paths[i]) < i);
  if (twice) {
    throw usage(`--${twice.format} ${twice.path}: another output goes there; choose another name`);
  }
  checkOutputs(files.map(({ path }) => path));
  for (const { format, path } of files) refuseStandardOutput(path, `--${format}`);
}

async function init({ config, json }: BenchFlags, session: Session): Promise<void> {
  const { initBench } = await import('../workflows/bench/init.js');
  const path = await initBench(config);
  if (json) await session.json('bench-init', { command: 'bench', action: 'init', path });
  session.line(`wrote ${path}`);
  session.line('next: add your models to it, and run tanimark bench');
}

async function dryRun({ json, ...flags }: BenchFlags, session: Session): Promise<void> {
  const { listBench } = await import('../workflows/bench/index.js');
  const { config, output, only, force } = flags;
  const listing = await listBench({ config, output, only, force }, session.job);
  const format = json ? 'json' : 'table';
  await session.out(await renderResult('bench-cells', format, listing, session.outStyle));
}

async function report(flags: BenchFlags, session: Session): Promise<void> {
  const { config, output } = flags;
  const { reportBench } = await import('../workflows/bench/index.js');
  await show(await reportBench({ config, output }, session.job), flags, session);
}

async function runAll(flags: BenchFlags, session: Session): Promise<void> {
  const { runBench } = await import('../workflows/bench/index.js');
  const { config, output, jobs, only, force, failFast } = flags;
  const cache = cacheOf(flags);
  const options = { config, output, jobs, only, force, failFast, cache };
  const { report: result, outputs } = await runBench(options, session.job, (news) => {
    // Baselines take no time, and there are many.
    if (!news.builtin || news.failure !== null) session.line(newsText(news));
  });
  session.warn(cache?.notes ?? []);
  for (const path of outputs) session.line(`wrote ${path}`);
  await show(result, flags, session);
}

async function runCells(
  cell: readonly string[],
  flags: BenchFlags,
  session: Session,
): Promise<void> {
  const { config, output } = flags;
  const cache = cacheOf(flags);
  const { runCells: make } = await import('../workflows/bench/index.js');
  await make({ config, output, cell, cache }, session.job, (news) => session.line(newsText(news)));
  session.warn(cache?.notes ?? []);
}

async function merge(flags: BenchFlags, session: Session): Promise<void> {
  const { config, output } = flags;
  const { mergeBench } = await import('../workflows/bench/index.js');
  const { report: result, outputs } = await mergeBench({ config, output }, session.job);
  for (const path of outputs) session.line(`wrote ${path}`);
  await show(result, flags, session);
}

async function exportFile(flags: BenchFlags, session: Session): Promise<void> {
  const { config, output, engine, json } = flags;
  const { exportBench } = await import('../workflows/bench/index.js');
  const written = await exportBench({ config, output, engine: engine as EngineName }, session.job);
  if (json) await session.json('bench-export', written);
  const { outputs, cells, run: command, folder } = written;
  const [path, ...others] = outputs;
  session.line(`wrote ${path} (${plural(cells, 'cell')})`);
  for (const other of others) session.line(`wrote ${other}`);
  session.line(`to run it${folder === '.' ? '' : `, in ${folder}`}: ${command}`);
}

/** `3/27 esol/sae/0/rf: done in 12 s`. */
function newsText({ name, done, of, failure, seconds }: CellNews): string {
  const time = seconds === null ? '' : ` in ${duration(seconds)}`;
  return `${done}/${of} ${name}: ${failure === null ? `done${time}` : `failed${time}: ${failure}`}`;
}

type Report = Parameters<typeof renderResult<'bench'>>[2];

async function show(result: Report, flags: BenchFlags, session: Session): Promise<void> {
  const { failed } = result.counts;
  // Of a run of some cells the others are not expected.
  const missing = flags.only === undefined ? result.counts.missing : 0;
  // Before anything is written: what cannot be written must not hide it.
  currentIo().exitCode = failed + missing > 0 ? 1 : 0;
  const style = withPage(plainStyle, 'html');
  const texts: { path: string; text: string }[] = [];
  const files = filesIn(flags);
  for (const { format, path } of files) {
    texts.push({ path, text: await renderResult('bench', format, result, style) });
  }
  await writeTexts(texts, session.job);
  const format = flags.json ? 'json' : 'table';
  await session.out(await renderResult('bench', format, result, session.outStyle));
  for (const { path } of files) session.line(`wrote ${path}`);
  if (failed > 0) session.line(`${plural(failed, 'cell')} failed; run tanimark bench to try again`);
}
