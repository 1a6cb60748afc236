import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { DisjointSets } from '../../disjoint-sets.js';
import type { GroupColumn } from '../../splitters/splitter.js';
import { isMissing } from '../../tables/cell-kinds.js';
import { columnNamed } from '../../tables/columns.js';

/** Molecules that must stay together, by the values of a column. */
export interface Groups {
  /** The groups by name. */
  readonly named: GroupColumn;
  /** Group number of each molecule; one that is in no group has a number of its own. */
  readonly of: Int32Array;
  /** Groups of more than one molecule. */
  readonly count: number;
  /** Molecules whose records are in several groups, which makes one of those groups. */
  readonly bridging: number;
}

/**
 * Groups of molecules that share a value of a column. Records without a value (or with a word for none, such as NA) are in no group. A molecule with
 * records in two groups joins them: it can be on one side only.
 *
 * @throws TanimarkError (column) when there is no such column
 */
export function moleculeGroups({ table, set }: MoleculeTable, name: string): Groups {
  const column = columnNamed(table, name, 'group');
  const sets = new DisjointSets(set.count);
  const first = new Map<string, number>();
  const groupOf = new Map<number, string>();
  const bridging = new Set<number>();
  table.rows.forEach((row, r) => {
    const m = set.moleculeOf[r];
    const value = row[column].trim();
    if (m < 0 || isMissing(value)) return;
    const before = groupOf.get(m);
    if (before === undefined) groupOf.set(m, value);
    else if (before !== value) bridging.add(m);
    const other = first.get(value);
    if (other === undefined) first.set(value, m);
    else sets.join(other, m);
  });
  const of = sets.roots();
  const sizes = new Map<number, number>();
  for (const g of of) sizes.set(g, (sizes.get(g) ?? 0) + 1);
  const count = [...sizes.values()].filter((n) => n > 1).length;
  const named = { column: table.columns[column], ...namedGroups(first, of) };
  return { named, of, count, bridging: bridging.size };
}

/** @param first a molecule of each value, in the order of the values' first records */
function namedGroups(
  first: ReadonlyMap<string, number>,
  group: Int32Array,
): Pick<GroupColumn, 'of' | 'names'> {
  const number = new Map<number, number>();
  const values: string[][] = [];
  for (const [value, molecule] of first) {
    const known = number.get(group[molecule]);
    if (known !== undefined) {
      values[known].push(value);
      continue;
    }
    number.set(group[molecule], values.length);
    values.push([value]);
  }
  const of = group.map((g) => number.get(g) ?? -1);
  return { of, names: values.map((all) => all.join(' + ')) };
}
