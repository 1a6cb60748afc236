import { lstatSync } from 'node:fs';
import { TanimarkError } from '../../errors.js';
import type { Table } from '../../tables/table.js';
import { loadRegistry } from './load-registry.js';
import { standingOf } from './store.js';
import type { NamedDataset } from './types.js';

const PREFIX = 'dataset:';

/** A file to be read, and what is known of it where it is that of a data set. */
export interface ResolvedInput {
  readonly path: string;
  readonly dataset?: NamedDataset;
}

/** Whether a text names a data set, and no file that happens to be called like one. */
export function isDataset(input: string): boolean {
  return input.startsWith(PREFIX) && !lstatSync(input, { throwIfNoEntry: false });
}

/**
 * Resolves `dataset:<name>` to its file, whose checksum is compared; any other text is a path already. Nothing is
 * downloaded.
 *
 * @throws TanimarkError (file) where there is no such data set, it was not fetched, or its file was changed
 */
export async function resolveInput(input: string): Promise<ResolvedInput> {
  if (!isDataset(input)) return { path: input };
  const dataset = (await loadRegistry()).get(input.slice(PREFIX.length));
  return { path: fetchedPath(dataset), dataset };
}

/** Where the file of a data set is. @throws TanimarkError (file) where it was not fetched, or was changed */
export function fetchedPath(dataset: NamedDataset): string {
  const standing = standingOf(dataset, true);
  const { state } = standing;
  if (state === 'bundled' || state === 'fetched') return standing.path;
  const [name, fetch] = [`dataset:${dataset.name}`, `run tanimark datasets fetch ${dataset.name}`];
  if (state === 'absent') throw new TanimarkError('file', `${name} was not fetched yet; ${fetch}`);
  throw new TanimarkError(
    'file',
    `${name}: ${standing.path} was changed since it was fetched (its SHA-256 is ${standing.sha256}); ${fetch}`,
  );
}

/** Options of reading a table that a data set answers where the user does not. */
interface Answered {
  readonly header?: boolean | undefined;
  readonly inputFormat?: string | undefined;
}

/** Reading options with what is known of the data set. */
export function withDataset<Options extends Answered>(
  options: Options,
  dataset: NamedDataset | undefined,
): Options {
  if (!dataset) return options;
  const { header, inputFormat } = options;
  return {
    ...options,
    header: header ?? dataset.header ?? true,
    inputFormat: inputFormat ?? dataset.format,
  };
}

/** The columns of a data set by their roles. */
export function statedColumns({ columns, split }: NamedDataset): Table['stated'] {
  const { smiles, id, labels, sequence } = columns;
  const label = labels.length === 1 ? labels[0] : undefined;
  return {
    smiles,
    ...(id === undefined ? {} : { id }),
    ...(sequence === undefined ? {} : { partner: sequence }),
    ...(label === undefined ? {} : { label, truth: label }),
    ...(split && 'column' in split ? { split: split.column } : {}),
  };
}
