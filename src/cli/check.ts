import { appendFileSync, existsSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { AbortedError, TanimarkError } from '../errors.js';
import type { GateConfig } from '../gate/config/types.js';
import type { CheckSummary } from '../gate/types.js';
import { currentIo } from '../io.js';
import { CHECK_FLAGS, fileFlags } from '../options/check.js';
import { COMMON } from '../options/table.js';
import { renderResult, reportersOf } from '../report/registry.js';
import { screenText } from '../report/screen.js';
import { plainStyle } from '../report/style.js';
import {
  checkOutput,
  checkOutputs,
  refuseStandardOutput,
  writeTexts,
} from '../tables/output-path.js';
import { printable } from '../text.js';
import {
  check,
  configSchema,
  failedCheck,
  initConfig,
  loadConfig,
  updateBaseline,
} from '../workflows/check/on-demand.js';
import { addOptions } from './add-options.js';
import type { ExplainFlags } from './explain.js';
import { withPage } from './format-options.js';
import { cacheOf } from './options.js';
import { type CommonOptions, runInSession, type Session } from './session.js';

/** GitHub takes a mebibyte of summary from a step. */
const STEP_SUMMARY = 1_048_576;
/** The least room that a summary needs. */
const LEAST = 16_384;

interface CheckFlags extends CommonOptions, ExplainFlags {
  config?: string;
  init?: boolean;
  updateBaseline?: boolean;
  baselineRef?: string;
  maxInvalid?: string;
  allowOutside?: boolean;
  schema?: boolean;
  cache?: boolean;
}

export function checkCommand(): Command {
  const command = new Command('check').description(
    'Checks predictions against the rules in tanimark.config.yaml: metrics by similarity stratum, absolute or against a baseline, and data leakage in the split. Each rule passes, fails, or is inconclusive if the test set is too small to decide.',
  );
  addOptions(command, { ...CHECK_FLAGS, ...fileFlags(fileReporters()), ...COMMON });
  command.addHelpText(
    'after',
    `
Examples:
  tanimark check --init                write tanimark.config.yaml
  tanimark check --update-baseline     once, and when a new model is accepted
  tanimark check                       in every pull request
  tanimark check --baseline-ref origin/main   compare with the baseline of main
  tanimark check --junit check.xml --markdown check.md
  tanimark check --config gates/solubility.yaml --json

Exit codes: 0 passed; 1 a rule of level error failed; 2 the configuration or an
input is wrong (a changed test set, a missing baseline); 3 inconclusive, if the
configuration says \`inconclusive: fail\`.
On GitHub the result is also written to the job summary and as annotations.
`,
  );
  return command.action(run);
}

/** The formats that are written to files, each with an option of its name. */
function fileReporters() {
  return reportersOf('check').filter(({ name }) => name !== 'table' && name !== 'json');
}

/** The files that are to be written. */
function filesIn(flags: CheckFlags): { readonly format: string; readonly path: string }[] {
  return fileReporters().flatMap(({ name }) => {
    const path = (flags as Readonly<Record<string, unknown>>)[name];
    return typeof path === 'string' ? [{ format: name, path }] : [];
  });
}

async function run(flags: CheckFlags): Promise<void> {
  checkFlags(flags);
  if (flags.schema) {
    currentIo().stdout.write(`${JSON.stringify(await configSchema(), null, 2)}\n`);
    return;
  }
  await runInSession(flags, async (session) => {
    if (flags.init) await init(flags, session);
    else if (flags.updateBaseline) await update(flags, session);
    else await gate(flags, session);
  });
}

/** Flags that would do nothing are errors. */
function checkFlags(flags: CheckFlags): void {
  const modes = [
    ...(flags.schema ? ['--schema'] : []),
    ...(flags.init ? ['--init'] : []),
    ...(flags.updateBaseline ? ['--update-baseline'] : []),
  ];
  if (modes.length > 1) {
    throw new TanimarkError('usage', `${modes.join(' and ')}: choose one of them`);
  }
  if (flags.maxInvalid !== undefined && (flags.init || flags.schema)) {
    throw new TanimarkError(
      'usage',
      `--max-invalid: ${modes[0]} reads no structures; leave it out`,
    );
  }
  if (flags.explain && modes.length > 0) {
    throw new TanimarkError('usage', `--explain: ${modes[0]} makes no check; leave it out`);
  }
  const outputs = filesIn(flags);
  if (modes.length === 1 && outputs.length > 0) {
    throw new TanimarkError(
      'usage',
      `--${outputs[0].format}: ${modes[0]} makes no check to write of; leave it out`,
    );
  }
  if (flags.config !== undefined && (flags.init || flags.schema)) {
    throw new TanimarkError('usage', `--config: ${modes[0]} reads no configuration; leave it out`);
  }
  if (flags.allowOutside && (flags.init || flags.schema)) {
    throw new TanimarkError(
      'usage',
      `--allow-outside: ${modes[0]} reads no configuration; leave it out`,
    );
  }
  if (flags.baselineRef !== undefined && modes.length > 0) {
    throw new TanimarkError('usage', `--baseline-ref: ${modes[0]} reads no baseline; leave it out`);
  }
  const files = outputs.map(({ path }) => resolve(path));
  const twice = outputs.find((_, i) => files.indexOf(files[i]) < i);
  if (twice) {
    throw new TanimarkError(
      'usage',
      `--${twice.format} ${twice.path}: another output goes there; choose another name`,
    );
  }
}

async function init({ json }: CheckFlags, session: Session): Promise<void> {
  const { path, baseline, notes } = await initConfig();
  session.warn(notes);
  if (json) {
    await session.json('check-init', { command: 'check', action: 'init', path, notes });
  }
  session.line(`wrote ${path}`);
  const first = notes.some((note) => note.includes('TODO'))
    ? 'add what is missing at the TODOs'
    : 'look at it';
  session.line(`next: ${first}, run tanimark check --update-baseline, and commit`);
  session.line(`  ${path} and ${baseline}, with the split,`);
  session.line('  its manifest and the predictions');
}

async function update(flags: CheckFlags, session: Session): Promise<void> {
  const cache = cacheOf(flags);
  const gate = await configOf(flags);
  const result = await updateBaseline(gate, cache, session.job);
  session.warn([...(cache?.notes ?? []), ...result.warnings]);
  if (flags.json) await session.json('check-update', result);
  const { changeLine } = await import('../report/check/baseline.js');
  for (const change of result.changes) session.line(changeLine(change));
  for (const { path, rows } of result.outputs) {
    session.line(`wrote ${path}: predictions of ${rows} test rows; commit it`);
  }
}

async function gate(flags: CheckFlags, session: Session): Promise<void> {
  const files = filesIn(flags);
  checkOutputs(files.map(({ path }) => path));
  for (const { format, path } of files) refuseStandardOutput(path, `--${format}`);
  const cache = cacheOf(flags);
  const summary = await summaryOf(flags, cache, session);
  // Before anything is written: what cannot be written must not hide it.
  currentIo().exitCode = summary.exit_code;
  session.warn([...(cache?.notes ?? []), ...summary.warnings]);
  const texts: { path: string; text: string }[] = [];
  const style = withPage(plainStyle, 'html');
  for (const { format, path } of files) {
    texts.push({ path, text: await renderResult('check', format, summary, style) });
  }
  await writeTexts(texts, session.job);
  await tellGithub(summary, session);
  const { json } = flags;
  const shown = json ? 'json' : 'table';
  const { explained, tellExplanation } = await import('./explain.js');
  const whole = await explained('check', summary, flags);
  await session.out(await renderResult('check', shown, whole, session.outStyle));
  await tellExplanation(whole, session);
  if (json || !currentIo().stdout.isTTY) {
    for (const { name, message } of summary.errors) {
      currentIo().stderr.write(screenText(`error: ${name}: ${printable(message, 2000)}\n`));
    }
  }
}

async function configOf(flags: CheckFlags): Promise<GateConfig> {
  const { config, allowOutside } = flags;
  return withFlags(await loadConfig(config, undefined, { allowOutside }), flags);
}

/** Options that replace those of the configuration. */
function withFlags(gate: GateConfig, { baselineRef, maxInvalid }: CheckFlags): GateConfig {
  if (maxInvalid === undefined) return { ...gate, baselineRef };
  const tasks = gate.tasks.map((task) => ({ ...task, maxInvalid }));
  return { ...gate, baselineRef, tasks };
}

/** A check that cannot be made is a result, too, where somebody reads it from a file. */
async function summaryOf(
  flags: CheckFlags,
  cache: ReturnType<typeof cacheOf>,
  session: Session,
): Promise<CheckSummary> {
  const { config, json } = flags;
  const files = filesIn(flags);
  const read = files.length > 0 || Boolean(currentIo().env.GITHUB_STEP_SUMMARY) || json;
  try {
    const loaded = await configOf(flags);
    const inputs = loaded.tasks.flatMap((t) => [
      t.predictions,
      t.baseline,
      t.split,
      t.data,
      t.train,
      t.truth,
    ]);
    for (const { format, path } of files) {
      for (const input of [loaded.path, ...inputs]) {
        if (input) checkOutput(input, path, 'an input', `--${format}`);
      }
    }
    return await check(loaded, cache, session.job);
  } catch (error) {
    const ours = error instanceof TanimarkError && !(error instanceof AbortedError);
    if (!ours || !read || error.code === 'file') throw error;
    return failedCheck(config ?? null, error);
  }
}

/** The summary of the job, and annotations, where GitHub runs this. */
async function tellGithub(summary: CheckSummary, session: Session): Promise<void> {
  const { GITHUB_STEP_SUMMARY: file, GITHUB_ACTIONS, GITHUB_WORKSPACE } = currentIo().env;
  if (file) {
    const { checkMarkdown } = await import('../report/check/markdown.js');
    try {
      const used = existsSync(file) ? statSync(file).size : 0;
      const limit = STEP_SUMMARY - used - 1;
      if (limit >= LEAST) appendFileSync(file, `${checkMarkdown(summary, { limit })}\n`);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      session.warn([`GITHUB_STEP_SUMMARY: ${file} cannot be written (${code})`]);
    }
  }
  if (GITHUB_ACTIONS !== 'true') return;
  const { githubAnnotations } = await import('../report/check/github.js');
  // Annotations name files as the repository does.
  const path = relative(GITHUB_WORKSPACE ?? '.', resolve(summary.config));
  const outside = path.startsWith('..') || isAbsolute(path);
  currentIo().stderr.write(githubAnnotations(summary, outside ? summary.config : path));
}
