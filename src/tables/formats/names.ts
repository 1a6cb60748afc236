/** The names of the formats that tables are read from, apart from the registry, whose formats take time to load. */
export const READABLE_NAMES = [
  'csv',
  'tsv',
  'smi',
  'txt',
  'json',
  'jsonl',
  'sdf',
  'parquet',
  'fasta',
  'npy',
] as const;

/**
 * The format that the user named, for one of the tables of a command. It is for standard input alone where the command
 * reads that, else for every table.
 *
 * @param paths the inputs of the command
 */
export function formatNamedFor(
  path: string,
  named: string | undefined,
  paths: readonly (string | undefined)[],
): string | undefined {
  return path === '-' || !paths.includes('-') ? named : undefined;
}
