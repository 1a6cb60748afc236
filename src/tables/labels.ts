import { optionName, optionValue } from '../spelling.js';
import { list, printable } from '../text.js';
import { boundIn, type CellKind, cellKind, cellProblem } from './cell-kinds.js';
import { type Classes, classesIn, wordOf } from './classes.js';
import { numberIn } from './columns.js';
import { requireTransform, type Transform } from './transform.js';

export type LabelTask = 'regression' | 'classification';

/** Treatment of values such as `>10`. */
export const CENSORED = ['drop', 'limit', 'error'] as const;
/** Earlier words for `drop` and `limit`. */
export const CENSORED_EARLIER = ['skip', 'bound'] as const;
export type Censored = (typeof CENSORED)[number] | (typeof CENSORED_EARLIER)[number];

/** The treatment by its own word. */
export function treatmentOf(censored: Censored = 'error'): (typeof CENSORED)[number] {
  if (censored === 'skip') return 'drop';
  return censored === 'bound' ? 'limit' : censored;
}

/** How labels are to be read, where that is not left to what the cells hold. */
export interface LabelReading {
  /** Whether a record counts; labels of others are not read. All do unless given. */
  readonly counts?: ((record: number) => boolean) | undefined;
  /** `drop`: a censored value is no label; `limit`: its limit is; default `error`. */
  readonly censored?: Censored | undefined;
  /** The word, or number, of the positive class. */
  readonly positive?: string | undefined;
  /** Numbers are values, also where there are only two, such as 1 and 2. */
  readonly task?: LabelTask | undefined;
  /** Name of a transform of the values, such as `neg-log10:nM`; none unless given. */
  readonly transform?: string | undefined;
  /** The classes of the same labels in another table, which may hold words that this one has not. */
  readonly classes?: Classes | null | undefined;
}

/** A column of labels as numbers. */
export interface Labels {
  readonly task: LabelTask;
  /** Label of each record; NaN where it is missing. For classification 0 or 1. */
  readonly values: Float64Array;
  /** Records that count and have no label (empty, or a word for "none"; with `drop` a censored value). */
  readonly missing: number;
  /** Records that count and whose value is censored, dropped or not. */
  readonly censored: number;
  /** Name of the transform of the values, if any. */
  readonly transform?: string;
  /** The two classes, where they are not 0 and 1; null for numbers. */
  readonly classes: Classes | null;
  /** Notes for the user on decisions that were made. */
  readonly notes: readonly string[];
}

/** Why a column cannot be read as labels. */
export interface LabelProblem {
  /** Position of the first offending record. */
  readonly record: number;
  readonly problem: string;
}

/** Distinct words beyond this many are texts, not classes. */
const MAX_WORDS = 100;

/**
 * Reads labels: numbers, or the words of two classes.
 *
 * Numbers that are all 0 or 1, with both present, are classes, as are -1 and 1, or 1 and 2, in at least ten
 * records; any others are a regression's. Two words are classes where one of them is a usual word for the positive
 * or the negative class, or the other with a prefix or sign for it (`toxic` and `non-toxic`, `BBB+` and `BBB-`), or
 * `positive` names one. Words and numbers may not be mixed.
 */
export function readLabels(
  cells: readonly string[],
  reading: LabelReading = {},
): Labels | LabelProblem {
  const { counts = () => true } = reading;
  const censored = treatmentOf(reading.censored);
  const kinds: CellKind[] = [];
  const at: number[] = [];
  cells.forEach((cell, i) => {
    if (!counts(i)) return;
    kinds.push(cellKind(cell));
    at.push(i);
  });
  const problem = (k: number, text: string): LabelProblem => ({ record: at[k], problem: text });
  const isSign = signsAlone(cells, at, kinds);
  const filled = kinds.flatMap((kind, k) => (kind === 'missing' && !isSign ? [] : [k]));
  const isClass = (k: number) =>
    kinds[k] !== 'number' && !(kinds[k] === 'censored' && censored !== 'error');
  const words = filled.filter(isClass);
  const textOf = (k: number) => cells[at[k]];
  const numbers = filled.length - words.length;
  const wrong = words.find((k) => kinds[k] !== 'word' && kinds[k] !== 'missing');
  const distinct = distinctWords(words.map(textOf));
  if (words.length > 0 && (numbers > 0 || distinct === null)) {
    const first = wrong ?? words[0];
    const known = distinct !== null && classesIn(distinct, reading) !== null;
    if (known) return problem(firstMixed(filled, isClass), 'numbers and class names are mixed');
    return problem(
      first,
      cellProblem(textOf(first), kinds) ?? neither(textOf(first), words.length, filled.length),
    );
  }
  if (wrong !== undefined && distinct !== null && classesIn(distinct, reading) === null) {
    return problem(wrong, cellProblem(textOf(wrong), kinds) as string);
  }
  const values = new Float64Array(cells.length).fill(Number.NaN);
  const skipped = kinds.filter((kind) => kind === 'censored' && censored === 'drop').length;
  const missing = kinds.length - filled.length + skipped;
  const transform =
    reading.transform === undefined ? undefined : requireTransform(reading.transform);
  if (words.length > 0) {
    if (transform) return problem(words[0], notNumbers(textOf(words[0]), transform));
    const found = classesIn(distinct as string[], reading);
    if (found === null)
      return problem(
        words[0],
        unknownWords(distinct as string[], textOf(words[0]), words.length, reading.positive),
      );
    for (const k of words) values[at[k]] = wordOf(textOf(k), found) as number;
    return {
      task: 'classification',
      values,
      missing,
      censored: 0,
      classes: found,
      notes: classNotes(found, reading),
    };
  }
  for (const k of filled) {
    if (kinds[k] === 'number') values[at[k]] = numberIn(textOf(k));
    else if (censored === 'limit') values[at[k]] = boundIn(textOf(k));
  }
  if (transform) {
    const wrong = filled.find((k) => values[at[k]] <= 0);
    if (wrong !== undefined) return problem(wrong, noLogarithm(textOf(wrong), transform));
    for (const k of filled) values[at[k]] = transform.apply(values[at[k]]);
  }
  const notes = [...censoredNotes(kinds, censored), ...transformNotes(transform)];
  const count = kinds.filter((kind) => kind === 'censored').length;
  return ofNumbers({ values, missing, censored: count, notes }, reading, problem);
}

function transformNotes(transform: Transform | undefined): string[] {
  if (transform === undefined) return [];
  const option = optionValue('transform', transform.name);
  return [`labels are ${transform.formula} of what the column holds (${option})`];
}

function noLogarithm(cell: string, { name }: Transform): string {
  return `"${printable(cell, 30)}" is not above 0 and has no logarithm (${optionValue('transform', name)}); correct or empty the cell`;
}

function notNumbers(cell: string, { name }: Transform): string {
  return `"${printable(cell, 30)}" is a class; ${optionValue('transform', name)} is for numbers`;
}

/** Numbers as labels, or as the classes that they are. */
function ofNumbers(
  { values, ...rest }: Pick<Labels, 'values' | 'missing' | 'censored' | 'notes'>,
  reading: LabelReading,
  problem: (k: number, text: string) => LabelProblem,
): Labels | LabelProblem {
  const distinct = new Set(values.filter((v) => !Number.isNaN(v)));
  const labeled = values.reduce((n, v) => n + (Number.isNaN(v) ? 0 : 1), 0);
  const classes = numberClasses(distinct, labeled, reading);
  if (typeof classes === 'string') return problem(0, classes);
  if (classes) {
    const positive = Number(classes.positive);
    return {
      ...rest,
      task: 'classification',
      values: values.map((v) => (Number.isNaN(v) ? v : v === positive ? 1 : 0)),
      classes,
      notes: [...rest.notes, ...classNotes(classes, reading)],
    };
  }
  const binary = reading.transform === undefined && [...distinct].every((v) => v === 0 || v === 1);
  const task = binary && distinct.size === 2 ? 'classification' : 'regression';
  const { transform } = reading;
  return {
    ...rest,
    ...(transform === undefined ? {} : { transform }),
    task,
    values,
    classes: null,
  };
}

/** Fewer records than this with labels 1 and 2, or -1 and 1, may well be values. */
const ENOUGH = 10;

/** The classes that two numbers are, or why the positive one cannot be what it was said to be. */
function numberClasses(
  distinct: ReadonlySet<number>,
  labeled: number,
  { task, classes, positive, transform }: LabelReading,
): Classes | null | string {
  if (task === 'regression' || transform !== undefined) return null;
  if (positive !== undefined) {
    const wanted = numberIn(positive);
    const negative = [...distinct].find((v) => v !== wanted);
    if (!distinct.has(wanted) || negative === undefined || distinct.size !== 2) {
      return `${optionValue('positive', printable(positive, 30))}: the column holds ${distinct.size === 2 ? `the numbers ${list([...distinct].map(String))}` : `${distinct.size} different numbers`}, not two of which it is one`;
    }
    return { positive: String(wanted), negative: String(negative) };
  }
  if (classes && [...distinct].every((v) => wordOf(String(v), classes) !== undefined))
    return classes;
  const isPair = (low: number, high: number) =>
    distinct.size === 2 && distinct.has(low) && distinct.has(high);
  if (labeled < ENOUGH) return null;
  if (isPair(-1, 1)) return { positive: '1', negative: '-1' };
  if (isPair(1, 2)) return { positive: '2', negative: '1' };
  return null;
}

/** Whether the column holds `+` and `-` alone, so that `-` is a class and not "no value". */
function signsAlone(
  cells: readonly string[],
  at: readonly number[],
  kinds: readonly CellKind[],
): boolean {
  const own = at.filter((_, k) => kinds[k] !== 'missing' || cells[at[k]].trim() === '-');
  return (
    own.some((i) => cells[i].trim() === '+') && own.every((i) => /^[+-]$/.test(cells[i].trim()))
  );
}

/** Different words, without capitals and blanks around; null where they are too many to be classes. */
function distinctWords(words: readonly string[]): string[] | null {
  const distinct = new Map<string, string>();
  for (const word of words) {
    const plain = word.trim().toLowerCase();
    if (!distinct.has(plain)) distinct.set(plain, word.trim());
    if (distinct.size > MAX_WORDS) return null;
  }
  return [...distinct.values()];
}

/** The first record of another kind than the first. */
function firstMixed(filled: readonly number[], isClass: (k: number) => boolean): number {
  return filled.find((k) => isClass(k) !== isClass(filled[0])) as number;
}

function neither(cell: string, words: number, filled: number): string {
  return `"${printable(cell, 30)}" is neither a number nor a class (${words} of ${filled} filled cells)`;
}

function unknownWords(
  distinct: readonly string[],
  first: string,
  words: number,
  positive: string | undefined,
): string {
  const shown = distinct.map((word) => `"${printable(word, 20)}"`);
  if (positive !== undefined) {
    return `${optionValue('positive', printable(positive, 30))}: the ${distinct.length === 1 ? 'class is' : 'classes are'} ${list(shown.slice(0, 5))}${distinct.length > 5 ? ', …' : ''}; two are needed, one of them the positive one`;
  }
  if (distinct.length === 2) {
    return `${list(shown)} are two classes; say which one is positive, such as ${optionValue('positive', JSON.stringify(printable(distinct[1], 20)))}`;
  }
  if (distinct.length === 1 || distinct.length === words) return neither(first, words, words);
  const more = shown.length > 5 ? [...shown.slice(0, 5), `${shown.length - 5} more`] : shown;
  return `${distinct.length} classes (${list(more)}) where two are needed`;
}

function classNotes(
  { positive, negative, known }: Classes,
  { classes, positive: given }: LabelReading,
): string[] {
  if (known || given !== undefined || classes) return [];
  return [
    `labels ${printable(negative, 20)} and ${printable(positive, 20)} are two classes, and ${printable(positive, 20)} is the positive one (${optionName('positive')} names another)`,
  ];
}

function censoredNotes(
  kinds: readonly CellKind[],
  censored: ReturnType<typeof treatmentOf>,
): string[] {
  const n = kinds.filter((kind) => kind === 'censored').length;
  if (n === 0) return [];
  const total = kinds.filter((kind) => kind !== 'missing').length;
  return [
    censored === 'drop'
      ? `${n} of ${total} labels are censored values, left out (${optionValue('censored', 'drop')})`
      : `${n} of ${total} labels are censored values, whose limits are taken for values (${optionValue('censored', 'limit')})`,
  ];
}
