import { numberIn } from '../../tables/columns.js';
import type { SubsetWord } from '../../tables/subsets.js';
import type { DividedTable, Division, SplitContent, SplitFormat } from './format.js';
import { checkLength, isNumbers, jsonText, listError } from './row-lists.js';

const COLUMN = 'test_fold';

/**
 * scikit-learn's `PredefinedSplit(test_fold)`: the fold whose test set a row is in, -1 for a row that is in every
 * training set (sklearn/model_selection/_split.py). A row is always in training or test, so no row can be left out.
 */
export const predefinedSplit: SplitFormat = {
  name: 'predefined-split',
  tool: 'scikit-learn `PredefinedSplit`',
  summary: 'test_fold of scikit-learn, one number for each row: its test fold, or -1',
  written: 'JSON list, or CSV with the column `test_fold`; repeats are one file each',
  readable: 'both; a column of such numbers under any name, also without a header',
  places: { '.json': 'folds', '.csv': 'folds' },
  noValidation: 'PredefinedSplit has training and test rows only',
  noLeftOut: 'PredefinedSplit trains on every row that is not a test row',

  write(divisions, { rows }, place) {
    const folds = foldsOf(divisions, rows.length);
    if (place !== '.csv') return [{ name: '', count: rows.length, text: `${jsonText(folds)}\n` }];
    const cells = folds.map((fold) => [String(fold)]);
    return [{ name: '', count: cells.length, format: 'csv', columns: [COLUMN], rows: cells }];
  },

  usage(output, place) {
    const folds =
      place === '.csv' ? `pd.read_csv("${output}")["${COLUMN}"]` : `json.load(open("${output}"))`;
    return `cv = PredefinedSplit(${folds})`;
  },

  read(content, data) {
    const folds = foldsIn(content);
    if (folds === undefined) return undefined;
    const { name } = content;
    const wrong = folds.findIndex((fold) => !Number.isInteger(fold) || fold < -1);
    if (wrong >= 0) {
      const rule = 'use the number of the test fold, or -1';
      throw listError(
        name,
        `entry ${wrong}: ${folds[wrong]} is not a test fold; ${rule}`,
        `entry ${wrong} is not a test fold; ${rule}`,
      );
    }
    checkLength(folds.length, name, data);
    return divisionsOf(folds, data);
  },
};

/** The test fold of each row. */
function foldsOf(divisions: readonly Division[], count: number): number[] {
  const folds = new Array<number>(count).fill(-1);
  divisions.forEach(({ words }, k) => {
    words.forEach((word, r) => {
      if (word === 'test') folds[r] = k;
    });
  });
  return folds;
}

/** A list of numbers, or a table of one column of numbers, whose first may stand where a header would. */
function foldsIn(content: SplitContent): readonly number[] | undefined {
  if (content.kind === 'json') {
    const { value } = content;
    return isNumbers(value) && value.length > 0 ? value : undefined;
  }
  const { columns, rows } = content.table;
  if (columns.length !== 1) return undefined;
  const folds = rows.map(([cell]) => numberIn(cell));
  if (folds.some(Number.isNaN)) return undefined;
  const first = numberIn(columns[0]);
  return Number.isNaN(first) ? folds : [first, ...folds];
}

function divisionsOf(folds: readonly number[], { count }: DividedTable): Division[] {
  const distinct = [...new Set(folds)].filter((fold) => fold >= 0).sort((a, b) => a - b);
  return distinct.map((fold) => ({
    name: String(fold),
    words: Array.from(
      { length: count },
      (_, r): SubsetWord => (folds[r] === fold ? 'test' : 'train'),
    ),
  }));
}
