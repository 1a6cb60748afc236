import type { Grouped } from '../grouped.js';
import { list, plural, printable } from '../text.js';
import type { Classes } from './classes.js';

/** Rows of one molecule with different labels. */
export interface LabelConflict {
  /** Rows that have a label, from 1. */
  readonly rows: readonly number[];
  readonly labels: readonly number[];
  /** The largest label less the smallest. */
  readonly difference: number;
}

/** Molecules whose rows have different labels. */
export interface LabelConflicts {
  readonly molecules: number;
  /** All their rows with a label. */
  readonly rows: number;
  /** The largest difference within a molecule; 0 without any. */
  readonly largest_difference: number;
  /** Those with the largest differences; among equals, the first rows. */
  readonly examples: readonly LabelConflict[];
}

/** Labels that differ by no more than this share of the larger one are equal: they were rounded. */
const ROUNDING = 1e-9;
const MOST_EXAMPLES = 20;

/**
 * Molecules whose records have different labels, rounding errors apart.
 *
 * @param values label of each record, NaN where it has none
 * @param groups records of each molecule
 * @param rowOf number of a record's row, from 1
 */
export function labelConflicts(
  values: Float64Array,
  { offsets, members }: Grouped,
  rowOf: (record: number) => number = (record) => record + 1,
): LabelConflicts {
  const conflicts: LabelConflict[] = [];
  for (let m = 0; m + 1 < offsets.length; m++) {
    if (offsets[m + 1] - offsets[m] < 2) continue;
    const records = [...members.subarray(offsets[m], offsets[m + 1])].filter(
      (r) => !Number.isNaN(values[r]),
    );
    const labels = records.map((r) => values[r]);
    const [least, most] = [Math.min(...labels), Math.max(...labels)];
    if (records.length < 2 || most - least <= ROUNDING * Math.max(-least, most)) continue;
    conflicts.push({ rows: records.map(rowOf), labels, difference: most - least });
  }
  conflicts.sort((a, b) => b.difference - a.difference || a.rows[0] - b.rows[0]);
  return {
    molecules: conflicts.length,
    rows: conflicts.reduce((sum, { rows }) => sum + rows.length, 0),
    largest_difference: conflicts[0]?.difference ?? 0,
    examples: conflicts.slice(0, MOST_EXAMPLES),
  };
}

/** Molecules that a text names, unless told otherwise. */
const MOST_SHOWN = 3;
const MOST_ROWS_SHOWN = 4;

/** `2 molecules have rows with different labels (rows 1 and 2: 5 and 6.2; …); the largest difference is 1.2`. @param words of two classes, in place of 1 and 0 @param item what has several rows @param most molecules that are named */
export function conflictsText(
  { molecules, examples, largest_difference }: LabelConflicts,
  words: Classes | null = null,
  item = 'molecule',
  most = MOST_SHOWN,
): string {
  const named = (y: number) =>
    words && (y === 0 || y === 1)
      ? printable(y === 1 ? words.positive : words.negative, 20)
      : String(Number(y.toPrecision(6)));
  const shown = examples.slice(0, most).map(({ rows, labels }) => {
    const values = labels.map(named);
    return `rows ${some(rows.map(String))}: ${some(values)}`;
  });
  const more = molecules > shown.length ? '; …' : '';
  const classes = examples.every(({ labels }) => labels.every((y) => y === 0 || y === 1));
  const largest = Number(largest_difference.toPrecision(4));
  const far = classes ? '' : `; the largest difference is ${largest}`;
  return `${plural(molecules, `${item} has`, `${item}s have`)} rows with different labels (${shown.join('; ')}${more})${far}`;
}

function some(items: readonly string[]): string {
  if (items.length <= MOST_ROWS_SHOWN) return list(items);
  return `${items.slice(0, MOST_ROWS_SHOWN).join(', ')}, …`;
}
