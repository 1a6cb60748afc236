import { StructureCache } from '../chemistry/cache/structure-cache.js';
import { MULTIPLE } from '../chemistry/cells.js';
import { DEFAULT_FINGERPRINT } from '../chemistry/fingerprint.js';
import { fingerprintDetails, fingerprintUsage } from '../chemistry/fingerprint-kinds.js';
import { STANDARDIZE_LEVELS } from '../chemistry/standardize/levels.js';
import { PARTNER_KINDS } from '../dataset/manifest/recorded.js';
import { DEFAULT_BINS } from '../similarity/bins.js';
import { READABLE_NAMES } from '../tables/formats/names.js';
import { CENSORED, CENSORED_EARLIER } from '../tables/labels.js';
import { TRANSFORM_USAGE, transformNamed } from '../tables/transform.js';
import { file, flag, instanceOf, type Kind, oneOf, oneOfWith, text, wholeNumber } from './kinds.js';
import { grouped, option } from './option.js';

export const column = text('the name or number of a column, as text', 'the name of a column');

const character: Kind<string> = {
  takes: 'one character, such as ";"',
  accepts: (value): value is string =>
    typeof value === 'string' && value.length === 1 && !/["\r\n]/.test(value),
  read: (given) => {
    const char = given === '\\t' || given === 'tab' ? '\t' : given;
    if (character.accepts(char)) return char;
    throw new Error('give one character, or \\t for a tab');
  },
  form: { type: 'delimiter' },
};

const transform: Kind<string> = {
  takes: 'a transform as text, such as "neg-log10:nM"',
  accepts: (value): value is string =>
    typeof value === 'string' && transformNamed(value) !== undefined,
  read: (given) => {
    if (transform.accepts(given)) return given;
    throw new Error(`give ${TRANSFORM_USAGE}`);
  },
  form: { type: 'text', be: `a transform: ${TRANSFORM_USAGE}` },
};

const FOUND = { placeholder: '<column>', default: 'found by name' };

/** Formats that were added to the registry can be named, too, but for the command line. */
const readable: Kind<string> = {
  ...oneOf(READABLE_NAMES),
  takes: 'the name of a table format, such as "sdf"',
  accepts: (value): value is string => typeof value === 'string',
};

/** Reading options of a table of molecules. */
export const TABLE = {
  smiles: option(column, 'column of structures (SMILES), by name or number', FOUND),
  label: option(column, 'column of labels, by name or number', FOUND),
  positive: option(
    text('a class as text, such as "active" or "1"', 'a class'),
    'name of the positive class, if the label column has two classes',
    { placeholder: '<class>', default: 'detected where it is obvious' },
  ),
  censored: option(oneOfWith(CENSORED, CENSORED_EARLIER), 'how to treat labels such as >10', {
    placeholder: '<what>',
    choices: { drop: 'treat as missing', limit: 'use the 10', error: 'stop' },
    default: 'error',
  }),
  transform: option(
    transform,
    'transform of label values: log10, or neg-log10:<unit>, such as neg-log10:nM for IC50 in nM to pIC50 (M, mM, uM, nM, pM)',
    { placeholder: '<transform>', default: 'none' },
  ),
  id: option(column, 'column of molecule names, by name or number', FOUND),
  multiple: option(
    oneOf(MULTIPLE),
    'what to do with a cell of several SMILES, such as "CCO; CCN" (a salt written with "." is one SMILES)',
    {
      placeholder: '<what>',
      choices: { first: 'use the first', error: 'stop' },
      default: 'such rows are invalid',
    },
  ),
  header: option(flag, 'whether the first line of every table names the columns', {
    negative: 'read the first line as data, not as names of columns',
    default: 'detected',
  }),
  delimiter: option(character, 'separator between cells, one character or \\t for tab', {
    placeholder: '<char>',
    default: 'detected',
  }),
  inputFormat: option(
    readable,
    'format of standard input where it is read, else of all input files',
    {
      placeholder: '<format>',
      choices: Object.fromEntries(READABLE_NAMES.map((name) => [name, ''])),
      default: 'by the file ending; standard input: CSV or TSV',
    },
  ),
};

/** Options of tables whose rows are pairs of a molecule and a partner. */
export const PAIRS = grouped('Pairs of a molecule and a partner:', {
  partner: option(
    column,
    'column of partners (targets, cell lines, second molecules), by name or number; none: do not treat rows as pairs',
    { placeholder: '<column>', default: 'a column such as Target that holds sequences' },
  ),
  partnerKind: option(oneOf(PARTNER_KINDS), 'what partners are', {
    placeholder: '<kind>',
    choices: { sequence: 'of amino acids', molecule: 'SMILES', category: 'equal or different' },
    default: 'detected',
  }),
  partnerFingerprint: option(
    text('words of a sequence as text, such as "kmer:3"', 'words of a sequence, such as kmer:3'),
    'how sequences are compared: Jaccard similarity of their sets of k-mers, kmer:1 to kmer:3',
    { placeholder: '<spec>', default: 'kmer:3' },
  ),
  drugs: option(
    file('a table of drugs'),
    'table of drugs (ids and SMILES), needed if the rows hold ids of drugs',
    { placeholder: '<file>' },
  ),
  targets: option(
    file('a table of targets'),
    'table or FASTA file of targets (ids and sequences, or SMILES), needed if the rows hold ids of targets',
    { placeholder: '<file>' },
  ),
  targetSimilarity: option(
    file('a table of similarities'),
    'similarities of the partners: a square table with ids in the first row and column, a .npz file of ids and similarities, or a table of ids and clusters',
    { placeholder: '<file>' },
  ),
});

/** Levels of standardization, with the differences that each ignores. */
export const LEVEL_CHOICES = {
  placeholder: '<level>',
  choices: {
    none: '',
    salts: 'counter-ions and solvents',
    charges: 'protonation',
    isotopes: '',
    stereo: '',
    tautomers: '',
  },
};

/** Options of a split that is not a table with a split column. */
export const LISTED = {
  data: option(
    file('the file of the table that was split'),
    'table that was split, for a split that lists its rows or ids: splits.json, test_fold, DataSAIL',
    { placeholder: '<file>' },
  ),
  part: option(
    text('the name or number of a part, as text', 'the name or number of a part'),
    'fold, repeat or test set, by name or number, where the split holds several',
    { placeholder: '<part>' },
  ),
};

/** Options of the similarity measure and its bins. */
export const SIMILARITY = {
  bins: option<string>(
    {
      ...text('edges of bins as text, such as "0,0.4,0.7,1"'),
      form: { type: 'bins' },
    },
    'edges of the similarity bins',
    { placeholder: '<edges>', default: DEFAULT_BINS },
  ),
  fingerprint: option<string>(
    {
      ...text('a fingerprint as text, such as "morgan:radius=2,bits=2048"'),
      form: { type: 'fingerprint' },
    },
    () => `fingerprint: ${fingerprintUsage()}`,
    {
      placeholder: '<spec>',
      default: DEFAULT_FINGERPRINT,
      details: fingerprintDetails,
    },
  ),
  standardize: option(
    oneOf(STANDARDIZE_LEVELS),
    'differences between structures to ignore; each level includes those before it',
    { ...LEVEL_CHOICES, default: 'none' },
  ),
};

/** What is kept of large tables from run to run. The command line takes a flag, the library a cache. */
export const CACHE = {
  cache: option(instanceOf(StructureCache, 'a StructureCache'), 'the structure cache', {
    negative: 'do not use the structure cache (see: tanimark cache)',
  }),
};

export const SEED = {
  seed: option(wholeNumber(0, Number.MAX_SAFE_INTEGER), 'seed of the random numbers', {
    placeholder: '<n>',
    default: '0',
  }),
};

/** Of every command, about its output and not about its result. */
export const COMMON = {
  threads: option(wholeNumber(1, 256), 'worker threads', {
    placeholder: '<n>',
    default: 'the number of cores',
  }),
  json: option(flag, 'print one JSON document that describes the result, or the error'),
  quiet: option(flag, 'no summary, no progress, no notes; results and errors stay', {
    flags: '-q, --quiet',
  }),
  color: option(flag, 'colors', { negative: 'no colors (also: NO_COLOR=1)' }),
};

/** The option for the output file. @param summary the possible files */
export function outputOption(summary: string, placeholder = '<file>') {
  return option(text('the path of a file, as text'), summary, {
    flags: `-o, --output ${placeholder}`,
  });
}

/**
 * @param usual the format where no ending tells it
 * @param effects further formats, with what they are
 */
export function formatOption(
  formats: readonly string[],
  usual?: string,
  effects: Readonly<Record<string, string>> = {},
) {
  const plain = Object.fromEntries(formats.map((format) => [format, '']));
  const choices = { ...plain, ...effects };
  return option(oneOf(Object.keys(choices)), 'output format', {
    placeholder: '<format>',
    choices,
    default: `by the ending of -o${usual === undefined ? '' : `, else ${usual}`}`,
  });
}

/** Of commands whose results are told in sentences. */
export const EXPLAIN = {
  explain: option(flag, 'add an explanation of the result in plain language, with caveats'),
};

/** Of commands whose results have figures. */
const FIGURES = {
  figures: option(
    text('the path of a folder, as text'),
    'write each figure of the HTML page as a file (SVG) into a folder',
    { placeholder: '<folder>' },
  ),
};

/** The form of a result, and its file. @param usual the format where no ending tells it */
export function resultOptions(
  formats: readonly string[],
  endings: readonly string[],
  usual: string,
) {
  return {
    format: formatOption(formats, usual),
    output: outputOption(`write the result to a file (${endings.join(', ')})`),
    ...EXPLAIN,
    ...FIGURES,
  };
}

/** Structures of a page unless the user says another number. */
export const DEFAULT_STRUCTURES = 50;

/** Of commands whose page has drawings of molecules. */
export const STRUCTURES = {
  structures: option(wholeNumber(0, 1000), 'largest number of structures drawn in HTML', {
    placeholder: '<n>',
    default: String(DEFAULT_STRUCTURES),
  }),
};

/** Of commands whose -o is a table. */
export const PAGE = {
  html: option(
    text('the path of a file, as text'),
    'also write a page for people (HTML) with figures and tables',
    { placeholder: '<file>' },
  ),
  ...EXPLAIN,
  ...FIGURES,
};
