import { z } from 'zod';
import { AMOUNT, AMOUNTS, type Amount, parseAmount, rowAmount } from '../../amount.js';
import { nearParts } from '../../audit/limits.js';
import { fingerprintSource } from '../../chemistry/own-fingerprints/index.js';
import { assertInvariant, TanimarkError } from '../../errors.js';
import { metricNamed, metrics } from '../../metrics/registry.js';
import { effectOf, type Option, type Options, textOf } from '../../options/option.js';
import { parseBins } from '../../similarity/bins.js';
import { optionName, optionValue } from '../../spelling.js';
import { capital, count, list, nearestWord, printable } from '../../text.js';
import { parseStratum, STRATUM_WORDS } from '../rules/stratum.js';
import { shown } from './problem.js';

/** The message for a value that is not there, is empty (`key:` and no more), or is something else. */
function must(be: string) {
  return ({ input }: { readonly input?: unknown }) => {
    if (input === undefined) return `is missing; give ${be}`;
    if (input === null) return `is empty; give ${be}, or leave the key out`;
    return `must be ${be}, not ${shown(input)}`;
  };
}

/** A text; numbers and words such as `true` have to be quoted, lest `007` becomes 7. */
export function text(be: string) {
  return z
    .string({
      error: ({ input }) =>
        typeof input === 'number' || typeof input === 'boolean'
          ? `must be a text, not ${typeof input === 'number' ? 'the number ' : ''}${input}; put quotes around it`
          : must(be)({ input }),
    })
    .regex(/\S/, { error: `is blank; give ${be}, or leave the key out` });
}

/** A file, relative to the folder of the configuration. */
export function file(be: string) {
  return text(be).superRefine((path, context) => {
    if (path === '-') context.addIssue('must be a file (a check cannot read standard input)');
    if (path.includes('\0')) context.addIssue('has a NUL byte; fix the path');
  });
}

export function choice<const Word extends string>(words: readonly Word[]) {
  const be = `one of ${list(words, 'or')}`;
  return z.enum(words, {
    error: ({ input }) => {
      const near = typeof input === 'string' ? nearestWord(input, words) : undefined;
      return `${must(be)({ input })}${near ? `; did you mean ${near}?` : ''}`;
    },
  });
}

function wholeNumber(min: number, max: number) {
  const error = must(`a whole number from ${count(min)} to ${count(max)}`);
  return z.int({ error }).min(min, { error }).max(max, { error });
}

function number(min: number, max: number) {
  const error = must(`a number from ${min} to ${max}`);
  return z.number({ error }).min(min, { error }).max(max, { error });
}

export function finiteNumber() {
  return z.number({ error: must('a number') });
}

function yesOrNo() {
  return z.boolean({ error: must('true or false') });
}

export function listOf<Item extends z.ZodType>(item: Item, be: string) {
  return z.array(item, { error: must(be) });
}

/** A text that the parser of an option understands, whose messages begin with the option. */
function parsed(parse: (text: string) => unknown, name: string) {
  return (value: string, context: z.RefinementCtx) => {
    try {
      parse(value);
    } catch (error) {
      if (!(error instanceof TanimarkError)) throw error;
      const prefixes = [`${optionValue(name, value)}: `, `${optionName(name)}: `, `${name}: `];
      const prefix = prefixes.find((start) => error.message.startsWith(start)) ?? '';
      context.addIssue(`is ${shown(value)}: ${error.message.slice(prefix.length)}`);
    }
  };
}

function bins() {
  return text('edges such as "0,1/3,2/3,1"').superRefine(parsed(parseBins, 'bins'));
}

function fingerprint() {
  return text('a fingerprint such as morgan:radius=2,bits=2048').superRefine(
    parsed(fingerprintSource, 'fingerprint'),
  );
}

/** One character; `\t` and `tab` are a tab. */
function delimiter() {
  const be = 'one character, or tab';
  return z.string({ error: must(be) }).transform((value, context) => {
    const char = value === '\\t' || value === 'tab' ? '\t' : value;
    if (char.length === 1 && !/["\n\r]/.test(char)) return char;
    context.addIssue(`must be ${be}, not ${shown(value)}`);
    return z.NEVER;
  });
}

/** A number in the unit of the metric, or a share of the baseline's value; not below 0. */
export function amount(key: string) {
  const error = must(AMOUNTS);
  return z
    .union([z.number({ error }).min(0, { error }), z.string().regex(AMOUNT, { error })], { error })
    .transform(String)
    .superRefine(parsed((written) => parseAmount(written, key), key))
    .transform((written): Amount => parseAmount(written, key));
}

export function metric() {
  const names = metrics.map(({ name }) => name);
  return z
    .union([z.enum(names), z.string()], { error: must('the name of a metric, such as mae') })
    .transform((name, context) => {
      const found = metricNamed(name);
      if (found) return found.name;
      const near = nearestWord(
        name.trim(),
        metrics.flatMap((m) => [m.name, ...m.aliases]),
      );
      context.addIssue(
        `is ${shown(name)}, an unknown metric${near ? `; did you mean ${near}?` : ''} (tanimark score --list-metrics lists all)`,
      );
      return z.NEVER;
    });
}

/** @returns the text as written, and what it says */
export function stratum() {
  const be = `${STRATUM_WORDS.join(', ')}, a bin such as "[0, 1/3)" or a group such as scaffold=unseen`;
  return z
    .union([z.enum(STRATUM_WORDS), z.string()], {
      error: ({ input }) =>
        Array.isArray(input)
          ? `must be a text, not a list; put quotes around a bin: "[${printable(input.join(', '), 30)}]"`
          : must(be)({ input }),
    })
    .transform((written, context) => {
      const rows = parseStratum(written);
      if (typeof rows !== 'string') return { written: written.trim(), rows };
      context.addIssue(`is ${shown(written)}: ${rows}`);
      return z.NEVER;
    });
}

/** A largest number of rows, or their largest share, as on the command line. */
function rowLimit(name: string, rows: string) {
  const error = must(AMOUNTS);
  return z
    .union([z.number({ error }).min(0, { error }), z.string()], { error })
    .transform(String)
    .superRefine(parsed((limit) => rowAmount(limit, name, rows), name));
}

/** `0.9:1%`, several of them, or `{0.9: 1%}`. */
function nearLimits() {
  const be = 'a limit such as "0.9:1%", a list of them, or a map such as {0.9: 1%}';
  const error = must(be);
  const most = z.union([z.number(), z.string()]);
  return z
    .union([z.string(), z.array(z.string()).min(1, { error }), z.record(z.string(), most)], {
      error,
    })
    .transform((value) => {
      if (typeof value === 'string') return [value];
      if (Array.isArray(value)) return value;
      return Object.entries(value).map(([similarity, limit]) => `${similarity}:${limit}`);
    })
    .superRefine((limits, context) => {
      if (limits.length === 0) context.addIssue(`is an empty map; give ${be}`);
      for (const limit of limits) {
        parsed(nearLimit, 'maxNear')(limit, context);
      }
    });
}

function nearLimit(limit: string): void {
  rowAmount(nearParts(limit).most, optionValue('maxNear', limit));
}

/** The values of an option. */
type ValueOf<Declared> = Declared extends Option<infer Value> ? Value : never;
type SchemasOf<Declared> = {
  [Name in keyof Declared]: z.ZodOptional<z.ZodType<ValueOf<Declared[Name]>>>;
};

/**
 * The keys of a configuration for options, as they are declared for every front end.
 *
 * @param options of which each has a form
 */
export function keysFor<Declared extends Options>(options: Declared): SchemasOf<Declared> {
  const entries = Object.entries(options).map(([name, one]) => [
    name,
    // A description that follows the registries: zod reads it when a JSON Schema is made.
    schemaOf(name, one)
      .optional()
      .meta({
        get description() {
          return sentences(one);
        },
      }),
  ]);
  return Object.fromEntries(entries) as SchemasOf<Declared>;
}

function schemaOf(name: string, { form }: Option): z.ZodType {
  assertInvariant(form !== undefined, `${name}: a configuration cannot give this option`);
  switch (form.type) {
    case 'text':
      return text(form.be);
    case 'file':
      return file(form.be);
    case 'choice':
      return choice([...form.values, ...(form.earlier ?? [])]);
    case 'whole':
      return wholeNumber(form.min, form.max);
    case 'number':
      return number(form.min, form.max);
    case 'flag':
      return yesOrNo();
    case 'delimiter':
      return delimiter();
    case 'bins':
      return bins();
    case 'fingerprint':
      return fingerprint();
    case 'near':
      return nearLimits();
    case 'rows':
      return rowLimit(name, form.of);
  }
}

/** What editors show of a key: `Column of labels, by name or number. Default: found by name.` */
function sentences(one: Option): string {
  const effect = effectOf(one);
  const usual = one.default === undefined ? '' : ` Default: ${one.default}.`;
  const details = one.details === undefined ? '' : ` ${textOf(one.details)}`;
  return `${capital(effect)}.${details}${usual}`;
}
