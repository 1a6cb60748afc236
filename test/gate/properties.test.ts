import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { TanimarkError } from '../../src/errors.js';
import { loadConfig } from '../../src/gate/config/load.js';
import { temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();

/** The message of the error that a text ends in; null where it is a configuration. Anything else that is thrown passes through. */
function problemOf(text: string, name = 'c.yaml'): string | null {
  folder.file(name, text);
  try {
    loadConfig(name, folder.path);
    return null;
  } catch (error) {
    if (error instanceof TanimarkError && error.code === 'config') return error.message;
    throw error;
  }
}

const whole = () => ({
  split: 's.csv',
  predictions: 'p.csv',
  baseline: 'b.json',
  tasks: [{ name: 'a' }, { name: 'b', label: 'y' }] as Record<string, unknown>[],
  rules: [
    { metric: 'mae', margin: '10%' },
    { metric: 'r2', min: 0 },
  ] as Record<string, unknown>[],
  audit: { maxDuplicates: 0 } as Record<string, unknown>,
});

const known = new Set(
  `$schema split train truth predictions baseline task smiles label id prediction std lower upper level join splitColumn
  delimiter header threshold maxInvalid bins fingerprint standardize tasks rules audit margin decide inconclusive seed bootstrap resample minN
  name metric stratum min max on maxDrop maxDuplicates maxNear maxSharedScaffolds maxConflicts maxCliffs`.split(
    /\s+/,
  ),
);

const key = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.constantFrom('constructor', 'toString', 'hasOwnProperty', 'length', '__proto__', '<<'),
  )
  .filter((text) => !known.has(text));

describe('a configuration', () => {
  it('refuses an unknown key wherever it is, by its name and its place', () => {
    const places = ['', 'tasks[0]', 'tasks[1]', 'rules[0]', 'rules[1]', 'audit'] as const;
    expect(problemOf(stringify(whole()))).toBeNull();
    fc.assert(
      fc.property(
        key,
        fc.constantFrom(...places),
        fc.jsonValue(),
        fc.boolean(),
        (k, place, v, json) => {
          const config = whole();
          const map = {
            '': config,
            'tasks[0]': config.tasks[0],
            'tasks[1]': config.tasks[1],
            'rules[0]': config.rules[0],
            'rules[1]': config.rules[1],
            audit: config.audit,
          }[place];
          Object.defineProperty(map, k, { value: v, enumerable: true });
          const text = json ? JSON.stringify(config, null, 1) : stringify(config);
          const message = problemOf(text, json ? 'c.json' : 'c.yaml') ?? '';
          // Control characters are shown escaped.
          const plain = /^[ -~]*$/.test(k) ? `"${k}"` : '"';
          const inside = JSON.stringify(v).includes('"__proto__":');
          if (k === '__proto__' || inside)
            expect(message).toMatch(
              /^c\.(yaml|json):\d+: "__proto__" is not a key of a configuration; leave it out$/,
            );
          else {
            const where = place === '' ? 'the configuration' : place;
            expect(message).toMatch(/^c\.(yaml|json):\d+: /);
            expect(message).toContain(`: ${where} has an unknown key ${plain}`);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is taken, or refused in one line, whatever the text is', () => {
    const word = fc.constantFrom(
      ...['split', 'rules', 'metric', 'mae', ': ', '- ', '\n', '\n  ', '{', '}', '[', ']', ', '],
      ...[
        '&a ',
        '*a',
        '!!',
        '%',
        '"',
        "'",
        '|',
        '>',
        '#',
        '? ',
        '---\n',
        '...',
        '\t',
        '5%',
        '.05',
        '~',
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
      fc.jsonValue().map((value) => stringify(value)),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('c.yaml', 'c.json', 'package.json'), (content, name) => {
        const message = problemOf(content, name);
        expect(message).not.toMatch(/[\n\r]/);
        if (message !== null) expect(message).toMatch(new RegExp(`^${name}(:\\d+:|:| has) `));
      }),
      { numRuns: 200 },
    );
  });

  it('is taken, or refused in one line, whatever its values are', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('5%', 'lowest', '[0, 1)', '[1/0, 2)', 'a=b', '0,1', 'mae', '0.9:1%', 1e308),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...known), value),
        fc.constantFrom('top', 'tasks', 'rules', 'audit'),
        (some, place) => {
          const config = whole();
          if (place === 'top') Object.assign(config, some);
          if (place === 'tasks') Object.assign(config.tasks[0], some);
          if (place === 'rules') Object.assign(config.rules[0], some);
          if (place === 'audit') Object.assign(config.audit, some);
          expect(problemOf(stringify(config))).not.toBe('');
        },
      ),
      { numRuns: 100 },
    );
  });

  it('reads an amount as it is written, with or without a percent sign', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99999 }),
        fc.integer({ min: 0, max: 4 }),
        (digits, places) => {
          const text = (digits / 10 ** places).toFixed(places);
          folder.file(
            'c.yaml',
            `split: s\npredictions: p\nbaseline: b\nrules: [{metric: mae, maxDrop: ${text}, margin: ${text}%}]`,
          );
          const [{ tolerance }] = loadConfig('c.yaml', folder.path).rules;
          expect(tolerance).toEqual({
            maxDrop: { value: Number(text) },
            margin: { share: Number(text) / 100 },
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});
