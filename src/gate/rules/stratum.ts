import { TanimarkError } from '../../errors.js';
import { compareRational, parseRational } from '../../rational.js';
import { list, nearestWord } from '../../text.js';
import type { StratumSpec } from '../config/types.js';

/** The strata that have a word of their own. */
export const STRATUM_WORDS = ['overall', 'lowest', 'highest', 'each'] as const;

/** Groups that are not columns, with their values. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  scaffold: ['seen', 'unseen', 'no rings', 'unknown'],
  cliff: ['cliff', 'rest'],
};

const ONE = { num: 1, den: 1 };

/**
 * Which rows a rule looks at: `lowest`, `[0, 1/3)`, `scaffold=unseen`, `assay=cell`.
 *
 * @returns or what is wrong with the text, and what to do
 */
export function parseStratum(written: string): StratumSpec | string {
  const text = written.trim();
  const word = STRATUM_WORDS.find((kind) => kind === text.toLowerCase());
  if (word) return { kind: word };
  if (/^[[(]/.test(text)) return parseBin(text);
  const at = text.indexOf('=');
  if (at < 0) {
    const near = nearestWord(text, STRATUM_WORDS);
    return `give ${STRATUM_WORDS.join(', ')}, a bin such as "[0, 1/3)" or a group such as scaffold=unseen${near ? `; did you mean ${near}?` : ''}`;
  }
  const [by, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (by === '' || value === '') return 'give a group as column=value, such as scaffold=unseen';
  const values = Object.hasOwn(GROUPS, by) ? GROUPS[by] : undefined;
  if (values && !values.includes(value)) {
    const near = nearestWord(value, values);
    return `${by} must be ${list(values, 'or')}${near ? `; did you mean ${by}=${near}?` : ''}`;
  }
  return { kind: 'group', by, value };
}

/** A bin by its label; whether the split has it, only the split can say. */
function parseBin(text: string): StratumSpec | string {
  const parts = /^\[([^,]+),([^,]+)([\])])$/.exec(text);
  if (!parts) return 'write a bin as "[0, 1/3)", and the last one as "[2/3, 1]"';
  const [low, high] = [parts[1].trim(), parts[2].trim()];
  try {
    const [from, to] = [low, high].map((edge) => parseRational(edge, 'its edge'));
    if (compareRational(from, to) >= 0) return 'its first edge must be below its second';
    if (compareRational(to, ONE) > 0) return 'a similarity must be at most 1';
    const last = compareRational(to, ONE) === 0;
    if (last !== (parts[3] === ']')) {
      return `a bin excludes its second edge, except for the last bin, which includes 1; write "[${low}, ${high}${last ? ']' : ')'}"`;
    }
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    return error.message;
  }
  return { kind: 'bin', label: `[${low}, ${high}${parts[3]}` };
}
