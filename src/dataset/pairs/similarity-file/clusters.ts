import { ClusterSide } from '../../../similarity/two-sided/cluster-side.js';
import { place, type Table } from '../../../tables/table.js';
import { plural, printable } from '../../../text.js';
import { sourceTable } from '../../molecules.js';
import type { Wrong } from './matrix.js';
import type { SimilarityFile } from './types.js';

/**
 * A table of two columns, ids and clusters in either order, with a header or, as MMseqs2 writes it, without one. Ids are
 * in the column that has no cell twice; where neither has, or both, in the one with more of the ids that are looked for,
 * of equal ones the first.
 *
 * @throws the error that `wrong` makes, where an id is in two clusters, or has none
 */
export function clusterFile(
  input: string,
  table: Table,
  ids: ReadonlySet<string>,
  wrong: Wrong,
): SimilarityFile {
  const column = idColumn(table, ids);
  const names = [...table.columns];
  // A name that stands twice in the first line is told apart there.
  if (table.duplicated?.has(names[0])) names[1] = names[0];
  // Where the first line names a partner it is a row, and not a header.
  const hasHeader = !ids.has(names[column].trim());
  const rows = table.rows.map((row, r) => ({ row, at: place(table, r) }));
  if (!hasHeader) rows.unshift({ row: names, at: 'line 1' });
  const clusterOf = new Map<string, string>();
  for (const { row, at } of rows) {
    const [id, cluster] = [row[column].trim(), row[1 - column].trim()];
    if (cluster === '')
      throw wrong(`${at}: "${printable(id, 40)}" has no cluster; give each id one`);
    const known = clusterOf.get(id);
    if (known !== undefined && known !== cluster) {
      throw wrong(
        `${at}: the id "${printable(id, 40)}" is in the clusters "${printable(known, 40)}" and "${printable(cluster, 40)}"; give each id one cluster`,
      );
    }
    clusterOf.set(id, cluster);
  }
  const numbers = new Map([...new Set(clusterOf.values())].map((name, c) => [name, c]));
  const source = sourceTable(input, table);
  const shown = (c: number) =>
    hasHeader ? `column "${printable(names[c], 40)}"` : `column ${c + 1}`;
  return {
    source,
    note: `${table.name}: ${plural(clusterOf.size, 'id')} (${shown(column)}) in ${plural(numbers.size, 'cluster')} (${shown(1 - column)}); partners in the same cluster have similarity 1, others 0`,
    has: (id) => clusterOf.has(id),
    sideOf: (names) =>
      new ClusterSide(
        source.sha256,
        Int32Array.from(names, (name) => numbers.get(clusterOf.get(name) as string) as number),
      ),
  };
}

function idColumn({ rows }: Table, ids: ReadonlySet<string>): 0 | 1 {
  const cells = [0, 1].map((c) => rows.map((row) => row[c].trim()));
  const [first, second] = cells.map((own) => new Set(own).size === own.length);
  if (first !== second) return first ? 0 : 1;
  const [known, others] = cells.map((own) => own.filter((cell) => ids.has(cell)).length);
  return others > known ? 1 : 0;
}
