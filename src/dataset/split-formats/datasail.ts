import { TanimarkError } from '../../errors.js';
import { optionName } from '../../spelling.js';
import { findColumn } from '../../tables/columns.js';
import { readSubsets, type SubsetWord } from '../../tables/subsets.js';
import { printable } from '../../text.js';
import type { SplitFormat } from './format.js';
import { listError } from './row-lists.js';

/** Names of subsets in DataSAIL's tables are the user's; `not selected` is its own (datasail/settings.py). */
const WORDS: Readonly<Record<SubsetWord, string>> = {
  train: 'train',
  valid: 'valid',
  test: 'test',
  discarded: 'not selected',
  invalid: 'not selected',
  none: 'not selected',
};

/** DataSAIL's `<type>_<name>_splits.tsv` (datasail/report.py, save_assignment): columns ID and Split. */
export const datasail: SplitFormat = {
  name: 'datasail',
  tool: 'DataSAIL',
  summary: 'TSV with the columns ID and Split',
  written:
    'TSV `ID`, `Split` with `train`, `valid`, `test`, `not selected`; folds and repeats are one file each',
  readable:
    '`…_splits.tsv`, and any table with a column of ids and one of subsets; rows are matched by id',
  places: { '.tsv': 'each' },

  write([division], { id, rows, dropsInvalid }) {
    if (id === null) {
      throw new TanimarkError(
        'usage',
        `the format datasail needs a column of ids, and none is known; name it with ${optionName('id')}`,
      );
    }
    const ids = rows.map((_, r) => id.cell(r));
    const problem = idProblem(ids);
    if (problem !== null) {
      throw new TanimarkError(
        'usage',
        `the format datasail needs different ids: ${problem}; choose another column with ${optionName('id')}`,
      );
    }
    const cells = ids.flatMap((name, r) => {
      const word = division.words[r];
      return dropsInvalid && word === 'invalid' ? [] : [[name, WORDS[word]]];
    });
    return [
      { name: '', count: cells.length, format: 'tsv', columns: ['ID', 'Split'], rows: cells },
    ];
  },

  usage(output) {
    return `split = pd.read_csv("${output}", sep="\\t", index_col="ID")["Split"]`;
  },

  read(content, data) {
    if (content.kind !== 'table') return undefined;
    const { name, table } = content;
    const split = findColumn(table, 'split');
    if (split === undefined) return undefined;
    const id = findColumn(table, 'id');
    if (id === undefined) {
      const text = 'no column of ids, by which its rows could be matched; call it ID';
      throw listError(name, text, text);
    }
    const subsets = readSubsets(table, split);
    const ids = table.rows.map((row) => row[id].trim());
    const problem = idProblem(ids);
    if (problem !== null)
      throw listError(name, `${problem}; keep one row for each`, 'ids are missing or stand twice');
    const rowOf = new Map(data.ids().map((own, r) => [own, r]));
    const words = new Array<SubsetWord>(data.count).fill('none');
    ids.forEach((own, i) => {
      const row = rowOf.get(own);
      if (row === undefined) {
        const rest = `is not in ${data.name}; give the table that the split was made for`;
        throw listError(name, `the id "${printable(own, 40)}" ${rest}`, `an id ${rest}`);
      }
      words[row] = subsets[i];
    });
    return [{ name: '0', words }];
  },
};

/** What is wrong with ids that should be different, in words; null if nothing is. */
export function idProblem(ids: readonly string[]): string | null {
  const seen = new Map<string, number>();
  for (const [r, id] of ids.entries()) {
    if (id === '') return `row ${r + 1} has none`;
    const before = seen.get(id);
    if (before !== undefined) {
      return `rows ${before + 1} and ${r + 1} are both "${printable(id, 40)}"`;
    }
    seen.set(id, r);
  }
  return null;
}
