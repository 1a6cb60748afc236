import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TanimarkError } from '../../../src/errors.js';
import { type BaselineTask, baselineText, parseBaseline } from '../../../src/gate/baseline/file.js';
import { testSetHash } from '../../../src/gate/baseline/test-set-hash.js';

const NAMES = ['logS', 'a,b', 'Löslichkeit', '"quoted"', ' '];
const value = fc.double({ noDefaultInfinity: true, noNaN: true });
const cell = fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(NaN) });
const smiles = fc.oneof(
  fc.constantFrom('C', 'N#C', 'C/C=C\\C', '[13C@@H](F)(Cl)Br', 'C1=CC=CC=C1.[Na+]'),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 8 }).map((text) => `${text}"],[null],\n`),
);

/** Baselines of any shape. */
const baseline: fc.Arbitrary<BaselineTask> = fc
  .record({ rows: fc.nat(6), targets: fc.integer({ min: 1, max: 3 }) })
  .chain(({ rows, targets }) => {
    const list = fc.array(cell, { minLength: rows, maxLength: rows });
    const place = fc.record({ bin: fc.nat(9), groups: fc.tuple(fc.string(), fc.string()) });
    const measured = fc.array(place, { minLength: rows, maxLength: rows });
    const own = fc.record({
      name: fc.option(fc.constantFrom(...NAMES)),
      settings: fc.record({ bins: fc.constant('0,1/3,1'), fingerprint: fc.string() }),
      train: fc.string(),
      rows: fc.array(
        fc.record({
          smiles,
          truth: fc.array(cell, { minLength: targets, maxLength: targets }),
        }),
        { minLength: rows, maxLength: rows },
      ),
      targets: fc.array(
        fc.record({
          name: fc.constantFrom(...NAMES),
          task: fc.constantFrom('regression', 'classification'),
          strata: fc.array(fc.record({ bin: fc.string(), n: fc.nat() }), { maxLength: 3 }),
          predictions: fc.record({
            value: list,
            std: fc.option(list, { nil: undefined }),
            interval: fc.option(
              fc.record({ lower: list, upper: list, level: fc.constantFrom(0.5, 0.95) }),
              { nil: undefined },
            ),
          }),
        }),
        { minLength: targets, maxLength: targets },
      ),
    });
    const nowhere = { groupings: [], places: null };
    const places = measured.map((found) => ({ groupings: ['scaffold', 'assay'], places: found }));
    const where = rows === 0 ? fc.constant(nowhere) : fc.oneof(fc.constant(nowhere), places);
    return fc.tuple(own, where).map(([task, found]) => ({ ...task, ...found }));
  });

/** JSON has one zero. */
const plain = (numbers: ArrayLike<number>) => Array.from(numbers, (v) => v + 0);

function comparable(tasks: readonly BaselineTask[]) {
  return tasks.map(({ rows, targets, ...rest }) => ({
    ...rest,
    settings: { ...rest.settings },
    rows: rows.map((row) => ({ smiles: row.smiles, truth: plain(row.truth) })),
    targets: targets.map(({ predictions: { value, std, interval }, ...target }) => ({
      ...target,
      strata: target.strata.map((stratum) => ({ ...stratum })),
      value: plain(value),
      std: std ? plain(std) : null,
      interval: interval ? [plain(interval.lower), plain(interval.upper), interval.level] : null,
    })),
  }));
}

const small: BaselineTask = {
  name: null,
  settings: { bins: '0,1/3,1', fingerprint: 'morgan' },
  train: 'f'.repeat(64),
  rows: [
    { smiles: 'CCO', truth: [1.5] },
    { smiles: 'CCN', truth: [Number.NaN] },
    { smiles: 'c1ccccc1', truth: [-0.25] },
  ],
  groupings: ['assay'],
  places: ['cell', 'cell', 'dish'].map((value, bin) => ({ bin, groups: [value] })),
  targets: [
    {
      name: 'logS',
      task: 'regression',
      strata: [{ bin: '[0, 1/3)', n: 2 }],
      predictions: { value: [1.25, Number.NaN, 0.125], std: [0.5, 0.5, 0.25] },
    },
  ],
};

function refusal(text: string): string {
  try {
    parseBaseline(text, 'b.json');
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    expect(error.code).toBe('file');
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  return 'accepted';
}

describe('a baseline file', () => {
  it('is read as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(baseline, { selector: (b) => b.name, maxLength: 3 }), (tasks) => {
        const text = baselineText(tasks);
        expect(comparable(parseBaseline(text, 'b.json'))).toEqual(comparable(tasks));
        // And written as it was read.
        expect(baselineText(parseBaseline(text, 'b.json'))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('has a line for each row, and nothing of the time or place at which it was made', () => {
    const text = baselineText([small]);
    expect(text.split('\n').filter((line) => line.startsWith('        ['))).toEqual([
      '        ["CCO",[1.5],[[1.25,0.5]],0,["cell"]],',
      '        ["CCN",[null],[[null,0.5]],1,["cell"]],',
      '        ["c1ccccc1",[-0.25],[[0.125,0.25]],2,["dish"]]',
    ]);
    expect(Object.keys(JSON.parse(text))).toEqual(['format', 'format_version', 'tasks']);
    expect(Object.keys(JSON.parse(text).tasks[0])).toEqual([
      'name',
      'checksum',
      'test_set',
      'train',
      'settings',
      'groupings',
      'targets',
      'rows',
    ]);
  });

  it('may be formatted anew', () => {
    const text = baselineText([small]);
    const formatted = JSON.stringify(JSON.parse(text), null, 4).replaceAll('\n', '\r\n');
    for (const written of [formatted, `\uFEFF${formatted}`]) {
      expect(comparable(parseBaseline(written, 'b.json'))).toEqual(comparable([small]));
    }
  });

  const text = baselineText([small]);
  const edited =
    'b.json: its checksum does not match its content (was it edited, or merged from two branches?); write it again with: tanimark check --update-baseline';
  it.each([
    [
      'nothing',
      '',
      'b.json: is not a baseline file (not JSON); write it again with: tanimark check --update-baseline',
    ],
    [
      'half of it',
      text.slice(0, text.length / 2),
      'b.json: is not a baseline file (not JSON); write it again with: tanimark check --update-baseline',
    ],
    ['a conflict', text.replace('      "rows"', '<<<<<<< HEAD\n      "rows"'), 'conflict (line '],
    [
      'NaN',
      text.replace('1.25', 'NaN'),
      'b.json: is not a baseline file (not JSON); write it again with: tanimark check --update-baseline',
    ],
    ['something else', '{"format": "eslint"}', 'of this version (format: '],
    ['a list', '[]', 'of this version (at the top: '],
    ['null', 'null', 'of this version (at the top: '],
    ['a later version', text.replace('version": 1', 'version": 2'), '(format_version: '],
    ['a text for a number', text.replace('[[1.25,', '[["1.25",'), '(tasks.0.rows.0.2.0.0: '],
    ['a number too large', text.replace('[[1.25,', '[[1e999,'), '(tasks.0.rows.0.2.0.0: '],
    ['no rows', text.replace('"rows"', '"Rows"'), '(tasks.0.rows: '],
    ['another kind of labels', text.replace('"regression"', '"ranking"'), 'targets.0.task: '],
    [
      'a number too few',
      text.replace('1.25,0.5', '1.25'),
      'b.json: row 1 has the wrong number of values; write it again with: tanimark check --update-baseline',
    ],
    [
      'a truth too many',
      text.replace('[-0.25]', '[-0.25,1]'),
      'b.json: row 3 has the wrong number of values; write it again with: tanimark check --update-baseline',
    ],
    ['a row less', text.replace('        ["CCN",[null],[[null,0.5]],1,["cell"]],\n', ''), edited],
    ['another bin', text.replace('1,["cell"]', '0,["cell"]'), edited],
    ['another group', text.replace('["dish"]', '["cell"]'), edited],
    ['other groupings', text.replace('"assay"', '"series"'), edited],
    [
      'a group too few',
      text.replace('["dish"]', '[]'),
      'b.json: row 3 has the wrong number of values; write it again with: tanimark check --update-baseline',
    ],
    ['another true value', text.replace('[1.5]', '[1.51]'), edited],
    ['another structure', text.replace('"CCO"', '"OCC"'), edited],
    ['another prediction', text.replace('[[1.25,', '[[9.25,'), edited],
    ['another standard deviation', text.replace('0.125,0.25', '0.125,0.26'), edited],
    ['no prediction', text.replace('[[1.25,', '[[null,'), edited],
    ['fewer rows in a stratum', text.replace('"n": 2', '"n": 1'), edited],
    ['other bins', text.replace('0,1/3,1', '0,1/2,1'), edited],
    ['another training set', text.replace('fff', 'ffe'), edited],
    ['another target', text.replace('"logS"', '"logD"'), edited],
    ['another task', text.replace('"name": null', '"name": "a"'), edited],
    ['rows in another order', swapped(text), edited],
  ])('is refused with %s', (_, tampered, message) => {
    expect(tampered).not.toBe(text);
    const said = refusal(tampered);
    expect(said).toContain(message);
    expect(said).toMatch(/^b\.json: .*; write it again with: tanimark check --update-baseline$/);
  });

  it('is refused with a task twice', () => {
    expect(refusal(baselineText([small, { ...small, name: 'a' }, small]))).toContain(
      'it holds the task without a name twice (was it merged from two branches?)',
    );
    expect(refusal(baselineText([small, { ...small, name: 'a' }]))).toBe('accepted');
  });

  it('is refused with any digit of a row changed', () => {
    const start = text.indexOf('"rows"');
    const digits = [...text.slice(start).matchAll(/\d/g)].map(({ index }) => start + index);
    for (const at of digits) {
      const other = text[at] === '7' ? '8' : '7';
      expect(refusal(text.slice(0, at) + other + text.slice(at + 1))).not.toBe('accepted');
    }
  });
});

/** The first two rows of a baseline file exchanged. */
function swapped(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('        ["CCO"'));
  [lines[first], lines[first + 1]] = [lines[first + 1], lines[first]];
  return lines.join('\n');
}

describe('testSetHash', () => {
  const rows = [
    { smiles: 'CCO', truth: [1, 2] },
    { smiles: 'CCO', truth: [1, 2] },
    { smiles: 'CCN', truth: [0.1, Number.NaN] },
  ];

  it('is the SHA-256 of the sorted rows', () => {
    const lines = ['["CCN",0.1,null]', '["CCO",1,2]', '["CCO",1,2]'];
    expect(testSetHash(rows)).toBe(createHash('sha256').update(lines.join('\n')).digest('hex'));
  });

  it('does not depend on the order of the rows, and on all else', () => {
    const own = testSetHash(rows);
    expect(testSetHash([rows[2], rows[0], rows[1]])).toBe(own);
    const [first, second, third] = rows;
    const others = [
      rows.slice(1),
      [...rows, first],
      [first, third, third],
      [{ ...first, truth: [1.01, 2] }, second, third],
      [{ ...first, truth: [2, 1] }, second, third],
      [{ ...first, truth: [1, Number.NaN] }, second, third],
      [{ ...first, truth: [1] }, second, third],
      [{ ...first, smiles: 'OCC' }, second, third],
      [{ ...first, smiles: 'CCO ' }, second, third],
      [first, second, { ...third, truth: [0.1, 0] }],
      [],
    ];
    const hashes = others.map((other) => testSetHash(other));
    expect(new Set([own, ...hashes]).size).toBe(others.length + 1);
  });

  it('is the same for the same rows alone', () => {
    const row = fc.record({
      smiles: fc.constantFrom('C', 'CC', 'C\n', '"'),
      truth: fc.tuple(fc.constantFrom(0, 1, Number.NaN)),
    });
    const list = fc.array(row, { maxLength: 4 });
    const sorted = (own: { smiles: string; truth: [number] }[]) =>
      own.map(({ smiles, truth: [y] }) => `${smiles.length} ${smiles} ${y}`).sort();
    fc.assert(
      fc.property(list, list, (a, b) => {
        const same = sorted(a).join('|') === sorted(b).join('|');
        expect(testSetHash(a) === testSetHash(b)).toBe(same);
      }),
      { numRuns: 500 },
    );
  });
});
