import { TanimarkError } from '../../errors.js';
import type { SubsetWord } from '../../tables/subsets.js';
import { plural, printable } from '../../text.js';
import type { DividedTable, Division, SplitContent } from './format.js';

/** Row numbers of each subset, from 0. */
export type RowLists = Readonly<Record<'train' | 'valid' | 'test', readonly number[]>>;

/** The row numbers of each subset of a division, ascending. */
export function rowLists({ words }: Division): RowLists {
  const rows = (wanted: SubsetWord) => words.flatMap((word, r) => (word === wanted ? [r] : []));
  return { train: rows('train'), valid: rows('valid'), test: rows('test') };
}

/** A value as Python's `json.dump` writes it: blanks after `,` and `:`. */
export function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, one]) => `${JSON.stringify(key)}: ${jsonText(one)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}

/** An error about a file that holds a split. @param quoted what is wrong, with values; `plain` without */
export function listError(name: string, quoted: string, plain: string): TanimarkError {
  return new TanimarkError('table', `${name}: ${quoted}`, { discreet: `${name}: ${plain}` });
}

/** The value of a JSON file; undefined for a table. */
export function jsonOf(content: SplitContent): unknown {
  return content.kind === 'json' ? content.value : undefined;
}

/** Whether a value is a list of numbers; an empty one is. */
export function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

/**
 * The subset of each row, from the row numbers of each subset. Rows in no list are in no subset.
 *
 * @param lists lists of numbers, or texts such as `0-2,4` whose ranges include both ends, as chemprop has them
 * @param place of the lists, for messages: empty, or such as `entry 2: `
 * @throws TanimarkError (table) on a number that is no row, or that stands twice
 */
export function wordsOf(
  lists: Readonly<Partial<Record<'train' | 'valid' | 'test', unknown>>>,
  name: string,
  place: string,
  data: DividedTable,
): SubsetWord[] {
  const words = new Array<SubsetWord>(data.count).fill('none');
  for (const [subset, value] of Object.entries(lists) as ['train' | 'valid' | 'test', unknown][]) {
    if (value === undefined) continue;
    for (const row of numbersOf(value, name, `${place}${subset}`)) {
      if (!Number.isInteger(row) || row < 0 || row >= data.count) {
        throw listError(
          name,
          `${place}${subset}: ${row} is not a row of ${data.name}, which has rows 0 to ${data.count - 1}; give the table that the split was made for`,
          `${place}${subset}: a number that is not a row of ${data.name}; give the table that the split was made for`,
        );
      }
      const before = words[row];
      if (before !== 'none') {
        const where = before === subset ? `twice in ${subset}` : `in both ${before} and ${subset}`;
        throw listError(
          name,
          `${place}row ${row} is ${where}; keep it once`,
          `${place}a row is ${where}; keep it once`,
        );
      }
      words[row] = subset;
    }
  }
  return words;
}

/** @throws TanimarkError (table) on what is no list of row numbers */
function numbersOf(value: unknown, name: string, place: string): Iterable<number> {
  if (isNumbers(value)) return value;
  if (typeof value === 'string') return rangesIn(value, name, place);
  const plain = `${place} must be a list of row numbers`;
  if (!Array.isArray(value)) throw listError(name, plain, plain);
  const at = value.findIndex((one) => typeof one !== 'number');
  const shown = printable(JSON.stringify(value[at]) ?? '', 30);
  throw listError(name, `${place}, entry ${at}: ${shown} is not a row number`, plain);
}

function* rangesIn(text: string, name: string, place: string): Generator<number> {
  for (const part of text.split(',')) {
    const [, first, last = first] = /^\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?$/.exec(part) ?? [];
    if (first === undefined || Number(last) < Number(first)) {
      const rule = 'use row numbers and ranges such as "0-2,4"';
      throw listError(
        name,
        `${place}: "${printable(part, 30)}" is not a range of rows; ${rule}`,
        `${place}: not a range of rows; ${rule}`,
      );
    }
    for (let row = Number(first); row <= Number(last); row++) yield row;
  }
}

const SUBSET_OF_KEY: Readonly<Record<string, keyof RowLists>> = {
  train: 'train',
  val: 'valid',
  valid: 'valid',
  validation: 'valid',
  test: 'test',
};

/** The subset of each row, from an object with the lists `train`, `val` or `valid`, and `test`. @throws TanimarkError (table) */
export function wordsOfObject(
  value: Readonly<Record<string, unknown>>,
  name: string,
  place: string,
  data: DividedTable,
): SubsetWord[] {
  const lists: Partial<Record<keyof RowLists, unknown>> = {};
  for (const [key, own] of Object.entries(value)) {
    const subset = Object.hasOwn(SUBSET_OF_KEY, key) ? SUBSET_OF_KEY[key] : undefined;
    const rule = `${place}the keys are train, val (or valid) and test`;
    if (subset === undefined) {
      throw listError(
        name,
        `${place}unknown key "${printable(key, 30)}"; the keys are train, val (or valid) and test`,
        rule,
      );
    }
    if (lists[subset] !== undefined)
      throw listError(name, `${place}the ${subset} rows are listed twice`, rule);
    lists[subset] = own;
  }
  return wordsOf(lists, name, place, data);
}

/** Refuses a list whose length is not that of the table. @throws TanimarkError (table) */
export function checkLength(length: number, name: string, data: DividedTable): void {
  if (length === data.count) return;
  const text = `it has ${plural(length, 'entry', 'entries')}, and ${data.name} has ${plural(data.count, 'row')}; give the table that the split was made for`;
  throw listError(name, text, text);
}
