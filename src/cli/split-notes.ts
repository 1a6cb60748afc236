import { isFolder } from '../tables/output-path.js';
import { renamedColumns } from '../tables/split-columns.js';

/**
 * Notes on columns of the input that have another name in the output; a folder's files have the input's columns alone.
 *
 * @param inFormat whether the format of another tool is written, which has columns of its own
 */
export function renamingNotes(
  columns: readonly string[],
  output: string | undefined,
  inFormat: boolean,
): string[] {
  if (inFormat || (output !== undefined && isFolder(output))) return [];
  const names = renamedColumns(columns);
  return columns.flatMap((c, i) =>
    names[i] === c ? [] : [`the input's column "${c}" is "${names[i]}" in the output`],
  );
}
