import { isRecord } from '../../record.js';
import type { SplitFormat } from './format.js';
import { isNumbers, jsonOf, jsonText, rowLists, wordsOf } from './row-lists.js';

/**
 * The split of a Polaris benchmark: a pair of training rows and test rows, or of training rows and named test sets
 * (polaris/utils/types.py, SplitType; polaris/benchmark/_split.py checks that they do not overlap).
 */
export const polaris: SplitFormat = {
  name: 'polaris',
  tool: 'Polaris',
  summary: 'JSON pair of the row numbers of training and test, from 0',
  written: 'JSON `[train, test]`; folds and repeats are one file each',
  readable: 'the same; `[train, {"name": test, …}]`, whose test sets are chosen with `--part`',
  places: { '.json': 'each' },
  noValidation: 'a Polaris benchmark has training and test rows only',

  write([division], { rows }) {
    const { train, test } = rowLists(division);
    return [{ name: '', count: rows.length, text: `${jsonText([train, test])}\n` }];
  },

  usage(output) {
    return `split = json.load(open("${output}")), for SingleTaskBenchmarkSpecification(split=split, …)`;
  },

  read(content, data) {
    const { name } = content;
    const value = jsonOf(content);
    if (!Array.isArray(value) || value.length !== 2 || !isNumbers(value[0])) return undefined;
    const [train, test] = value as [number[], unknown];
    if (isNumbers(test)) return [{ name: 'test', words: wordsOf({ train, test }, name, '', data) }];
    if (!isRecord(test)) return undefined;
    return Object.entries(test).map(([set, rows]) => ({
      name: set,
      words: wordsOf({ train, test: rows }, name, '', data),
    }));
  },
};
