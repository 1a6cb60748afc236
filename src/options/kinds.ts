import { isRecord } from '../record.js';
import { count, list } from '../text.js';

/** Values that an option accepts. */
export interface Kind<Value = unknown> {
  /** For messages of the library: `give …`. */
  readonly takes: string;
  accepts(value: unknown): value is Value;
  /**
   * Reads a value from the command line. @param before the value of the option's earlier occurrence, if any
   * @throws Error whose message says what to give
   */
  readonly read?: (text: string, before?: unknown) => unknown;
  /** Of an object, or of each object in a list. */
  readonly inside?: OptionTable;
  readonly required?: true;
  /** As data, for schemas of documents; none where no document can give the option. */
  readonly form?: Form;
}

/** What a schema has to know of a kind. */
export type Form =
  /** @param be what it is, for messages of a configuration: `give …` */
  | { readonly type: 'text' | 'file'; readonly be: string }
  /** @param earlier words of earlier versions, which are still taken */
  | {
      readonly type: 'choice';
      readonly values: readonly string[];
      readonly earlier?: readonly string[];
    }
  | { readonly type: 'whole' | 'number'; readonly min: number; readonly max: number }
  | { readonly type: 'flag' | 'delimiter' | 'bins' | 'fingerprint' | 'near' }
  /** A largest number or share of rows. @param of what they are called */
  | { readonly type: 'rows'; readonly of: string };

/** The options of one function, by name. */
export type OptionTable = Readonly<Record<string, Kind>>;

/** A table that names every option of `Options`, each with a kind of its values. */
export type TableOf<Options> = {
  readonly [Name in keyof Options & string]-?: Kind<Exclude<Options[Name], undefined>>;
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);

/** @param be what it is in a configuration, where it can be given there */
export function text(takes: string, be?: string): Kind<string> {
  return { takes, accepts: isText, ...(be === undefined ? {} : { form: { type: 'text', be } }) };
}

/** @param be such as `the file of the split` */
export function file(be: string): Kind<string> {
  return { takes: 'the path of a file, as text', accepts: isText, form: { type: 'file', be } };
}

/** On the command line separated by commas. */
export function texts(takes: string): Kind<readonly string[]> {
  const read = (given: string) => given.split(',').map((one) => one.trim());
  return { takes, accepts: isTexts, read };
}

/** On the command line an option that may be repeated. */
export function repeated(takes: string): Kind<readonly string[]> {
  const read = (given: string, before: unknown) => [...((before ?? []) as string[]), given];
  return { takes, accepts: isTexts, read, form: { type: 'near' } };
}

export function wholeNumber(min: number, max: number): Kind<number> {
  const span = max === Number.MAX_SAFE_INTEGER ? 'or more' : `to ${count(max)}`;
  return {
    takes: `a whole number, ${count(min)} ${span}`,
    accepts: (value): value is number =>
      Number.isSafeInteger(value) && inSpan(value as number, min, max),
    read: (given) => {
      const value = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN;
      if (inSpan(value, min, max)) return value;
      throw new Error(`give a whole number from ${min} to ${max}`);
    },
    form: { type: 'whole', min, max },
  };
}

export function number(min: number, max: number): Kind<number> {
  return {
    takes: `a number from ${min} to ${max}`,
    accepts: (value): value is number => typeof value === 'number' && inSpan(value, min, max),
    read: (given) => {
      const value = given.trim() === '' ? Number.NaN : Number(given);
      if (inSpan(value, min, max)) return value;
      throw new Error(`give a number from ${min} to ${max}`);
    },
    form: { type: 'number', min, max },
  };
}

function inSpan(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

export function oneOf<const Value extends string>(values: readonly Value[]): Kind<Value> {
  return {
    takes: list(
      values.map((value) => `"${value}"`),
      'or',
    ),
    accepts: (value): value is Value => values.includes(value as Value),
    read: (given) => {
      if (values.includes(given as Value)) return given;
      throw new Error(`Allowed choices are ${values.join(', ')}.`);
    },
    form: { type: 'choice', values },
  };
}

/** As {@link oneOf}, with words of earlier versions that are taken and not shown. */
export function oneOfWith<const Value extends string, const Earlier extends string>(
  values: readonly Value[],
  earlier: readonly Earlier[],
): Kind<Value | Earlier> {
  const { takes, read } = oneOf(values);
  const accepts = (value: unknown): value is Value | Earlier =>
    values.includes(value as Value) || earlier.includes(value as Earlier);
  return {
    takes,
    accepts,
    read: (given) => (accepts(given) ? given : read?.(given)),
    form: { type: 'choice', values, earlier },
  };
}

export const flag: Kind<boolean> = {
  takes: 'true or false',
  accepts: (value): value is boolean => typeof value === 'boolean',
  form: { type: 'flag' },
};

/** Kind of an option that is an instance of a class of this library. */
export function instanceOf<Value>(
  of: abstract new (...args: never[]) => Value,
  takes: string,
): Kind<Value> {
  return { takes, accepts: (value): value is Value => value instanceof of };
}

/** An object with options of its own. */
export function object<Value extends object>(inside: TableOf<Value>): Kind<Value> {
  return {
    takes: `an object with ${list(Object.keys(inside))}`,
    accepts: (value): value is Value => isRecord(value),
    inside,
  };
}

/** A list of objects with options of their own. */
export function objects<Value extends object>(
  takes: string,
  inside: TableOf<Value>,
): Kind<readonly Value[]> {
  const accepts = (value: unknown): value is readonly Value[] =>
    Array.isArray(value) && value.every(isRecord);
  return { takes, accepts, inside };
}

/** Texts by name. */
export function record(takes: string): Kind<Readonly<Record<string, string>>> {
  const accepts = (value: unknown): value is Readonly<Record<string, string>> =>
    isRecord(value) && Object.values(value).every(isText);
  return { takes, accepts };
}

/** @returns the same kind, for an option that must be there */
export function required<Value>(kind: Kind<Value>): Kind<Value> {
  return { ...kind, required: true };
}

/** @returns the same kind, for what is `null` where there is none */
export function orNull<Value>(kind: Kind<Value>): Kind<Value | null> {
  return {
    ...kind,
    takes: `${kind.takes}, or null`,
    accepts: (value): value is Value | null => value === null || kind.accepts(value),
  };
}
