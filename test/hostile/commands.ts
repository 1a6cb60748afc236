import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TanimarkError } from '../../src/errors.js';
import { loadConfig } from '../../src/gate/config/load.js';
import { Job } from '../../src/job.js';
import { renderAudit } from '../../src/report/audit/terminal.js';
import { checkMarkdown } from '../../src/report/check/markdown.js';
import { renderCheck } from '../../src/report/check/terminal.js';
import { comparisonMarkdown } from '../../src/report/compare/markdown.js';
import { renderComparison } from '../../src/report/compare/terminal.js';
import { renderCvComparison } from '../../src/report/compare-cv/terminal.js';
import { renderNeighbors } from '../../src/report/neighbors/terminal.js';
import { scoreMarkdown } from '../../src/report/score/markdown.js';
import { scoreCsv } from '../../src/report/score/rows.js';
import { renderScore } from '../../src/report/score/terminal.js';
import { renderSplit } from '../../src/report/split/terminal.js';
import { plainStyle } from '../../src/report/style.js';
import { renderDescribed } from '../../src/report/verify/terminal.js';
import { audit } from '../../src/workflows/audit/index.js';
import { check } from '../../src/workflows/check/index.js';
import { compareModels } from '../../src/workflows/compare/index.js';
import { compareCv } from '../../src/workflows/compare-cv/index.js';
import { neighbors } from '../../src/workflows/neighbors/index.js';
import { neighborsText } from '../../src/workflows/neighbors/output.js';
import { score } from '../../src/workflows/score/index.js';
import { split } from '../../src/workflows/split/index.js';
import { splitTable } from '../../src/workflows/split/tables.js';
import { describeSplit } from '../../src/workflows/verify/describe.js';
import { joined } from '../helpers.js';
import { obeyed } from './texts.js';

/** The longest that a command may take, in seconds. */
const LONGEST = 20;

/** What a command was given, and in which folder it may write. */
export interface Given {
  readonly path: string;
  readonly folder: string;
  /** A plain table of structures. */
  readonly reference: string;
  /** Records of the table, where they are known. */
  readonly rows: number | null;
}

/** What a command printed for people; throws where rows are lost. */
type Command = (given: Given, job: Job) => Promise<string[]>;

const DRAWS = { bootstrap: 20, minN: 3 };

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((a, b) => a + b, 0);

function requireEqual(what: string, a: number, b: number): void {
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

/** Records of the input that an output holds, by reading what was written as its reader would. */
async function splitWith(given: Given, job: Job, method: string): Promise<string[]> {
  const result = await split({ input: given.path, method, test: '0.3', seed: 1 }, job);
  const { summary, data, records } = result;
  const n = data.table.rows.length;
  if (given.rows !== null) requireEqual('records of the file', n, given.rows);
  requireEqual('records with an outcome', records.length, n);
  requireEqual('records in the summary', summary.input.records, n);
  requireEqual('records in subsets', sum(summary.records), n);
  const counted = records.filter(({ split: own }) => own === 'invalid').length;
  requireEqual('invalid records', counted, summary.sizes.invalid);
  const table = await joined(splitTable(result, 'csv'));
  requireEqual('rows of the output', recordsOf(table) - 1, n);
  return [renderSplit(summary, plainStyle), ...summary.warnings];
}

/** Records of a CSV that we wrote: line ends outside of quotes. */
function recordsOf(text: string): number {
  let records = 0;
  let isQuoted = false;
  for (const c of text) {
    if (c === '"') isQuoted = !isQuoted;
    else if (c === '\n' && !isQuoted) records++;
  }
  return records;
}

/** The table as its own predictions: of the label column, if there is one. */
const predictions = { label: 'y', split: '', predictions: '' };

export const COMMANDS: Readonly<Record<string, Command>> = {
  split: (given, job) => splitWith(given, job, 'random'),
  'split by similarity': (given, job) => splitWith(given, job, 'sae'),
  audit: async ({ path }, job) => {
    const { summary } = await audit({ split: path }, job);
    return [renderAudit(summary, plainStyle), ...summary.warnings];
  },
  score: async ({ path }, job) => {
    const summary = await score({ split: path, ...DRAWS }, job);
    return [
      renderScore(summary, plainStyle),
      scoreMarkdown(summary),
      scoreCsv([['x', summary]]).slice(0, 0),
      ...summary.warnings,
    ];
  },
  'score of predictions': async ({ path }, job) => {
    const options = { ...predictions, split: path, predictions: path, prediction: 'y', ...DRAWS };
    const summary = await score(options, job);
    return [renderScore(summary, plainStyle), scoreMarkdown(summary), ...summary.warnings];
  },
  compare: async ({ path }, job) => {
    const options = { split: path, predictions: [path, path], names: ['a', 'b'], prediction: 'y' };
    const summary = await compareModels({ ...options, ...DRAWS }, job);
    return [
      renderComparison(summary, plainStyle),
      comparisonMarkdown(summary),
      ...summary.warnings,
    ];
  },
  'compare of cross-validation': async ({ path }, job) => {
    const summary = await compareCv({ results: path }, job);
    return [renderCvComparison(summary, plainStyle), ...summary.warnings];
  },
  neighbors: async (given, job) => {
    const { path, rows } = given;
    const search = await neighbors({ query: path, reference: given.reference, k: 1 }, job);
    const text = neighborsText(search, 'csv', job);
    let all = '';
    for await (const piece of text.pieces()) all += piece;
    const summary = text.summary();
    const { counts } = summary;
    if (rows !== null) requireEqual('query rows', counts.queries, rows);
    requireEqual('outcomes', counts.found + counts.none + counts.invalid, counts.queries);
    requireEqual('rows of the output', recordsOf(all) - 1, counts.queries);
    return [renderNeighbors(summary, plainStyle), ...summary.warnings];
  },
  describe: async ({ path }, job) => {
    const summary = await describeSplit({ path, force: true }, job);
    return [renderDescribed(summary, plainStyle), ...summary.warnings];
  },
  check: async ({ path, folder }, job) => {
    const config = join(folder, 'tanimark.config.json');
    const name = path.slice(folder.length + 1);
    const own = { predictions: name, split: name, prediction: 'y', label: 'y' };
    const rules = [{ metric: 'mae', max: 1 }];
    writeFileSync(config, JSON.stringify({ ...own, rules, bootstrap: 100, minN: 3 }));
    const summary = await check(await loadConfig(config), undefined, job);
    const bug = summary.errors.find(({ message }) => /a bug in tanimark/.test(message));
    if (bug) throw new Error(bug.message);
    return [renderCheck(summary, plainStyle), checkMarkdown(summary), ...summary.warnings];
  },
};

/**
 * Runs a command on a table, and says what is wrong with what it did; null where all is well: it ended in a result or in
 * an error of one line, within 20 s, with all rows, and with nothing that a terminal would obey.
 */
export async function faultOf(name: string, given: Given): Promise<string | null> {
  const start = performance.now();
  const fault = await outcomeOf(name, given);
  const seconds = (performance.now() - start) / 1000;
  return fault ?? (seconds > LONGEST ? `it took ${seconds.toFixed(1)} s` : null);
}

async function outcomeOf(name: string, given: Given): Promise<string | null> {
  try {
    const [screen] = await COMMANDS[name](given, new Job({ threads: 1 }));
    const bad = obeyed(screen);
    return bad.length === 0 ? null : `on the screen: ${JSON.stringify(bad[0]).slice(0, 200)}`;
  } catch (error) {
    if (!(error instanceof TanimarkError)) {
      return `${error instanceof Error ? error.stack : error}`.slice(0, 1500);
    }
    const { message } = error;
    if (
      message.trim() === '' ||
      /\n|^\s+at /.test(message) ||
      /undefined|\[object|NaN,/.test(message)
    ) {
      return `its error is no sentence: ${message}`;
    }
    const bad = obeyed(message).filter((line) => !/^\s*::|##/.test(line));
    return bad.length === 0 ? null : `its error is not printable: ${JSON.stringify(message)}`;
  }
}
