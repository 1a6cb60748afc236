import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { ChemistryPool } from '../../chemistry/pool.js';
import {
  areSubsetFiles,
  type FoundManifest,
  isSeries,
  type SplitManifest,
} from '../../dataset/manifest/find.js';
import { readCells } from '../../dataset/manifest/known-table.js';
import { splitFormatNamed } from '../../dataset/split-formats/registry.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { parseBins } from '../../similarity/bins.js';
import { Stopwatch } from '../../stopwatch.js';
import { printable } from '../../text.js';
import { VERSION } from '../../version.js';
import { plannedInFormat } from '../split/in-format.js';
import { readInput, splitMolecules } from '../split/index.js';
import { TIMED_OUT } from '../split/messages.js';
import { optionsFrom, type Recorded } from '../split/parameters.js';
import { planSplit } from '../split/plan.js';
import { measurePart } from '../split/series/measure.js';
import { type PlannedFiles, plannedFiles, splitRows, type TextFile } from '../split/tables.js';
import type { SplitResult, TableRows } from '../split/types.js';
import { firstDifference } from './cells.js';
import { type FoundInput, findInput, inputChecks } from './inputs.js';
import { contradiction } from './numbers.js';
import type { VerifyCheck } from './types.js';

/** Result of repeating a split. */
export interface Repeated {
  readonly checks: readonly VerifyCheck[];
  /** Why it was not made again; null where it was. */
  readonly problem: string | null;
}

/**
 * Makes the splits of a manifest again from its input and compares them cell by cell, and number by number.
 *
 * @param sources the files beside the input that the manifest names
 */
export async function repeat(
  found: FoundManifest,
  sources: readonly FoundInput[],
  pool: ChemistryPool,
  job: Job,
): Promise<Repeated> {
  const { content, path } = found;
  const [first] = recordedIn(found);
  const { delimiter, 'input-format': inputFormat } = first.parameters;
  const reading = { delimiter, inputFormat };
  const input = content.input && (await findInput(content.input, path, reading));
  const checks = inputChecks([...(input ? [input] : []), ...sources]);
  const problem = (await whyNot(found, pool)) ?? unusable([...(input ? [input] : []), ...sources]);
  if (!input || problem !== null) return { checks, problem };
  try {
    checks.push(...(await makeAgain(found, { input, sources }, pool, job)));
  } catch (error) {
    if (!(error instanceof TanimarkError) || error.code === 'aborted') throw error;
    checks.push(failed('the split', `it cannot be repeated: ${error.message}`));
  }
  return { checks, problem: null };
}

function unusable(inputs: readonly FoundInput[]): string | null {
  return inputs.find((input) => input.problem !== null)?.problem ?? null;
}

const failed = (subject: string, detail: string): VerifyCheck => ({
  kind: 'repeat',
  subject,
  outcome: 'failed',
  detail,
});

/** Command and options of each split of a manifest. */
function recordedIn({ content }: FoundManifest): readonly (Recorded & { warnings: string[] })[] {
  return isSeries(content) ? content.splits : [content];
}

/** Reason why a split cannot be repeated, as far as the manifest shows it. */
async function whyNot(found: FoundManifest, pool: ChemistryPool): Promise<string | null> {
  const { content } = found;
  const rdkit = await pool.rdkitVersion();
  const recorded = recordedIn(found);
  if (!content.input || recorded.some(({ method }) => method === 'described')) {
    return 'it was made by another tool';
  }
  if (content.version !== VERSION) {
    return `it was made with tanimark ${content.version}, this is ${VERSION} (npx tanimark@${content.version} verify)`;
  }
  if (content.rdkit !== rdkit) {
    return `it was made with RDKit ${content.rdkit}, this is ${rdkit}`;
  }
  if (recorded.some(({ warnings }) => warnings.includes(TIMED_OUT))) {
    return 'a time limit ended its search, so the result depends on the machine';
  }
  return null;
}

interface Inputs {
  readonly input: FoundInput;
  readonly sources: readonly FoundInput[];
}

async function makeAgain(
  found: FoundManifest,
  { input, sources }: Inputs,
  pool: ChemistryPool,
  job: Job,
): Promise<VerifyCheck[]> {
  const { content } = found;
  const place = (path: string) => sources.find(({ known }) => known.path === path)?.path ?? path;
  const all: readonly Recorded[] = isSeries(content) ? content.splits : [firstSeed(content)];
  const plans = all.map((own) => planSplit(optionsFrom(own, pathOf(input), place)));
  const scaffolds = isSeries(content) || plans[0].usesScaffolds;
  const data = await readInput(plans[0], { scaffolds }, pool, job, new Stopwatch());
  const checks: VerifyCheck[] = [];
  for (const [s, plan] of plans.entries()) {
    const tools = { read: async () => data, pool, clock: new Stopwatch() };
    const result = withKnownPaths(await splitMolecules(plan, tools, job), sources);
    if (isSeries(content)) checks.push(...(await seriesChecks(found, s, result)));
    else checks.push(...(await splitChecks(found, result)));
  }
  return checks;
}

/** Files that are elsewhere now, named in the parameters as the manifest names them. */
function withKnownPaths(result: SplitResult, sources: readonly FoundInput[]): SplitResult {
  const { summary } = result;
  const known = (text: string) => {
    const source = sources.find(({ path }) => path !== null && text.replace('mimic:', '') === path);
    return source ? text.replace(source.path as string, source.known.path) : text;
  };
  const parameters = Object.entries(summary.parameters).map(([name, text]) => [name, known(text)]);
  return { ...result, summary: { ...summary, parameters: Object.fromEntries(parameters) } };
}

/** The input as the user named it, if it is a data set; else its path. */
function pathOf({ known, path }: FoundInput): string {
  return known.path.startsWith('dataset:') ? known.path : (path as string);
}

/** A repeat in a file of its own has its own seed; the first repeat's is the one that was given. */
function firstSeed({ method, seed, parameters, part }: SplitManifest): Recorded {
  const [, number] = /^repeat-(\d+)$/.exec(part ?? '') ?? [];
  return {
    method,
    parameters,
    seed: seed === null || number === undefined ? seed : seed - Number(number),
  };
}

async function splitChecks(found: FoundManifest, result: SplitResult): Promise<VerifyCheck[]> {
  const { content, raw, files } = found;
  const { part, outputs } = content as SplitManifest;
  if (content.command === 'split' && content.format !== undefined) {
    return formatChecks(found, content, content.format, result);
  }
  const inFolder = areSubsetFiles(outputs) || outputs.some(({ path }) => path.includes('/'));
  const output = inFolder ? 'made/' : 'made.csv';
  const { manifests } = plannedFiles(result, output, 'csv');
  const own = manifests.find(({ summary }) => (summary as { part?: string }).part === part);
  return comparedFiles(own, raw, files);
}

/** The same, of a split in a format of another tool. */
async function formatChecks(
  { raw, files }: FoundManifest,
  { part, outputs }: SplitManifest,
  name: string,
  result: SplitResult,
): Promise<VerifyCheck[]> {
  const format = splitFormatNamed(name);
  if (!format) return [failed('the split', `its format "${printable(name, 40)}" is unknown`)];
  const inFolder = Object.hasOwn(format.places, '/');
  const output = inFolder ? 'made/' : `made${extname(outputs[0].path)}`;
  const { manifests } = plannedInFormat(result, output, format);
  const own = manifests.find(({ summary }) => (summary as { part?: string }).part === part);
  return comparedFiles(own, raw, files);
}

async function comparedFiles(
  own: PlannedFiles['manifests'][number] | undefined,
  raw: object,
  files: readonly string[],
): Promise<VerifyCheck[]> {
  if (!own || own.files.length !== files.length) {
    return [failed('the split', `it has ${own?.files.length ?? 0} files when repeated`)];
  }
  const checks: VerifyCheck[] = [];
  for (const [t, file] of own.files.entries()) {
    checks.push('text' in file ? textCheck(files[t], file) : await tableCheck(files[t], file));
  }
  checks.push(numberCheck(raw, JSON.parse(JSON.stringify(own.summary))));
  return checks;
}

function textCheck(path: string, { text, count }: TextFile): VerifyCheck {
  if (!existsSync(path)) return failed(path, 'the file does not exist');
  if (readFileSync(path, 'utf8') !== text) return failed(path, 'its text differs when repeated');
  return { kind: 'repeat', subject: path, outcome: 'passed', detail: `${count} rows` };
}

async function seriesChecks(
  { content, raw, files }: FoundManifest,
  s: number,
  result: SplitResult,
): Promise<VerifyCheck[]> {
  if (!isSeries(content)) return [];
  const { name } = content.splits[s];
  const threshold = content.command === 'split-sweep' ? thresholdOf(name) : null;
  const bins = parseBins(content.bins.join(','));
  const {
    deployment: _,
    warnings: __,
    ...part
  } = measurePart(name, result, [], threshold, {
    bins,
    library: null,
  });
  const {
    deployment: ___,
    warnings: ____,
    ...known
  } = (raw.splits as Record<string, unknown>[])[s];
  return [
    await tableCheck(files[s], splitRows(result)),
    { ...numberCheck(known, JSON.parse(JSON.stringify(part))), subject: `numbers of ${name}` },
  ];
}

/** A threshold as a sweep measures it. */
function thresholdOf(name: string): number {
  const [num, den = '1'] = name.split('/');
  return Number(num) / Number(den);
}

async function tableCheck(file: string, made: TableRows): Promise<VerifyCheck> {
  if (!existsSync(file)) return failed(file, 'the file does not exist');
  const difference = firstDifference(made, await readCells(file));
  if (difference !== null) return failed(file, difference);
  return {
    kind: 'repeat',
    subject: file,
    outcome: 'passed',
    detail: `${made.count} rows of ${made.columns.length} columns`,
  };
}

/** Whether all numbers of a manifest are those of the split made again. */
function numberCheck(known: object, made: object): VerifyCheck {
  const difference = contradiction(known, made);
  return {
    kind: 'repeat',
    subject: 'numbers of the manifest',
    outcome: difference === null ? 'passed' : 'failed',
    detail: difference,
  };
}
