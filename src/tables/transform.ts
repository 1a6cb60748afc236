import { TanimarkError } from '../errors.js';
import { optionValue } from '../spelling.js';
import { printable } from '../text.js';

/** Decimal places between a unit of concentration and mol/L. */
const UNITS: Readonly<Record<string, number>> = {
  M: 0,
  mM: 3,
  uM: 6,
  µM: 6,
  μM: 6,
  nM: 9,
  pM: 12,
};

/** How label values are changed when they are read. */
export interface Transform {
  /** As it was given. */
  readonly name: string;
  /** What becomes of a value, for people: `9 − log10(value)`. */
  readonly formula: string;
  /** @param value above 0 */
  apply(value: number): number;
}

/** What a transform can be, for messages. */
export const TRANSFORM_USAGE = 'log10, or neg-log10:<unit> with the unit M, mM, uM, nM or pM';

/**
 * The transform of a name: `log10`, or `neg-log10:nM`, which turns a concentration into its p value, −log10 of it in mol/L.
 *
 * @returns undefined for anything else
 */
export function transformNamed(name: string): Transform | undefined {
  if (name === 'log10') return { name, formula: 'log10(value)', apply: Math.log10 };
  const [, unit] = /^neg-log10:(.+)$/.exec(name) ?? [];
  if (unit === undefined || !Object.hasOwn(UNITS, unit)) return undefined;
  const places = UNITS[unit];
  const formula = places === 0 ? '−log10(value)' : `${places} − log10(value)`;
  return { name, formula, apply: (value) => places - Math.log10(value) };
}

/** As {@link transformNamed}. @throws TanimarkError (usage) where there is none of that name */
export function requireTransform(name: string): Transform {
  const found = transformNamed(name);
  if (found !== undefined) return found;
  throw new TanimarkError(
    'usage',
    `${optionValue('transform', printable(name, 40))}: give ${TRANSFORM_USAGE}`,
    { option: 'transform' },
  );
}
