import { TanimarkError } from '../../errors.js';
import { isRecord } from '../../record.js';
import { optionName } from '../../spelling.js';
import { count } from '../../text.js';
import type { Division, SplitFormat, WrittenSplit } from './format.js';
import { jsonOf, jsonText, rowLists, wordsOfObject } from './row-lists.js';

const SPLIT = 'split';

/**
 * chemprop 2: a CSV table for `--splits-column` (lower-cased words `train`, `val`, `test`; others vanish without a
 * word; every other column is a target), or the list for `--splits-file` (chemprop/cli/train.py, build_splits). Row
 * numbers are those of the table as pandas reads it: chemprop drops no row before it takes them, and stops at a SMILES
 * that RDKit cannot read (chemprop/utils/utils.py, make_mol).
 */
export const chemprop: SplitFormat = {
  name: 'chemprop',
  tool: 'chemprop 2',
  summary:
    'table with a splits column; if -o ends in .json, a splits file, which can also hold folds',
  written:
    'CSV with SMILES, label and `split` (`train`, `val`, `test`); or JSON `[{"train": […], "val": […], "test": […]}]`, an entry for each fold or repeat',
  readable:
    'both; lists may be texts such as `"0-2,4"`; the folder that `chemprop train` writes (`splits.json`, or `train.csv`, `val.csv`, `test.csv`, also in `replicate_0/`)',
  places: { '.csv': 'one', '.json': 'several' },

  write(divisions, split, place) {
    if (place === '.json') {
      const value = divisions.map((division) => {
        const { train, valid, test } = rowLists(division);
        return { train, val: valid, test };
      });
      return [{ name: '', count: split.rows.length, text: `${jsonText(value)}\n` }];
    }
    const [division] = divisions;
    const { smiles, label } = columnsOf(split);
    const rows = division.words.flatMap((word, r) => {
      const written = word === 'valid' ? 'val' : word;
      if (written !== 'train' && written !== 'val' && written !== 'test') return [];
      return [[smiles.cell(r), label.cell(r), written]];
    });
    const columns = [smiles.name, label.name, SPLIT];
    return [{ name: '', count: rows.length, format: 'csv', columns, rows }];
  },

  names(split, place) {
    if (place === '.json') return {};
    const { smiles, label } = columnsOf(split);
    return { smiles: smiles.name, label: label.name };
  },

  notes({ divisions: [{ words }] }, place, input) {
    const invalid = words.filter((word) => word === 'invalid').length;
    if (place !== '.json' || invalid === 0) return [];
    return [
      `chemprop stops at an invalid SMILES, and ${input} has ${count(invalid)}: write a table with -o split.csv, which leaves them out, or remove these rows and split again`,
    ];
  },

  usage(output, place, input, { label, smiles, columns }) {
    const task = '--task-type <type>';
    if (place !== '.json') return `chemprop train -i ${output} --splits-column ${SPLIT} ${task}`;
    const named = columns[0] === smiles.name ? '' : ` --smiles-columns ${word(smiles.name)}`;
    const target = label ? word(label.name) : '<column>';
    return `chemprop train -i ${input} --splits-file ${output}${named} --target-columns ${target} ${task}`;
  },

  read(content, data) {
    const { name } = content;
    const value = jsonOf(content);
    if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return undefined;
    return value.map((one, i): Division => {
      const place = value.length > 1 ? `entry ${i}: ` : '';
      return { name: String(i), words: wordsOfObject(one, name, place, data) };
    });
  },
};

/** The columns of the table, none of which may have the name of the splits column. @throws TanimarkError (usage) */
function columnsOf({ smiles, label }: WrittenSplit) {
  if (label === null) {
    throw new TanimarkError(
      'usage',
      `the chemprop table needs a column of numbers as target, and no label column is known; name it with ${optionName('label')}, or write a splits file with -o splits.json`,
    );
  }
  const [first, second] = [smiles, label].map((column) =>
    column.name === SPLIT ? { ...column, name: `input_${SPLIT}` } : column,
  );
  return { smiles: first, label: second };
}

/** A text as one word of a shell. */
function word(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
