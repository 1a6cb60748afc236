import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { TanimarkError } from '../../errors.js';
import { isRecord } from '../../record.js';
import { list } from '../../text.js';
import { VERSION } from '../../version.js';

/** A result of an earlier run, as `--json` wrote it. */
export interface ResultDocument {
  readonly path: string;
  /** Its kind. */
  readonly name: ResultKind;
  readonly result: Readonly<Record<string, unknown>>;
}

export type ResultKind = keyof typeof FIELDS;

/** What each kind of result has at least, beside `version` and, but for repeated folds, `warnings`. */
const FIELDS = {
  split: ['input', 'parameters', 'sizes', 'similarity'],
  'repeated-folds': ['splits'],
  series: ['input', 'bins', 'splits'],
  audit: ['inputs', 'parameters', 'sides', 'comparisons', 'limits'],
  'pair-audit': ['inputs', 'parameters', 'sides', 'comparisons', 'limits', 'pairs'],
  score: ['inputs', 'parameters', 'overall', 'strata', 'baselines'],
  suite: ['suite'],
  compare: ['inputs', 'parameters', 'models', 'tasks'],
  'compare-cv': ['input', 'parameters', 'metrics'],
  check: ['counts', 'outcomes', 'errors', 'tasks'],
  expect: ['library', 'expected', 'strata', 'histogram', 'domain', 'least_similar'],
  neighbors: ['query', 'reference', 'counts', 'similarity'],
} as const;

const COMMANDS = ['split', 'audit', 'score', 'compare', 'check', 'expect', 'neighbors'];

/** What every result begins with, and no table or split does. */
const BEGINNING = /^\uFEFF?\s*\{\s*"command"\s*:/;

/**
 * Whether a file is a result of an earlier run, by its content: it begins as one, or is another JSON document and no list.
 * What is none is a split or a prediction file.
 *
 * @param hasData whether a split may be a document that lists rows of another table
 */
export function isResultFile(path: string, hasData: boolean): boolean {
  const head = headOf(path);
  if (head !== null && BEGINNING.test(head)) return true;
  const isList = head !== null && /^\uFEFF?\s*\[/.test(head);
  return /\.json$/i.test(path) && !hasData && !isList;
}

/** The first characters of a file; null where it cannot be read. */
function headOf(path: string): string | null {
  const head = Buffer.alloc(256);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return head.toString('utf8', 0, readSync(file, head));
  } catch {
    return null;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Whether the inputs of a report are results of earlier runs, all of them, and not a split with its prediction files.
 *
 * @throws TanimarkError (usage) where they are of both kinds
 */
export function areResults(paths: readonly string[], hasData: boolean): boolean {
  const kinds = paths.map((path) => isResultFile(path, hasData));
  if (kinds.every((own) => own === kinds[0])) return kinds[0];
  const result = paths[kinds.indexOf(true)];
  const other = paths[kinds.indexOf(false)];
  throw new TanimarkError(
    'usage',
    `${result} is a JSON result of tanimark, and ${other} is none; give either JSON results alone, or one split and its prediction files`,
  );
}

/**
 * Reads a result of an earlier run.
 *
 * @throws TanimarkError (file) where it cannot be read, or is none
 */
export function readResult(path: string): ResultDocument {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new TanimarkError('file', `${path} cannot be read (${code}); check its name`);
  }
  let result: unknown;
  try {
    result = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw wrong(path, 'it is not JSON');
  }
  if (!isRecord(result)) throw wrong(path, 'it is no document of tanimark');
  if (isRecord(result.error)) {
    throw wrong(path, 'it says that the run ended in an error');
  }
  const name = nameOf(result);
  if (name === null) {
    throw wrong(path, `its "command" is none of ${list(COMMANDS.map((own) => `"${own}"`))}`);
  }
  // Each of repeated folds has its own.
  const common = name === 'repeated-folds' ? [] : ['warnings'];
  const missing = [...FIELDS[name], ...common].find((field) => typeof result[field] !== 'object');
  if (missing !== undefined) throw wrong(path, `it has no "${missing}"`);
  if (typeof result.version !== 'string') throw wrong(path, 'it has no "version"');
  return { path, name, result };
}

function nameOf(result: Readonly<Record<string, unknown>>): ResultDocument['name'] | null {
  const { command, kind } = result;
  switch (command) {
    case 'split':
      if (kind === 'repeated-folds') return kind;
      return kind === undefined ? 'split' : null;
    case 'split-compare':
    case 'split-sweep':
      return 'series';
    case 'score':
      return 'suite' in result ? 'suite' : 'score';
    case 'compare':
      return kind === 'cross-validation' ? 'compare-cv' : 'compare';
    case 'audit':
      return kind === undefined ? 'audit' : 'pair-audit';
    case 'check':
    case 'expect':
    case 'neighbors':
      return command;
    default:
      return null;
  }
}

/** A document that no page can be made of. */
export function wrong(path: string, why: string): TanimarkError {
  return new TanimarkError(
    'file',
    `${path} is not a result of tanimark ${VERSION}: ${why}; write it again with --json`,
  );
}
