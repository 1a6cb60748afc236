import { parseFingerprint } from '../chemistry/fingerprint.js';
import { ChemistryPool } from '../chemistry/pool.js';
import { problemsOf } from '../chemistry/structure-column.js';
import { type ErrorCode, TanimarkError } from '../errors.js';
import { readTableHead } from '../tables/head.js';
import { list } from '../text.js';
import type { TaskConfig } from './config/types.js';
import { CheckFailure } from './failure.js';

/** Rows and columns that are looked at. */
const ROWS = 50;
const COLUMNS = 50;
/** A text that is a structure by chance, such as `CN` or `SSN`, is shorter. */
const TELLING = 5;

/** Description of errors of a file whose cells are not quoted, by error code. */
const REASONS: Partial<Record<ErrorCode, string>> = {
  column: 'a column is missing, ambiguous, or holds wrong values',
  table: 'it is not such a table',
  structure: 'it has no valid structure',
  join: 'its rows do not match the test rows',
  prediction: 'a prediction is missing or not a number',
};

/** Codes of errors that quote no cell of the file they are about. */
const SILENT: readonly ErrorCode[] = ['file', 'unmatched', 'usage', 'aborted'];

/** How a task's tables are read, before anything is known of them. */
type Reading = Pick<TaskConfig, 'delimiter' | 'inputFormat'>;

/**
 * Does a step of reading. What is wrong with a file is told by its cells only where it is a table of molecules: a
 * configuration can name any file of its repository, such as one with a password, and reports are read by others.
 *
 * @param files that the step reads, and whose cells messages may quote
 * @throws TanimarkError as the step does, without cells where one of the files holds no structures
 */
export async function discreetly<Result>(
  files: readonly (string | undefined)[],
  reading: Reading,
  step: () => Promise<Result>,
): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof TanimarkError) || SILENT.includes(error.code)) throw error;
    const given = [...new Set(files)].filter((path) => path !== undefined);
    const unknown = await withoutStructures(given, reading);
    // A file that lists rows has no structures, whatever it is.
    const isList = error.option === 'split' && error.discreet !== undefined;
    if (unknown.length === 0 && !isList) throw error;
    const text = error.discreet ?? generalText(unknown, error.code);
    if (error instanceof CheckFailure) throw new CheckFailure(error.reason, text);
    throw new TanimarkError(error.code, text);
  }
}

function generalText(unknown: readonly string[], code: ErrorCode): string {
  const reason = REASONS[code] ?? 'it is not such a table';
  const them = unknown.length === 1 ? 'it holds' : 'they hold';
  return `${list(unknown)}: not a table that can be checked: ${reason}; cells are not shown here, because ${them} no structures; to see them, use tanimark score`;
}

async function withoutStructures(files: readonly string[], reading: Reading): Promise<string[]> {
  const pool = new ChemistryPool(parseFingerprint('maccs'), { threads: 1 });
  try {
    const unknown: string[] = [];
    for (const path of files) {
      if (!(await hasStructures(path, reading, pool))) unknown.push(path);
    }
    return unknown;
  } finally {
    await pool.close();
  }
}

async function hasStructures(
  path: string,
  reading: Reading,
  pool: ChemistryPool,
): Promise<boolean> {
  const table = await readTableHead(path, ROWS, reading);
  if (!table) return false;
  for (let c = 0; c < Math.min(COLUMNS, table.columns.length); c++) {
    const cells = table.rows.map((row) => row[c].trim());
    const problems = await problemsOf(cells, pool);
    if (areStructures(cells, (i) => problems[i] === null)) return true;
  }
  return false;
}

/** Whether cells hold structures: at least half of those that are not blank, and one that cannot be a word. */
export function areStructures(
  cells: readonly string[],
  isStructure: (index: number) => boolean,
): boolean {
  const filled = [...cells.keys()].filter((i) => cells[i].trim() !== '');
  const found = filled.filter(isStructure);
  return 2 * found.length >= filled.length && found.some((i) => cells[i].length >= TELLING);
}
