import { z } from 'zod';
import { AMOUNT, AMOUNTS, type Amount, parseAmount, rowAmount } from '../../amount.js';
import { nearParts } from '../../audit/limits.js';
import { parseFingerprint } from '../../chemistry/fingerprint.js';
import { TanimarkError } from '../../errors.js';
import { metricNamed, metrics } from '../../metrics/registry.js';
import { parseBins } from '../../similarity/bins.js';
import { count, list, nearestWord, printable } from '../../text.js';
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

export function wholeNumber(min: number, max: number) {
  const error = must(`a whole number from ${count(min)} to ${count(max)}`);
  return z.int({ error }).min(min, { error }).max(max, { error });
}

export function number(min: number, max: number) {
  const error = must(`a number from ${min} to ${max}`);
  return z.number({ error }).min(min, { error }).max(max, { error });
}

export function finiteNumber() {
  return z.number({ error: must('a number') });
}

export function yesOrNo() {
  return z.boolean({ error: must('true or false') });
}

export function listOf<Item extends z.ZodType>(item: Item, be: string) {
  return z.array(item, { error: must(be) });
}

/** A text that one of the parsers of the command line understands; `flag` is how its messages begin. */
function parsed(parse: (text: string) => unknown, flag: string) {
  return (value: string, context: z.RefinementCtx) => {
    try {
      parse(value);
    } catch (error) {
      if (!(error instanceof TanimarkError)) throw error;
      const prefixes = [`${flag} ${value}: `, `${flag}: `];
      const prefix = prefixes.find((start) => error.message.startsWith(start)) ?? '';
      context.addIssue(`is ${shown(value)}: ${error.message.slice(prefix.length)}`);
    }
  };
}

export function bins() {
  return text('edges such as "0,1/3,2/3,1"').superRefine(parsed(parseBins, '--bins'));
}

export function fingerprint() {
  return text('a fingerprint such as morgan:radius=2,bits=2048').superRefine(
    parsed(parseFingerprint, '--fingerprint'),
  );
}

/** One character; `\t` and `tab` are a tab. */
export function delimiter() {
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

/** The most rows, or the largest share of them, as on the command line. */
export function rowLimit(flag: string, rows = 'test rows') {
  const error = must(AMOUNTS);
  return z
    .union([z.number({ error }).min(0, { error }), z.string()], { error })
    .transform(String)
    .superRefine(parsed((limit) => rowAmount(limit, flag, rows), flag));
}

/** `0.9:1%`, several of them, or `{0.9: 1%}`. */
export function nearLimits() {
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
        parsed(nearLimit, '--max-near')(limit, context);
      }
    });
}

function nearLimit(limit: string): void {
  rowAmount(nearParts(limit).most, `--max-near ${limit}`);
}
