import { isFolder } from '../tables/output-path.js';
import { renamedColumns } from '../tables/split-columns.js';

/** Notes on columns of the input that have another name in the output; a folder's files have the input's columns alone. */
export function renamingNotes(columns: readonly string[], output: string | undefined): string[] {
  if (output !== undefined && isFolder(output)) return [];
  const names = renamedColumns(columns);
  return columns.flatMap((c, i) =>
    names[i] === c ? [] : [`the input's column "${c}" is "${names[i]}" in the output`],
  );
}
