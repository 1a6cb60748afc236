import { TanimarkError } from '../../errors.js';
import { optionName } from '../../spelling.js';
import type { SplitFormat } from './format.js';

const COLUMNS = ['Drug_ID', 'Drug', 'Y'];

/**
 * A data set of a benchmark group of TDC (tdc/benchmark_group/base_group.py): `train_val.csv`, from which TDC draws
 * the validation rows itself, and `test.csv`.
 */
export const tdc: SplitFormat = {
  name: 'tdc',
  tool: 'TDC benchmark groups',
  summary: 'folder with train_val.csv and test.csv, columns Drug_ID, Drug and Y',
  written: 'folder with `train_val.csv` and `test.csv`, columns `Drug_ID`, `Drug`, `Y`',
  readable: 'the same',
  places: { '/': 'each' },
  noPairs: 'the files of a benchmark group have no column of partners',
  noValidation: 'TDC draws the validation rows from train_val.csv itself',

  write([{ words }], { smiles, label, id, rows }) {
    if (label === null) {
      throw new TanimarkError(
        'usage',
        `the format tdc needs a label column of numbers, and none is known; name it with ${optionName('label')}`,
      );
    }
    const file = (name: string, subset: 'train' | 'test') => {
      const own = rows.flatMap((_, r) =>
        words[r] === subset
          ? [[id === null ? String(r + 1) : id.cell(r), smiles.cell(r), label.cell(r)]]
          : [],
      );
      return { name, count: own.length, format: 'csv' as const, columns: COLUMNS, rows: own };
    };
    return [file('train_val.csv', 'train'), file('test.csv', 'test')];
  },

  names() {
    const [id, smiles, label] = COLUMNS;
    return { id, smiles, label };
  },

  notes({ id }) {
    return id === null ? ['no id column: Drug_ID is the number of the row, from 1'] : [];
  },

  usage(output) {
    return `train, test = pd.read_csv("${output}train_val.csv"), pd.read_csv("${output}test.csv")`;
  },
};
