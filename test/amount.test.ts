import { describe, expect, it } from 'vitest';
import { AMOUNTS, type Amount } from '../src/amount.js';
import { limitsOf } from '../src/audit/limits.js';
import { TanimarkError } from '../src/errors.js';
import { schema } from '../src/gate/config/schema.js';
import { checkInvalid } from '../src/gate/invalid-structures.js';
import { parseMargin } from '../src/workflows/compare/margin.js';
import { readMargins } from '../src/workflows/compare-cv/margin.js';

/** What a configuration makes of a key; throws what is wrong with it, as one text. */
function configured(content: object) {
  const { success, data, error } = schema.safeParse(content);
  if (success) return data;
  const messages = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new TanimarkError('config', messages.join('; '));
}

/** Every place that reads an amount of a metric. */
const ofMetrics: Readonly<Record<string, (text: string) => Amount | undefined>> = {
  'compare --margin': (text) => parseMargin(text)?.amount,
  'compare --margin, cross-validation': (text) => readMargins([text], ['mae'], 'r.csv').get('mae'),
  'compare --margin mae:, cross-validation': (text) =>
    readMargins([`mae:${text}`], ['mae'], 'r.csv').get('mae'),
  'margin of a configuration': (text) => configured({ margin: text }).margin,
  'maxDrop of a rule': (text) =>
    configured({ rules: [{ metric: 'mae', maxDrop: text }] }).rules?.[0].maxDrop,
};

/** Every place that reads an amount of rows: which of 100 rows it allows at most. */
const mostOf = (most: unknown) => {
  const { rows, share } = most as { rows?: number; share?: { num: number; den: number } };
  return rows ?? Math.floor((100 * (share?.num ?? Number.NaN)) / (share?.den ?? 1));
};
const limit = (options: object) => mostOf(limitsOf(options)[0].most);
const invalid = (most: string) => {
  const file = { name: 'a.csv', what: 'SMILES', column: 's', rows: 100, first: null } as const;
  const share = (n: number) => ({ ...file, invalid: n });
  const allowed = Array.from({ length: 101 }, (_, n) => n).filter((n) => {
    try {
      checkInvalid([share(n)], most);
      return true;
    } catch (error) {
      if (Object(error).reason !== 'invalid_structures') throw error;
      return false;
    }
  });
  return Math.max(...allowed);
};
const audited = (audit: object) => configured({ audit }).audit ?? {};
const ofRows: Readonly<Record<string, (text: string) => number>> = {
  'audit --max-duplicates': (text) => limit({ maxDuplicates: text }),
  'audit --max-cliffs': (text) => limit({ maxCliffs: text }),
  'audit --max-near': (text) => limit({ maxNear: [`0.9:${text}`] }),
  'audit.maxConflicts of a configuration': (text) => limit(audited({ maxConflicts: text })),
  'audit.maxNear of a configuration': (text) => limit(audited({ maxNear: { 0.9: text } })),
  'check --max-invalid': invalid,
  'maxInvalid of a configuration': (text) =>
    invalid(configured({ maxInvalid: text }).maxInvalid ?? ''),
};

const numbers: readonly [text: string, value: number][] = [
  ['0.05', 0.05],
  ['1/20', 0.05],
  [' 1 / 20 ', 0.05],
  ['.05', 0.05],
  ['5e-2', 0.05],
  ['50e-3', 0.05],
  ['1/3', 1 / 3],
];
const percentages: readonly [text: string, share: number][] = [
  ['5%', 0.05],
  [' 5 %', 0.05],
  ['.5e1%', 0.05],
  ['100%', 1],
];
const nothing = ['0', '0.0', '0%', '0/5', '.0', '0e3'];
const wrong = [
  '',
  ' ',
  '-0.05',
  '-5%',
  '+1',
  '1/0',
  '1/20%',
  '5%%',
  '5 percent',
  'x',
  'NaN',
].concat([
  'Infinity',
  '1e999',
  '0,05',
  '0x10',
  '½',
  '5‰',
  '1//2',
  '1/2/3',
  '0.5/2',
  '--',
  '%',
  '/',
]);

describe.each(Object.entries(ofMetrics))('%s', (_, read) => {
  it('reads a number in the unit of the metric', () => {
    for (const [text, value] of numbers) expect(read(text), text).toEqual({ value });
    expect(read('2')).toEqual({ value: 2 });
  });

  it('reads a percentage as a share of the value', () => {
    for (const [text, share] of percentages) expect(read(text), text).toEqual({ share });
  });

  it('takes 0 for no tolerance at all', () => {
    for (const text of nothing) {
      // Where there may be no margin, one of 0 is none.
      expect([0, undefined], text).toContain(Object.values(read(text) ?? {})[0]);
    }
  });

  it('refuses everything else in the same words', () => {
    for (const text of wrong) expect(() => read(text), text).toThrow(AMOUNTS);
  });
});

describe.each(Object.entries(ofRows))('%s', (_, read) => {
  it('reads a number below 1, or a percentage, as a share of the rows', () => {
    for (const [text, value] of [...numbers, ...percentages]) {
      expect(read(text), text).toBe(Math.floor(100 * value + 1e-9));
    }
  });

  it('reads a whole number as rows, of which 0 allows none', () => {
    expect([read('2'), read('1')]).toEqual([2, 1]);
    for (const text of nothing) expect(read(text), text).toBe(0);
  });

  it('refuses everything else in the same words, and what is more than all rows', () => {
    // A limit of neighbors that ends in its colon is incomplete.
    for (const text of wrong.filter((one) => one.trim() !== '')) {
      expect(() => read(text), text).toThrow(AMOUNTS);
    }
    for (const text of ['101%', '2.5', '3/2'])
      expect(() => read(text)).toThrow('more than all rows');
  });
});

it('numbers of a configuration need no quotes', () => {
  expect(configured({ margin: 0.05 }).margin).toEqual({ value: 0.05 });
  expect(configured({ margin: 0 }).margin).toEqual({ value: 0 });
  expect(limit(audited({ maxCliffs: 0.05 }))).toBe(5);
  for (const margin of [-1, Number.NaN, Number.POSITIVE_INFINITY, [], true]) {
    expect(() => configured({ margin })).toThrow(AMOUNTS);
  }
});
