import { flag, required, text, wholeNumber } from './kinds.js';
import { flagsOf, type Option, option } from './option.js';
import { CACHE, COMMON, formatOption, outputOption, PAGE, SIMILARITY, TABLE } from './table.js';

const path = text('the path of a file, as text');

/** Reading options of one of the two tables. */
const { smiles, id, multiple, header, delimiter, inputFormat } = TABLE;
export const SIDE = { smiles, id, multiple, header, delimiter, inputFormat };

const SEARCH = {
  k: option(wholeNumber(1, 1_000_000_000), 'number of references to list for each query', {
    flags: '-k <n>',
    default: '1; all with --threshold',
  }),
  threshold: option(
    text('a similarity as text, such as "0.7" or "1/3"'),
    'smallest similarity of a listed reference, such as 0.7 or 1/3',
    { placeholder: '<t>' },
  ),
  includeSelf: option(flag, 'list a molecule as its own neighbor where both files are the same'),
  fingerprint: SIMILARITY.fingerprint,
  shard: option(
    text('a part as text, such as "2/7"'),
    'search the i-th of n parts of the query rows (2/7 or 2-of-7); needs -o',
    { placeholder: '<i/n>' },
  ),
  referenceShard: option(
    text('a part as text, such as "1/3"'),
    'search in the j-th of m parts of the reference rows (1/3 or 1-of-3); needs -o',
    { placeholder: '<j/m>' },
  ),
  ...CACHE,
};

/** Options of `neighbors` of the library, beside how its two tables are read. */
export const NEIGHBORS = { query: required(path), reference: required(path), ...SEARCH };

/** `--query-smiles`: an option of reading, for one of the files alone. */
function ofSide(side: 'query' | 'reference') {
  const entries = Object.entries({ smiles, id, header, delimiter, inputFormat }).map(
    ([name, one]) => {
      const [flag] = flagsOf(name, one).split(' ');
      const summary = `as ${flag}, for the ${side} file alone`;
      const { default: _, ...rest }: Option = one;
      const own = one.negative === undefined ? { summary } : { summary, negative: summary };
      return [`${side}${name[0].toUpperCase()}${name.slice(1)}`, { ...rest, ...own }];
    },
  );
  return Object.fromEntries(entries) as Readonly<Record<string, Option>>;
}

/** Further options of the command line. */
export function neighborsFlags(formats: readonly string[], endings: readonly string[]) {
  return {
    output: outputOption(
      `file (${endings.join(', ')}), or for a part a folder ending in /; a manifest is written beside it`,
      '<path>',
    ),
    format: formatOption(formats),
    ...PAGE,
    merge: option(
      flag,
      'join the outputs of all parts (files, a folder, or a quoted pattern) into that of one run',
      { flags: '--merge <part...>' },
    ),
    force: option(
      flag,
      'search a part again that is there already, made from the same files with the same options',
    ),
    ...SIDE,
    ...ofSide('query'),
    ...ofSide('reference'),
    ...COMMON,
  };
}
