import { gzipSync } from 'node:zlib';
import { Random } from '../../src/random.js';
import { hostileSmiles } from './smiles.js';
import { DANGEROUS } from './texts.js';

const pick = <T>(random: Random, items: readonly T[]): T => items[random.below(items.length)];

const MOLECULES = Array.from({ length: 60 }, (_, i) => {
  const chain = 'C'.repeat(1 + (i % 10));
  return `${chain}${['O', 'N', 'F', 'Cl', 'C(=O)O', 'c1ccccc1'][Math.floor(i / 10)]}`;
});

/** Numbers in odd forms, and what is none. */
const NUMBERS = [
  ...['1', '0', '-0', '+3', '1.5', '1,5', '1e3', '1E-400', '1e999', '-1e308', '9'.repeat(400)],
  ...['NaN', 'nan', 'inf', '-Infinity', 'N/A', '', ' ', '-', '>10', '<=5', '~3', '5 %', '1_000'],
  ...[
    '0x10',
    '0b1',
    '١٢',
    '１',
    '1.234,5',
    '1 000',
    "1'000",
    '1/3',
    '−2',
    '5e',
    '.5',
    '5.',
    '1e-5f',
  ],
  ...['true', 'TRUE', 'yes', 'active', 'inactive', '+', '2020-01-01', '=1+1', '#DIV/0!', '#N/A'],
];
const COLUMNS = [
  ...['id', 'name', 'y', 'label', 'y_pred', 'pred', 'y_true', 'split', 'fold', 'group', 'method'],
  ...['metric', 'value', 'repeat', 'max_similarity', 'reason', 'std', 'y_std', 'prob', 'smiles'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '',
    ' ',
    '1',
    'SMILES',
    'Smiles ',
    'y',
    'input_split',
  ],
  ...DANGEROUS.slice(0, 8),
];
const FORMULAS = ["=cmd|'/c calc'!A0", '@SUM(1)', '+1+1', '-2+3', '=HYPERLINK("http://x")', '\t=1'];
const NAMES = [
  '.csv',
  '.csv',
  '.csv',
  '.tsv',
  '.smi',
  '.txt',
  '.csv.gz',
  '.tsv.gz',
  '.smi.gz',
  '',
  '.CSV',
  '.json',
];

export interface HostileTable {
  /** What was done to it, for messages. */
  readonly what: readonly string[];
  readonly name: string;
  readonly bytes: Buffer;
  /** Rows below the header where the file is a well-formed table with one; null where nobody could say. */
  readonly rows: number | null;
  readonly delimiter: string;
}

/** A hostile table, by its seed. */
export function hostileTable(seed: number): HostileTable {
  const random = new Random(seed);
  const what: string[] = [];
  const some = (name: string, one: number) => {
    const is = random.below(one) === 0;
    if (is) what.push(name);
    return is;
  };
  const isResults = some('results of folds', 8);
  const cells = isResults ? resultsOf(random, some) : cellsOf(random, some);
  // Half of the tables can be read as they are: what is odd in them is in their cells.
  const isMild = random.below(2) === 0;
  const ending = pick(random, NAMES);
  const delimiter = /tsv|smi/i.test(ending)
    ? '\t'
    : pick(random, [',', ',', ',', ',', ';', '\t', '|', ' ']);
  // Neither a name nor a delimiter says what it is: nobody could count rows.
  let isPlain = /csv|tsv/i.test(ending) && (delimiter === ',' || delimiter === '\t');
  const spoil = (name: string, one: number) => {
    const is = !isMild && some(name, one);
    if (is) isPlain = false;
    return is;
  };
  let text = written(random, cells, delimiter, spoil, some);
  if (some('no rows', 40)) {
    text = text.slice(0, Math.max(0, text.indexOf('\n')));
    isPlain = false;
  }
  if (spoil('empty', 60))
    text = pick(random, ['', '\n', '\n\n\n', ' ', '\r', '\u0000', ',', '""', '"', ',,,\n,,,']);
  let bytes = encoded(random, text, spoil, some);
  if (/gz$/.test(ending)) {
    bytes = gzipSync(bytes);
    if (spoil('truncated gzip', 4)) bytes = bytes.subarray(0, random.below(bytes.length));
    else if (spoil('garbled gzip', 5)) bytes[random.below(bytes.length)] ^= 0xff;
    else if (spoil('no gzip', 6)) bytes = Buffer.from(text);
  }
  if (spoil('binary', 50))
    bytes = Buffer.from(Array.from({ length: random.below(3000) }, () => random.below(256)));
  if (spoil('magic', 60))
    bytes = Buffer.concat([
      Buffer.from(
        pick(random, ['PK\u0003\u0004', '%PDF-1.7', '\u007fELF', 'PAR1', '\u001f\u008b\u0008']),
      ),
      bytes,
    ]);
  // A row that says "smiles" is taken for the header, and what is above it for a title: said aloud.
  if (cells.slice(1).some(([structure]) => structure === 'smiles')) isPlain = false;
  return {
    what,
    name: `t${seed}${ending}`,
    bytes,
    rows: isPlain ? cells.length - 1 : null,
    delimiter,
  };
}

type Chance = (name: string, one: number) => boolean;

/** A header and rows of a table with structures, labels and whatever else. */
function cellsOf(random: Random, some: Chance): string[][] {
  const rows = pick(random, [0, 1, 2, 3, 8, 12, 20, 30, 40]);
  const extra = some('many columns', 60) ? 1500 : random.below(5);
  const names = [
    pick(random, ['smiles', 'SMILES', 'structure', 'mol', 'x', 'canonical_smiles']),
    ...(some('no split column', 4) ? [] : ['split']),
    pick(random, ['y', 'y', 'y', 'label', 'pIC50', 'active', 'value']),
    ...Array.from({ length: extra }, () => pick(random, COLUMNS)),
  ];
  if (some('different headers', 2))
    names.forEach((name, i) => {
      names[i] = names.indexOf(name) < i ? `${name}_${i}` : name;
    });
  const odd = some('odd numbers', 2);
  const hostile = some('hostile structures', 3);
  const all = Array.from({ length: rows }, (_, i) =>
    names.map((name, c) => {
      if (c === 0)
        return hostile && random.below(4) === 0
          ? hostileSmiles(random.uint32()).smiles
          : pick(random, MOLECULES);
      if (name === 'split')
        return odd && random.below(9) === 0
          ? pick(random, ['Test', 'val', '', 'x', '__proto__'])
          : pick(random, ['train', 'train', 'test']);
      if (odd && random.below(3) === 0) return pick(random, NUMBERS);
      if (random.below(12) === 0) return pick(random, [...FORMULAS, ...DANGEROUS]);
      return name === 'active' ? String(i % 2) : String(random.below(1000) / 100);
    }),
  );
  if (rows > 0 && some('huge cell', 40))
    all[random.below(rows)][names.length - 1] = 'x'.repeat(300_000);
  return [names, ...all];
}

/** Results of cross-validation, some of them odd or lost. */
function resultsOf(random: Random, some: Chance): string[][] {
  const odd = some('odd numbers', 3);
  const methods = ['a', 'b', '__proto__', ...DANGEROUS].slice(0, 2 + random.below(6));
  const metrics = pick(random, [
    ['mae'],
    ['mae', 'r2'],
    ['constructor'],
    ['roc_auc', '::error::x'],
  ]);
  const rows = methods.flatMap((method) =>
    metrics.flatMap((metric) =>
      Array.from({ length: 10 }, (_, f) => {
        const value =
          odd && random.below(8) === 0 ? pick(random, NUMBERS) : String(random.below(100) / 100);
        return [method, String(Math.floor(f / 5)), String(f % 5), metric, value];
      }),
    ),
  );
  if (some('lost results', 4)) rows.splice(random.below(rows.length), 1 + random.below(3));
  return [['method', 'repeat', 'fold', 'metric', 'value'], ...rows];
}

/** The text of a table: well-formed, unless it is spoilt. */
function written(
  random: Random,
  cells: string[][],
  delimiter: string,
  spoil: Chance,
  some: Chance,
): string {
  const end = some('other line ends', 4) ? pick(random, ['\r\n', '\r\n', '\r']) : '\n';
  if (end === '\r') spoil('carriage returns', 1);
  const isRagged = spoil('ragged', 8);
  const isMixed = spoil('mixed line ends', 10);
  const isUnquoted = spoil('stray quotes', 10);
  const always = some('quoted', 5);
  const quoted = (cell: string) => {
    if (isUnquoted) return cell.replace(/[\r\n]/g, random.below(9) === 0 ? '"' : ' ');
    return always ||
      /["\r\n]/.test(cell) ||
      cell.includes(delimiter) ||
      /^\s|\s$/.test(cell) ||
      cell === ''
      ? `"${cell.replaceAll('"', '""')}"`
      : cell;
  };
  const lines = cells.map((row) => {
    const own =
      isRagged && random.below(3) === 0 ? row.slice(0, random.below(row.length + 1)) : row;
    const more = isRagged && random.below(4) === 0 ? [...own, 'extra', ''] : own;
    return more.map(quoted).join(delimiter);
  });
  if (spoil('repeated header', 15)) lines.splice(random.below(lines.length + 1), 0, lines[0]);
  if (spoil('blank lines', 12)) lines.splice(random.below(lines.length + 1), 0, '', '  ');
  if (spoil('comments', 15))
    lines.unshift(pick(random, ['# made by hand', 'sep=;', '"Title of the table"', '#', '---']));
  if (spoil('unclosed quote', 25)) lines[random.below(lines.length)] += `${delimiter}"open`;
  const text = lines.reduce(
    (all, line) => all + line + (isMixed ? pick(random, ['\n', '\r\n', '\r']) : end),
    '',
  );
  return some('no last line end', 5) ? text.slice(0, -end.length) : text;
}

function encoded(random: Random, text: string, spoil: Chance, some: Chance): Buffer {
  if (spoil('UTF-16', 25)) {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return random.below(2) ? bytes : Buffer.from(bytes).swap16();
  }
  if (spoil('Latin-1', 25)) return Buffer.from(`${text}\u00e9`, 'latin1');
  const bytes = Buffer.from(some('BOM', 8) ? `\ufeff${text}` : text);
  if (bytes.length > 0 && spoil('NUL', 20)) bytes[random.below(bytes.length)] = 0;
  if (bytes.length > 0 && spoil('invalid UTF-8', 20)) bytes[random.below(bytes.length)] = 0xff;
  return bytes;
}

/** Hostile structures beside plain ones, as a table with everything that commands need. */
export function tableOfSmiles(all: readonly string[]): Buffer {
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const rows = [...all, ...MOLECULES.slice(0, 20)].map((smiles, i) =>
    [quote(smiles), i % 3 === 0 ? 'test' : 'train', String((i * 7) % 11)].join(','),
  );
  return Buffer.from(`smiles,split,y\n${rows.join('\n')}\n`);
}
