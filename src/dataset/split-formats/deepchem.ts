import type { SplitFormat } from './format.js';

/** DeepChem keeps no split in a file: `CSVLoader` reads a table for each subset (deepchem/data/data_loader.py). */
export const deepchem: SplitFormat = {
  name: 'deepchem',
  tool: 'DeepChem `CSVLoader`',
  summary: 'folder with train.csv, valid.csv and test.csv',
  written:
    'folder with `train.csv`, `valid.csv` (if there are validation rows) and `test.csv`, with the columns of the input',
  readable: 'the same',
  places: { '/': 'each' },

  write([{ words }], { columns, rows }) {
    return (['train', 'valid', 'test'] as const).flatMap((subset) => {
      const own = rows.filter((_, r) => words[r] === subset);
      if (subset === 'valid' && own.length === 0) return [];
      return [
        { name: `${subset}.csv`, count: own.length, format: 'csv' as const, columns, rows: own },
      ];
    });
  },

  usage(output, _, __, { smiles, label }) {
    const tasks = label ? JSON.stringify(label.name) : '…';
    return `loader = dc.data.CSVLoader(tasks=[${tasks}], feature_field=${JSON.stringify(smiles.name)}, featurizer=…); train = loader.create_dataset("${output}train.csv")`;
  },
};
