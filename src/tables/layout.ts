import { plural } from '../text.js';
import { isColumnName, isPlainName, numberIn } from './columns.js';
import { csv, text as plainText } from './formats/delimited.js';
import type { DelimitedFormat } from './formats/format.js';
import { countFirst, namedSecond, smi } from './formats/smi.js';
import { tsv } from './formats/tabbed.js';
import { shownInput } from './table.js';

/** Facts about a table before it is read. */
export interface LayoutOptions {
  /** The separator, if the user named it. */
  readonly delimiter?: string | undefined;
  /** Whether the first line is a header, if the user said. */
  readonly header?: boolean | undefined;
  readonly structures: Structures;
}

/** How a text table is to be read, as its name and its first lines show. */
export interface Layout {
  readonly format: DelimitedFormat;
  readonly delimiter: string;
  /** Lines before the table, of the given text: comments, and what a spreadsheet says of separators. */
  readonly skipped: number;
  /** What replaces the last skipped line as the header, where a comment names the columns. */
  readonly header?: string | undefined;
  readonly notes: readonly string[];
}

/** What decides which cells of a line are structures. */
type Structures = (cells: string[]) => Promise<boolean[]>;

const DELIMITERS = [
  [',', 'commas'],
  ['\t', 'tabs'],
  [';', 'semicolons'],
  ['|', 'vertical bars'],
] as const;

/** A `.smi` file whose lines are tables has at least this many cells. */
const WIDE_SMI = 3;
/** Lines that are looked at. */
const SAMPLE = 50;

/**
 * Finds how a table is written: comment lines before it, the separator, and whether a `.smi` file is a
 * table of more than a SMILES and a name. The separator is the given one; else the one that a `sep=` line names; else
 * that of the file's ending if the lines have it; else the one that divides all first lines into equally many cells.
 *
 * @param byName the format of the file's ending
 * @param head the first lines of the file, whole ones but for the last
 */
export async function layoutOf(
  path: string,
  byName: DelimitedFormat,
  head: string,
  { delimiter: given, header: hasHeader, structures }: LayoutOptions,
): Promise<Layout> {
  const shown = shownInput(path);
  const all = wholeLines(head);
  const stated = statedDelimiter(all[0] ?? '');
  const preamble =
    stated === undefined ? preambleOf(all, given, hasHeader) : { lines: 1, notes: [] };
  const rest = all.slice(preamble.lines);
  const sample = [preamble.header ?? '', ...rest].filter((line) => line.trim() !== '');
  const { format, delimiter, note } = await chooseDelimiter(
    byName,
    sample.slice(0, SAMPLE),
    given ?? stated,
    structures,
  );
  return {
    format,
    delimiter,
    skipped: preamble.lines,
    header: preamble.header,
    notes: [...preamble.notes, ...(note ? [note] : [])].map((text) => `${shown}: ${text}`),
  };
}

/** The lines of a text without the last one, which may go on, unless it is the only one. */
function wholeLines(head: string): string[] {
  const lines = head.split(/\r\n|\n|\r/);
  return lines.length > 1 ? lines.slice(0, -1) : lines;
}

/** The separator that a first line `sep=;` names, as Excel writes and reads it. */
function statedDelimiter(line: string): string | undefined {
  return /^"?sep=(.|\\t)"?\s*$/i.exec(line.replace(/^\ufeff/, ''))?.[1].replace('\\t', '\t');
}

/** Comment lines before the first line of data. No SMILES begins with `#` or `//`. */
function preambleOf(
  all: readonly string[],
  given: string | undefined,
  hasHeader: boolean | undefined,
): { lines: number; header?: string | undefined; notes: string[] } {
  const isComment = (line: string) => /^\ufeff?\s*(#|\/\/)/.test(line);
  let lines = 0;
  let comments = 0;
  while (
    lines < all.length &&
    (isComment(all[lines]) || (comments > 0 && all[lines].trim() === ''))
  ) {
    if (isComment(all[lines])) comments++;
    lines++;
  }
  if (comments === 0) {
    const titles = hasHeader === undefined ? titleLines(all, given) : 0;
    const said = `${plural(titles, 'line')} above the column names, skipped`;
    return { lines: titles, notes: titles > 0 ? [said] : [] };
  }
  const data = all.slice(lines).filter((line) => line.trim() !== '');
  const last = all.slice(0, lines).filter(isComment).at(-1) as string;
  const header = last.replace(/^\ufeff?\s*(#+|\/\/+)\s?/, '');
  const names = hasHeader === undefined && data.length > 0 && namesColumns(header, data, given);
  const said = `${plural(comments, 'comment line')} before the table`;
  return {
    lines,
    header: names ? header : undefined,
    notes: [names ? `${said}; the last one names the columns` : `${said}, skipped`],
  };
}

/** Lines before the column names that may be a title. */
const MAX_TITLE = 5;

/** How many lines, such as a title, stand above a line that names the structures. */
function titleLines(all: readonly string[], given: string | undefined): number {
  const delimiters = given === undefined ? DELIMITERS.map(([delimiter]) => delimiter) : [given];
  const names = (line: string, isName: (cell: string) => boolean) =>
    delimiters.some((delimiter) => cellsOf(line, delimiter).some(isName));
  const header = all
    .slice(0, MAX_TITLE + 1)
    .findIndex((line) => names(line, (cell) => isPlainName(cell, 'smiles')));
  if (header < 1 || all.length <= header + 1) return 0;
  const isTitle = (line: string) => !names(line, (cell) => isColumnName(cell, 'smiles'));
  return all.slice(0, header).every(isTitle) ? header : 0;
}

/**
 * Whether a comment has as many cells as the lines that follow, one of them a usual name for structures, or all of them
 * words above numbers, as numpy's `savetxt` writes them.
 */
function namesColumns(header: string, data: readonly string[], given: string | undefined): boolean {
  const candidates = given === undefined ? [...DELIMITERS.map(([d]) => d), ' '] : [given];
  return candidates.some((delimiter) => {
    const cells = cellsOf(header, delimiter);
    const first = cellsOf(data[0], delimiter);
    if (cells.length !== first.length) return false;
    // A single word, as in "#smiles" above a list of structures, is a name as well.
    if (cells.some((cell) => isColumnName(cell, 'smiles'))) return true;
    return cells.every((cell) => cell !== '' && !isNumber(cell)) && first.every(isNumber);
  });
}

const isNumber = (cell: string) => !Number.isNaN(numberIn(cell)) || /^nan$/i.test(cell.trim());

/** Whether all lines but the first, which may be a header, are equally many numbers between blanks. */
function areNumbers(sample: readonly string[]): boolean {
  const [first, ...others] = sample.map((line) => cellsOf(line, ' '));
  return (
    first !== undefined &&
    first.length > 1 &&
    others.length > 0 &&
    others.every((cells) => cells.length === first.length && cells.every(isNumber))
  );
}

/** The cells of a line, quoted ones whole; for counting and for a look. */
function cellsOf(line: string, delimiter: string): string[] {
  if (delimiter === ' ') return line.trim().split(/[ \t]+/);
  const plain =
    delimiter === '\t' ? line : line.replace(/"[^"]*"/g, (quoted) => 'x'.repeat(quoted.length));
  const cells: string[] = [];
  let start = 0;
  for (let i = 0; i <= plain.length; i++) {
    if (i < plain.length && plain[i] !== delimiter) continue;
    cells.push(
      line
        .slice(start, i)
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    );
    start = i + 1;
  }
  return cells;
}

interface Chosen {
  readonly format: DelimitedFormat;
  readonly delimiter: string;
  readonly note?: string | undefined;
}

async function chooseDelimiter(
  byName: DelimitedFormat,
  sample: readonly string[],
  given: string | undefined,
  structures: Structures,
): Promise<Chosen> {
  const separated = (delimiter: string): Chosen => ({
    format:
      byName.delimiter === delimiter && byName !== smi
        ? byName
        : delimiter === tsv.delimiter
          ? tsv
          : csv,
    delimiter,
  });
  if (given !== undefined && given !== smi.delimiter) return separated(given);
  if (given !== undefined) {
    return areNumbers(sample) ? separated(given) : smiOf(sample, structures);
  }
  const widths = DELIMITERS.map(([delimiter, word]) => ({
    delimiter,
    word,
    ...widthOf(sample, delimiter),
  }));
  const even = widths.filter(({ width, isEven }) => isEven && width > 1);
  if (byName === smi) {
    const wide = even.find((w) => w.delimiter === '\t' && w.width >= WIDE_SMI);
    // SMILES hold none of the other separators before a blank.
    const other = even.find(
      (w) => w.delimiter !== '\t' && sample.every((l) => firstWord(l).includes(w.delimiter)),
    );
    const found = wide ?? other;
    if (!found) return smiOf(sample, structures);
    const { format, delimiter } = separated(found.delimiter);
    const named = { ...format, defaultColumns: smi.defaultColumns ?? [] };
    return { format: named, delimiter, note: `cells are separated by ${found.word}` };
  }
  const own = byName.delimiter ?? csv.delimiter;
  const ownWidth = widths.find((w) => w.delimiter === own);
  const first = widths.filter(
    ({ delimiter }) => sample.length > 0 && cellsOf(sample[0], delimiter).length > 1,
  );
  // Where several divide the lines evenly, as in "smiles;log(D, pH 7.4);y", that with a usual name.
  const namesSmiles = ({ delimiter }: (typeof widths)[number]) =>
    cellsOf(sample[0], delimiter).some((cell) => isPlainName(cell, 'smiles'));
  const named = even.filter(namesSmiles);
  // Cells with line breaks make lines uneven; the file's own separator is right if it names the structures.
  const ownNamed = first.find((w) => w === ownWidth && namesSmiles(w));
  const found =
    (named.length === 1 ? named[0] : undefined) ??
    even.find((w) => w.delimiter === own) ??
    ownNamed ??
    (even.length === 1 ? even[0] : undefined) ??
    first.find((w) => w === ownWidth) ??
    even[0] ??
    first[0];
  if (found) {
    const isOther = byName !== plainText && found.delimiter !== own;
    return {
      ...separated(found.delimiter),
      note: isOther ? `cells are separated by ${found.word}` : undefined,
    };
  }
  if (areNumbers(sample)) return { ...separated(' '), note: 'cells are separated by blanks' };
  if (byName === plainText && sample[0]?.trim().includes(' ')) return smiOf(sample, structures);
  return separated(own);
}

const firstWord = (line: string) => line.trim().split(/[ \t]/, 1)[0];

/** Into how many cells a separator divides the lines, and whether into equally many. */
function widthOf(sample: readonly string[], delimiter: string): { width: number; isEven: boolean } {
  const counts = sample.map((line) => cellsOf(line, delimiter).length);
  return { width: counts[0] ?? 0, isEven: new Set(counts).size === 1 };
}

/** Lines of a SMILES and a name; or of a word, such as a count, a SMILES and a name. */
async function smiOf(sample: readonly string[], structures: Structures): Promise<Chosen> {
  const words = sample.map((line) => cellsOf(line, ' '));
  if (words.length === 0 || words.some((cells) => cells.length < 2))
    return { format: smi, delimiter: ' ' };
  const isHeader = words[0].some((cell) => isColumnName(cell, 'smiles'));
  const body = isHeader ? words.slice(1) : words;
  const [firsts, seconds] = await Promise.all(
    [0, 1].map((at) => structures(body.map((cells) => cells[at]))),
  );
  const second =
    body.length > 0
      ? seconds.every((yes) => yes) && !firsts.some((yes) => yes)
      : isColumnName(words[0][1], 'smiles');
  if (!second) return { format: smi, delimiter: ' ' };
  const areCounts = body.length > 0 && body.every((cells) => /^\d+$/.test(cells[0]));
  return {
    format: areCounts ? countFirst : namedSecond,
    delimiter: ' ',
    note: 'the second word of each line is its SMILES',
  };
}
