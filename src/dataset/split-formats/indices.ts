import { isRecord } from '../../record.js';
import type { Division, SplitFormat } from './format.js';
import { isNumbers, jsonOf, jsonText, rowLists, wordsOf, wordsOfObject } from './row-lists.js';

/** Row numbers of each subset, as scikit-fingerprints and OGB have them, and the pairs that scikit-learn takes as `cv`. */
export const indices: SplitFormat = {
  name: 'indices',
  tool: 'scikit-fingerprints, OGB, NumPy, pandas',
  summary: 'JSON with the row numbers of train, valid and test, from 0',
  written:
    'JSON `{"train": […], "valid": […], "test": […]}`; with folds or repeats a list of these',
  readable: 'the same; a list of pairs `[[train, test], …]`, as `cv` of scikit-learn takes it',
  places: { '.json': 'several' },

  write(divisions, { kind, rows }) {
    const all = divisions.map(rowLists);
    const text = `${jsonText(kind === 'one' ? all[0] : all)}\n`;
    return [{ name: '', count: rows.length, text }];
  },

  usage(output, _, input, { kind }) {
    const one = kind === 'one' ? 'rows' : 'rows[0]';
    return `rows = json.load(open("${output}")); train = pd.read_csv("${input}").iloc[${one}["train"]]`;
  },

  read(content, data) {
    const { name } = content;
    const value = jsonOf(content);
    if (isRecord(value)) return [{ name: '0', words: wordsOfObject(value, name, '', data) }];
    if (!Array.isArray(value) || value.length === 0 || !value.every(isPair)) return undefined;
    return value.map(([train, test], i): Division => {
      return { name: String(i), words: wordsOf({ train, test }, name, `pair ${i}: `, data) };
    });
  },
};

function isPair(value: unknown): value is [number[], number[]] {
  return Array.isArray(value) && value.length === 2 && value.every(isNumbers);
}
