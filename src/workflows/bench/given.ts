import { jsonText } from '../../dataset/split-formats/row-lists.js';
import { TanimarkError } from '../../errors.js';
import { columnNamed, numberIn } from '../../tables/columns.js';
import { csv } from '../../tables/formats/delimited.js';
import { tableText } from '../../tables/write.js';
import { printable } from '../../text.js';
import type { SplitResult } from '../split/types.js';

type Labels = NonNullable<SplitResult['data']['labels']>;

/** A file that models are given. */
export interface GivenFile {
  readonly name: string;
  readonly text: string;
}

/** The names of the files that models are given, by their placeholders. */
export const GIVEN = {
  train: 'train.csv',
  valid: 'valid.csv',
  test: 'test.csv',
  data: 'data.csv',
  splits: 'splits.json',
} as const;

/**
 * The files that models are given: ids, structures, labels as numbers, transformed as they are scored, and the columns
 * that were asked for. Training and validation rows without a label are left out; test rows have none.
 *
 * @throws TanimarkError (column) where another column holds the labels of test rows
 */
export async function givenFiles(
  result: SplitResult,
  labels: Labels,
  columns: readonly string[],
): Promise<GivenFile[]> {
  const { data, records, idColumn } = result;
  const { table, smilesColumn, texts } = data;
  const label = table.columns.indexOf(labels.column);
  const more = columns.map((name) => columnNamed(table, name, 'columns'));
  const kept = [...(idColumn === undefined ? [] : [idColumn]), smilesColumn, ...more];
  const own = [...new Set(kept)].filter((c) => c !== label);
  const cell = (r: number, c: number) => {
    const text = table.rows[r][c];
    return c === smilesColumn ? (texts.get(text.trim()) ?? text.trim()) : text;
  };
  const cells = (r: number) => own.map((c) => cell(r, c));
  const labelOf = (r: number) => (Number.isNaN(labels.values[r]) ? '' : String(labels.values[r]));
  const rowsOf = (subset: string) =>
    [...table.rows.keys()].filter(
      (r) => records[r].split === subset && (subset === 'test' || labelOf(r) !== ''),
    );
  const [train, valid, test] = ['train', 'valid', 'test'].map(rowsOf);
  const names = own.map((c) => table.columns[c]);
  refuseLabels(result, labels, own, test);
  const all = [...train, ...valid, ...test].sort((a, b) => a - b);
  const at = new Map(all.map((r, i) => [r, i]));
  const isTest = new Set(test);
  const labeled = (rows: readonly number[]) => rows.map((r) => [...cells(r), labelOf(r)]);
  const write = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    tableText(head, rows, csv.writer);
  const lists = [{ train, val: valid, test }].map((one) =>
    Object.fromEntries(Object.entries(one).map(([key, rows]) => [key, rows.map((r) => at.get(r))])),
  );
  const withLabel = [...names, labels.column];
  return [
    { name: GIVEN.train, text: write(withLabel, labeled(train)) },
    { name: GIVEN.valid, text: write(withLabel, labeled(valid)) },
    { name: GIVEN.test, text: write(names, test.map(cells)) },
    {
      name: GIVEN.data,
      text: write(
        withLabel,
        all.map((r) => [...cells(r), isTest.has(r) ? '' : labelOf(r)]),
      ),
    },
    { name: GIVEN.splits, text: `${jsonText(lists)}\n` },
  ];
}

/** Refuses a column that holds, under another name, the label of every test row. */
function refuseLabels(
  { data: { table } }: SplitResult,
  labels: Labels,
  columns: readonly number[],
  test: readonly number[],
): void {
  const label = table.columns.indexOf(labels.column);
  const known = test.filter((r) => !Number.isNaN(labels.values[r]));
  if (new Set(known.map((r) => labels.values[r])).size < 2) return;
  for (const c of columns) {
    const isCopy = known.every((r) => {
      const cell = table.rows[r][c].trim();
      return cell === table.rows[r][label].trim() || numberIn(cell) === labels.values[r];
    });
    if (!isCopy) continue;
    throw new TanimarkError(
      'column',
      `${table.name}: column "${printable(table.columns[c], 40)}" holds the label of every test row, and models would be given it; leave it out of columns`,
    );
  }
}
