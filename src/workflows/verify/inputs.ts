import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { FoundManifest, KnownFile } from '../../dataset/manifest/find.js';
import {
  type CellOptions,
  fileChecksum,
  inputChecksum,
  readCells,
  tableDifference,
  withKnownColumns,
} from '../../dataset/manifest/known-table.js';
import { resolveInput } from '../../dataset/named/resolve.js';
import { TanimarkError } from '../../errors.js';
import { cellDifference } from '../../tables/cells.js';
import { inputFormat } from '../../tables/formats/registry.js';
import { filesAt, hasFiles } from '../../tables/part-files.js';
import type { VerifyCheck } from './types.js';

/** How an input is read, where that had to be said. */
type InputReading = Pick<CellOptions, 'delimiter' | 'inputFormat'>;

/** A file that a split was made from, as it is today. */
export interface FoundInput {
  readonly known: KnownFile;
  /** Where it is; null where the split cannot be made from it. */
  readonly path: string | null;
  /** Whether it is written otherwise than the file that was read. */
  readonly rewritten: boolean;
  /** Why the split cannot be made from it; null where it can. */
  readonly problem: string | null;
}

/**
 * Looks for a file that a manifest names: from the working folder, from the folder of the manifest and those above it.
 * One with the cells that were read counts, the same bytes before all else.
 *
 * @param reading what the user had to say of it
 */
export async function findInput(
  known: KnownFile,
  manifest: string,
  reading: InputReading = {},
): Promise<FoundInput> {
  const { path } = known;
  const unusable = (problem: string) => ({ known, path: null, rewritten: false, problem });
  if (path === '-') return unusable('the input came from standard input');
  const candidates = (await placesOf(path, manifest)).filter(hasFiles);
  for (const candidate of candidates) {
    if ((await inputChecksum(candidate, reading.inputFormat)) !== known.sha256) continue;
    return { known, path: candidate, rewritten: false, problem: null };
  }
  const differences: string[] = [];
  for (const candidate of candidates) {
    const difference = await inputDifference(candidate, known, reading);
    if (difference === null) return { known, path: candidate, rewritten: true, problem: null };
    differences.push(difference);
  }
  return unusable(
    differences.length === 0 ? `${path} does not exist` : `${path} has changed: ${differences[0]}`,
  );
}

/** As {@link tableDifference}, of a table that may have no header. */
async function inputDifference(
  path: string,
  known: KnownFile,
  reading: InputReading,
): Promise<string | null> {
  const { cells } = known;
  if (!cells) return tableDifference(path, known);
  try {
    const difference = cellDifference(
      cells,
      withKnownColumns(await readCells(path, reading), cells),
    );
    // Other formats name their columns.
    const [file] = filesAt(path);
    if (inputFormat(file, reading.inputFormat).content !== 'delimited') return difference;
    const plain = await readCells(path, { ...reading, header: false });
    const names = cells.columns.map(({ name }) => name);
    const same =
      names.length === plain.columns.length &&
      cellDifference(cells, { columns: names, rows: plain.rows }) === null;
    return same ? null : difference;
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    return error.message;
  }
}

async function placesOf(path: string, manifest: string): Promise<string[]> {
  if (path.startsWith('dataset:')) {
    try {
      return [(await resolveInput(path)).path];
    } catch (error) {
      if (!(error instanceof TanimarkError)) throw error;
      return [];
    }
  }
  if (isAbsolute(path)) return [path];
  const places = [path];
  let folder = resolve(dirname(manifest));
  for (let above = dirname(folder); ; above = dirname(folder)) {
    places.push(join(folder, path));
    if (above === folder) return places;
    folder = above;
  }
}

/** Compares every table of a manifest with its checksums. */
export async function outputChecks({ content, files }: FoundManifest): Promise<VerifyCheck[]> {
  const checks: VerifyCheck[] = [];
  for (const [i, known] of content.outputs.entries()) {
    const problem = existsSync(files[i])
      ? await tableDifference(files[i], known)
      : 'the file does not exist';
    const same = problem === null && (await fileChecksum(files[i])) === known.sha256;
    checks.push({
      kind: 'checksum',
      subject: files[i],
      outcome: problem === null ? 'passed' : 'failed',
      detail: problem ?? (same ? null : SAME_CELLS),
    });
  }
  return checks;
}

/** The checks of files that a split was made from. A changed or lost one says nothing against the split. */
export function inputChecks(inputs: readonly FoundInput[]): VerifyCheck[] {
  return inputs.map(({ known, rewritten, problem }) => ({
    kind: 'checksum',
    subject: known.path,
    outcome: problem === null ? 'passed' : 'not_checked',
    detail: problem ?? (rewritten ? SAME_CELLS : null),
  }));
}

const SAME_CELLS = 'same cells, different bytes';
