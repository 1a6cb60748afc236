import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitFormatNamed, splitFormats } from '../../../src/dataset/split-formats/registry.js';
import { run } from '../../cli/run.js';
import { rowsOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const cwd = folder.path;

/** 20 alcohols and amines; row 4 has no valid structure. */
const INPUT = Array.from({ length: 20 }, (_, i) => ({
  name: `m-${i}`,
  smiles: i === 4 ? 'no' : i % 2 ? `${'C'.repeat(i + 1)}O` : `${'C'.repeat(i + 1)}N(C)C`,
  y: i / 4,
}));
const csv = (rows: typeof INPUT) =>
  `name,smiles,y\n${rows.map(({ name, smiles, y }) => `${name},${smiles},${y}\n`).join('')}`;
folder.file('data.csv', csv(INPUT));
const VALID = INPUT.filter((_, r) => r !== 4);
folder.file('valid.csv', csv(VALID));

const SPLIT = ['-m', 'random', '--seed', '3', '-q'];
/** The subsets that the split table has, which the formats are held against. */
async function subsets(input: string, ...more: string[]) {
  const { code: status } = await run(['split', input, ...SPLIT, '-o', 'table.csv', ...more], {
    cwd,
  });
  expect(status).toBe(0);
  return rowsOf(folder.read('table.csv'));
}
const numbers = (rows: Record<string, string>[], word: string) =>
  rows.flatMap(({ split }, r) => (split === word ? [r] : []));
/** As Python's json.dump writes it. */
const python = (numbers: number[]) => `[${numbers.join(', ')}]`;

async function write(format: string, output: string, input = 'data.csv', ...more: string[]) {
  return run(['split', input, ...SPLIT, '--format', format, '-o', output, ...more], { cwd });
}

/** chemprop/cli/utils/parsing.py, parse_indices, in words of this language. */
function parseIndices(idxs: string | number[]): number[] {
  if (typeof idxs !== 'string') return idxs;
  return idxs.split(',').flatMap((idx) => {
    if (!idx.includes('-')) return [Number(idx)];
    const [start, end] = idx.split('-').map(Number);
    return Array.from({ length: end + 1 - start }, (_, i) => start + i);
  });
}

describe('a split is written', () => {
  it('for chemprop: the columns that it reads, and its three words', async () => {
    const rows = await subsets('data.csv', '--valid', '0.2');
    expect((await write('chemprop', 'c.csv', 'data.csv', '--valid', '0.2')).code).toBe(0);
    const expected = rows.flatMap(({ smiles, y, split }) =>
      split === 'invalid' ? [] : [`${smiles},${y},${split === 'valid' ? 'val' : split}\n`],
    );
    expect(expected).toHaveLength(19);
    expect(folder.read('c.csv')).toBe(`smiles,y,split\n${expected.join('')}`);
  });

  it('for chemprop as splits file, an entry for each fold', async () => {
    const rows = await subsets('data.csv', '--folds', '3');
    expect((await write('chemprop', 'c.json', 'data.csv', '--folds', '3')).code).toBe(0);
    const entries = [0, 1, 2].map((k) => {
      const test = rows.flatMap(({ fold }, r) => (fold === String(k) ? [r] : []));
      const train = rows.flatMap(({ fold }, r) => (fold !== '' && fold !== String(k) ? [r] : []));
      return `{"train": ${python(train)}, "val": [], "test": ${python(test)}}`;
    });
    expect(folder.read('c.json')).toBe(`[${entries.join(', ')}]\n`);
  });

  it('as row numbers', async () => {
    const rows = await subsets('data.csv', '--valid', '0.2');
    expect((await write('indices', 'i.json', 'data.csv', '--valid', '0.2')).code).toBe(0);
    const [train, valid, test] = ['train', 'valid', 'test'].map((w) => python(numbers(rows, w)));
    expect(folder.read('i.json')).toBe(`{"train": ${train}, "valid": ${valid}, "test": ${test}}\n`);
    await subsets('data.csv');
    expect((await write('indices', 'r.json', 'data.csv', '--repeats', '2')).code).toBe(0);
    expect(JSON.parse(folder.read('r.json'))).toHaveLength(2);
  });

  it('for PredefinedSplit: test folds, -1 for training', async () => {
    const rows = await subsets('valid.csv');
    expect((await write('predefined-split', 'p.json', 'valid.csv')).code).toBe(0);
    const single = rows.map(({ split }) => (split === 'test' ? 0 : -1));
    expect(folder.read('p.json')).toBe(`${python(single)}\n`);
    const folds = await subsets('valid.csv', '--folds', '4');
    expect((await write('predefined-split', 'p.csv', 'valid.csv', '--folds', '4')).code).toBe(0);
    expect(folder.read('p.csv')).toBe(
      `test_fold\n${folds.map(({ fold }) => `${fold}\n`).join('')}`,
    );
  });

  it('for Polaris and DataSAIL', async () => {
    const rows = await subsets('data.csv');
    expect((await write('polaris', 'po.json')).code).toBe(0);
    const [train, test] = ['train', 'test'].map((word) => python(numbers(rows, word)));
    expect(folder.read('po.json')).toBe(`[${train}, ${test}]\n`);
    expect((await write('datasail', 'd.tsv')).code).toBe(0);
    const lines = rows.map(
      ({ name, split }) => `${name}\t${split === 'invalid' ? 'not selected' : split}\n`,
    );
    expect(folder.read('d.tsv')).toBe(`ID\tSplit\n${lines.join('')}`);
  });

  it('for DeepChem and TDC: a folder of tables', async () => {
    const rows = await subsets('data.csv');
    const of = (word: string) => rows.filter(({ split }) => split === word);
    expect((await write('deepchem', 'dc/')).code).toBe(0);
    expect((await write('tdc', 'tdc/')).code).toBe(0);
    for (const [word, file] of [
      ['train', 'train_val.csv'],
      ['test', 'test.csv'],
    ]) {
      const own = of(word);
      const plain = own.map(({ name, smiles, y }) => `${name},${smiles},${y}\n`).join('');
      expect(folder.read(`dc/${word}.csv`)).toBe(`name,smiles,y\n${plain}`);
      expect(folder.read(`tdc/${file}`)).toBe(`Drug_ID,Drug,Y\n${plain}`);
    }
    expect(folder.names().filter((name) => /^(dc|tdc)\//.test(name))).toEqual(
      ['dc/test.csv', 'dc/train.csv', 'tdc/test.csv', 'tdc/train_val.csv'].sort(),
    );
  });

  it.each([
    [
      'predefined-split',
      'x.json',
      ['data.csv'],
      /this split has 1 invalid row; use the format indices/,
    ],
    ['predefined-split', 'x.json', ['valid.csv', '--valid', '0.2'], /training and test rows only/],
    ['polaris', 'x.json', ['data.csv', '--valid', '0.2'], /training and test rows only/],
    ['tdc', 'x/', ['data.csv', '--valid', '0.2'], /draws the validation rows/],
    ['chemprop', 'x.csv', ['data.csv', '--folds', '3'], /holds one split; for folds name a \.json/],
    ['chemprop', 'x.txt', ['data.csv'], /writes \.csv or \.json/],
    ['tdc', 'x.csv', ['data.csv'], /writes a folder/],
  ])('%s does not write what it cannot hold: %s %j', async (format, output, input, message) => {
    const { code: status, stderr } = await write(format, output, ...(input as [string]));
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
    expect(folder.names().filter((name) => name.startsWith('x'))).toEqual([]);
  });

  it('with a manifest, by which it is verified again', async () => {
    for (const [format, output] of [
      ['chemprop', 'v.csv'],
      ['indices', 'v.json'],
      ['tdc', 'v/'],
    ]) {
      await write(format, output);
      const good = await run(['verify', output.replace('/', '')], { cwd });
      expect([good.code, good.stderr]).toEqual([0, '']);
    }
    folder.file('v.json', folder.read('v.json').replace('"valid": []', '"valid": [4]'));
    expect((await run(['verify', 'v.json'], { cwd })).code).toBe(1);
  });
});

/** The audit without what depends on names and time. */
async function audited(...args: string[]) {
  const { code: status, stdout, stderr } = await run(['audit', ...args, '--json', '-q'], { cwd });
  expect([status, stderr]).toEqual([0, '']);
  const { inputs: _, seconds: __, warnings: ___, parameters, ...rest } = JSON.parse(stdout);
  for (const side of Object.values(rest.sides) as { left_out?: unknown }[]) delete side.left_out;
  return JSON.parse(JSON.stringify(rest));
}

describe('a split is read', () => {
  it.each([
    ['chemprop', 'a.csv'],
    ['chemprop', 'a.json'],
    ['indices', 'a.json'],
    ['predefined-split', 'a.json'],
    ['predefined-split', 'a.csv'],
    ['polaris', 'a.json'],
    ['datasail', 'a.tsv'],
    ['deepchem', 'a/'],
    ['tdc', 'b/'],
  ])('as %s wrote it to %s: the numbers of the table', async (format, output) => {
    await subsets('valid.csv');
    expect((await write(format, output, 'valid.csv')).code).toBe(0);
    const listed = !(output.endsWith('/') || (format === 'chemprop' && output === 'a.csv'));
    const place = output.replace('/', '');
    const data = listed ? ['--data', 'valid.csv'] : [];
    // Files of sides have row numbers, and perhaps no ids, of their own.
    const examples = listed ? [] : ['--examples', '0'];
    const one = await audited('table.csv', ...examples);
    const other = await audited(place, ...data, ...examples);
    expect(other.comparisons).toEqual(one.comparisons);
    const scores = async (...args: string[]) => {
      const options = ['--min-n', '1', '--bootstrap', '20', '--json', '-q'];
      const { code: status, stdout } = await run(['score', ...args, ...options], { cwd });
      expect(status).toBe(0);
      const { overall, strata, baselines } = JSON.parse(stdout);
      return { overall, strata, baselines };
    };
    expect(await scores('--split', place, ...data)).toEqual(await scores('--split', 'table.csv'));
  });

  it('by compare and check, too', async () => {
    await subsets('valid.csv');
    await write('chemprop', 'all.json', 'valid.csv');
    const predicted = (error: number) =>
      `name,y_pred\n${VALID.map(({ name, y }, i) => `${name},${y + error * (i % 3)}\n`).join('')}`;
    folder.file('one.csv', predicted(0.1));
    folder.file('two.csv', predicted(0.3));
    const compared = async (...split: string[]) => {
      const options = ['--min-n', '1', '--bootstrap', '20', '--json', '-q', '--split', ...split];
      const { code, stdout } = await run(['compare', 'one.csv', 'two.csv', ...options], { cwd });
      expect(code).toBe(0);
      const { inputs: _, seconds: __, warnings: ___, ...rest } = JSON.parse(stdout);
      return rest;
    };
    expect(await compared('all.json', '--data', 'valid.csv')).toEqual(await compared('table.csv'));
    const config = (split: string) =>
      `{${split}, "predictions": "one.csv", "minN": 1, "rules": [{"metric": "mae", "max": 1}], "audit": {"maxDuplicates": 0}}`;
    folder.file('gate.json', config('"split": "all.json", "data": "valid.csv", "part": "0"'));
    const good = await run(['check', '--config', 'gate.json', '--json'], { cwd });
    expect([good.code, JSON.parse(good.stdout).counts]).toEqual([
      0,
      { pass: 2, fail: 0, inconclusive: 0 },
    ]);
    folder.file('gate.json', config('"split": "secret.json", "data": "valid.csv"'));
    folder.file('secret.json', '{"password": "hunter2"}');
    const { errors } = JSON.parse(
      (await run(['check', '--config', 'gate.json', '--json'], { cwd })).stdout,
    );
    expect(errors[0].message).toBe('secret.json: the keys are train, val (or valid) and test');
    folder.file('gate.json', config('"train": "valid.csv", "data": "valid.csv"'));
    const { stderr } = await run(['check', '--config', 'gate.json'], { cwd });
    expect(stderr).toMatch(/has data without split/);
  });

  const DATA = 'valid.csv';
  const counts = async (name: string, text: string, ...more: string[]) => {
    folder.file(name, text);
    const { sides } = await audited(name, '--data', DATA, ...more);
    return Object.fromEntries(
      (Object.entries(sides) as [string, { rows: number; records: number }][]).map(
        ([side, { records }]) => [side, records],
      ),
    );
  };

  it('with ranges, whose ends are both in, as chemprop reads them', async () => {
    const value = { train: '0-9,12', val: '10', test: '13-15,17' };
    expect(await counts('ranges.json', JSON.stringify([value]))).toEqual({
      train: parseIndices(value.train).length,
      valid: 1,
      test: parseIndices(value.test).length,
    });
  });

  it.each([
    [
      'an entry of a list',
      '[{"train":[0,1,2],"test":[3]},{"train":[0,1],"test":[2,3,4]}]',
      '1',
      2,
      3,
    ],
    ['a pair of cv', '[[[0,1,2],[3]],[[0,1],[2,3,4]]]', 'fold-1', 2, 3],
    ['a test set of Polaris', '[[0,1],{"near":[2],"far":[3,4,5]}]', 'far', 2, 3],
    ['a fold of test_fold', JSON.stringify(VALID.map((_, i) => (i % 4) - 1)), '2', 15, 4],
  ])('as %s, which is named', async (_, text, part, train, test) => {
    expect(await counts('several.json', text, '--part', part)).toMatchObject({ train, test });
    const { code: status, stderr } = await run(['audit', 'several.json', '--data', DATA], { cwd });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/holds \d splits .*; choose one, such as --part/),
    ]);
  });

  it('from folders that other tools write', async () => {
    const { mkdirSync } = await import('node:fs');
    for (const name of ['cp', 'cp/replicate_0', 'cp/replicate_1', 'ds', 'out']) {
      mkdirSync(folder.at(name), { recursive: true });
    }
    for (const [k, n] of [
      [0, 3],
      [1, 5],
    ]) {
      folder.file(`cp/replicate_${k}/train.csv`, csv(VALID.slice(0, 10)));
      folder.file(`cp/replicate_${k}/val.csv`, csv(VALID.slice(10, 12)));
      folder.file(`cp/replicate_${k}/test.csv`, csv(VALID.slice(12, 12 + n)));
    }
    const { sides } = await audited('cp', '--part', '1');
    expect([sides.train.records, sides.valid.records, sides.test.records]).toEqual([10, 2, 5]);
    folder.file(
      'ds/Molecule_D_splits.tsv',
      'ID\tSplit\nm-1\ttrain\nm-3\ttrain\nm-0\ttest\nm-2\tnot selected\n',
    );
    const ds = (await audited('ds', '--data', DATA)).sides;
    expect([ds.train.records, ds.test.records]).toEqual([2, 1]);
    folder.file('out/splits.json', '[{"train": [0, 1], "val": [], "test": [2]}]');
    expect((await audited('out', '--data', DATA)).sides.train.records).toBe(2);
  });

  it.each([
    [
      '[{"train":[0,1],"test":[19]}]',
      /test: 19 is not a row of valid\.csv, which has rows 0 to 18/,
    ],
    ['[{"train":[0,1],"test":[-1]}]', /test: -1 is not a row/],
    ['[{"train":[0,1.5],"test":[2]}]', /train: 1\.5 is not a row/],
    ['[{"train":[0,1],"test":[1]}]', /row 1 is in both train and test/],
    ['{"train":[0,0],"test":[1]}', /row 0 is twice in train/],
    ['{"train":[0],"tset":[1]}', /unknown key "tset"; the keys are train/],
    ['[{"train":"0-x","test":[1]}]', /train: "0-x" is not a range of rows/],
    ['{"train":[0,"a"],"test":[1]}', /train, entry 1: "a" is not a row number/],
    ['[0,-1,0]', /it has 3 entries, and valid\.csv has 19 rows/],
    ['{"train":[0,1]}', /no test row that it lists/],
    ['{"a": {}', /is not valid JSON/],
    ['"text"', /not a list of rows in a known format/],
  ])('unless it is wrong: %s', async (text, message) => {
    folder.file('wrong.json', text);
    const { code: status, stderr } = await run(['audit', 'wrong.json', '--data', DATA], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it('unless it was made for another table, which its manifest tells', async () => {
    await write('indices', 'm.json', 'valid.csv');
    folder.file('moved.csv', csv([...VALID.slice(1), VALID[0]]));
    const { code: status, stderr } = await run(
      ['score', '--split', 'm.json', '--data', 'moved.csv'],
      {
        cwd,
      },
    );
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(
        /moved\.csv is not the table that m\.json was made from: every column differs/,
      ),
    ]);
  });

  it('unless its ids are not in the table, or the table is not named', async () => {
    folder.file('ids.tsv', 'ID\tSplit\nm-1\ttrain\nzz\ttest\n');
    const unknown = await run(['audit', 'ids.tsv', '--data', DATA], { cwd });
    expect(unknown.stderr).toMatch(/the id "zz" is not in valid\.csv/);
    folder.file('only.json', '[[0],[1]]');
    const alone = await run(['score', '--split', 'only.json'], { cwd });
    expect(alone.stderr).toMatch(/only\.json lists rows; name the table .* with --data/);
  });
});

it('has formats with different names, each in the documents', () => {
  const text = readFileSync(new URL('../../../docs/files.md', import.meta.url), 'utf8');
  const names = splitFormats().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) {
    expect(splitFormatNamed(name)?.name).toBe(name);
    expect(text).toContain(`| \`${name}\` |`);
  }
});
