import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';
import { problemOf } from '../schemas/validate.js';
import { hasShared, sharedPath } from '../shared.js';
import { type Connected, connected, RawServer } from './mcp-client.js';

const folder = temporaryFolder();
const root = folder.at('root');
const outside = folder.file('outside.csv', 'smiles,y\nCCO,1\nCCN,2\nCCC,3\n');
let server: Connected;

type Row = Readonly<Record<string, string>>;

/** The rows of a table that tanimark wrote, without quoted cells. */
function rowsOf(name: string): Row[] {
  const [head, ...lines] = readFileSync(join(root, name), 'utf8').trim().split('\n');
  const columns = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  });
}

/** Writes predictions of the rows of one subset. */
function predict(name: string, rows: readonly Row[], of: (row: Row, i: number) => number): void {
  const lines = rows.map((row, i) => `${row.smiles},${of(row, i)}`);
  writeFileSync(join(root, name), `smiles,y_pred\n${lines.join('\n')}\n`);
}

const noise = (i: number, k: number) => (((i * k) % 11) - 5) * 0.2;

beforeAll(async () => {
  mkdirSync(root);
  server = await connected(root);
  const made = await server.call('split', {
    input: 'dataset:drugs',
    method: 'random',
    output: 'split.csv',
  });
  expect(made.isError).toBe(false);
  const rows = rowsOf('split.csv');
  const [train, test] = ['train', 'test'].map((name) => rows.filter((row) => row.split === name));
  const y = (row: Row) => Number(row.crippen_logp);
  predict('train.csv', train, (row, i) => y(row) + noise(i, 3));
  predict('copy.csv', test, y);
  predict('half.csv', test.slice(0, 60), (row, i) => y(row) + noise(i, 3));
  predict('rest.csv', test.slice(60), (row, i) => y(row) + noise(i, 3));
  for (const k of [3, 4, 5, 6]) predict(`m${k}.csv`, test, (row, i) => y(row) + noise(i, k));
});

afterAll(async () => {
  await server.client.close();
});

describe('the server', () => {
  it('lists its tools, with schemas and annotations', async () => {
    const { tools } = await server.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'list_methods',
      'list_datasets',
      'split',
      'audit',
      'score',
      'compare',
      'check',
      'expect',
      'neighbors',
    ]);
    for (const { inputSchema, annotations, description } of tools) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(annotations).toMatchObject({ idempotentHint: true, openWorldHint: false });
      expect(description).toMatch(/\.$/);
    }
    const split = tools.find(({ name }) => name === 'split');
    expect(split?.inputSchema.required).toEqual(['input', 'output']);
    expect(split?.inputSchema.properties).toMatchObject({
      seed: { type: 'integer', minimum: 0 },
      onInvalid: { enum: ['keep', 'drop', 'error'] },
      methodOptions: { type: 'object' },
    });
    expect(split?.annotations?.readOnlyHint).toBe(false);
  });

  it('gives numbers, their reading, and the path of the whole result', async () => {
    const args = { split: 'split.csv', predictions: 'm3.csv', bootstrap: 100 };
    const { summary, reading, result } = await server.call('score', args);
    const flags = ['--split', 'split.csv', '--bootstrap', '100', '--json', '--no-cache'];
    const { stdout } = await run(['score', 'm3.csv', ...flags], { cwd: root });
    const [own, theirs] = [readFileSync(join(root, result as string), 'utf8'), stdout].map((text) =>
      JSON.parse(text),
    );
    expect(problemOf(own)).toBeNull();
    expect(own.overall).toEqual(theirs.overall);
    expect(own.strata).toEqual(theirs.strata);
    expect(summary).toMatchObject({ task: 'regression', n: 120 });
    expect(summary.overall).toMatchObject({
      mae: { value: theirs.overall.metrics.mae.value, ci95: theirs.overall.metrics.mae.ci95 },
    });
    expect(reading.join(' ')).toMatch(/^MAE 0\.\d+ \(95% CI .*Fewer than 100 rows in/);
    expect(JSON.stringify(summary).length).toBeLessThan(10_000);
    // The same call, the same file.
    expect((await server.call('score', args)).result).toBe(result);
  });

  it('lists methods and data sets, finds neighbors, expects errors, audits and checks', async () => {
    const { summary } = await server.call('list_methods', { kind: 'metrics' });
    expect(summary.metrics).toContainEqual(expect.objectContaining({ name: 'rmse' }));
    const sets = await server.call('list_datasets', { words: ['drugs'] });
    expect(sets.summary.datasets).toContainEqual(
      expect.objectContaining({ name: 'drugs', state: 'bundled' }),
    );
    const near = { query: 'm3.csv', reference: 'split.csv', output: 'near.csv' };
    expect((await server.call('neighbors', near)).summary).toMatchObject({
      counts: { queries: 120, found: 120 },
    });
    const library = { library: 'm3.csv', split: 'split.csv', predictions: 'm3.csv' };
    const expected = await server.call('expect', { ...library, output: 'expected.csv' });
    expect(expected.summary).toMatchObject({ library: { records: 120, invalid: 0 } });
    const strata = expected.summary.strata as { library: number; calibration: number }[];
    // The test molecules are their own library.
    expect(strata.map((one) => one.library)).toEqual(strata.map((one) => one.calibration));
    expect(strata.reduce((sum, one) => sum + one.library, 0)).toBe(120);
    expect(expected.reading[0]).toMatch(/^Expected MAE on the library: 0\.\d+ \(95% CI /);
    expect(expected.reading.at(-1)).toContain('not for a region of chemistry that the test set');
    expect(readFileSync(join(root, 'expected.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(
      121,
    );
    const audited = await server.call('audit', { split: 'split.csv' });
    expect(audited.reading[0]).toMatch(/^train-test: verdict: /);
    const config =
      'tasks: [{name: logp, predictions: m3.csv, split: split.csv}]\nrules: [{metric: mae, max: 0.1}]\n';
    writeFileSync(join(root, 'tanimark.config.yaml'), config);
    const checked = await server.call('check', {});
    expect(checked).toMatchObject({ isError: false, summary: { verdict: 'fail', exit_code: 1 } });
    expect(checked.reading.join(' ')).toMatch(
      /MAE overall of logp is 0\.\d+ .* above the maximum of 0\.1/,
    );
  });

  it.skipIf(!hasShared)('splits, scores and compares real data, with progress', async () => {
    copyFileSync(sharedPath('datasets/delaney-processed.csv'), join(root, 'esol.csv'));
    const label = 'measured log solubility in mols per litre';
    const messages: string[] = [];
    const made = await server.call(
      'split',
      { input: 'esol.csv', label, method: 'scaffold', output: 'esol-split.csv' },
      { onprogress: ({ message }) => messages.push(String(message)) },
    );
    expect(made.summary).toMatchObject({ method: 'scaffold', sizes: { invalid: 0 } });
    expect(messages.length).toBeGreaterThan(0);
    const text = readFileSync(join(root, 'esol-split.csv'), 'utf8');
    expect(text.split('\n')[0]).toContain('split');
    const scored = await server.call('score', { split: 'esol-split.csv', label, bootstrap: 0 });
    expect(scored.reading[0]).toMatch(/^The best baseline overall is /);
    const both = { split: 'split.csv', predictions: ['m3.csv', 'm4.csv'], bootstrap: 100 };
    expect((await server.call('compare', both)).reading[0]).toMatch(
      /^No significant difference between m4 and m3 overall: MAE /,
    );
  });
});

describe('the root', () => {
  it('is not left, by paths, links, or files that a text or a manifest names', async () => {
    symlinkSync(outside, join(root, 'link.csv'));
    symlinkSync(folder.path, join(root, 'up'));
    mkdirSync(join(root, 'parts'));
    symlinkSync(outside, join(root, 'parts', 'a.csv'));
    writeFileSync(join(root, 'own.csv'), 'smiles,y\nCCO,1\nCCN,2\nCCC,3\n');
    symlinkSync(folder.at('new.csv'), join(root, 'dangling.csv'));
    const output = 'o.csv';
    const random = { input: 'own.csv', method: 'random', output };
    const calls: [tool: string, args: object][] = [
      ['split', { input: outside, output }],
      ['split', { input: '../outside.csv', output }],
      ['split', { input: 'link.csv', output }],
      ['split', { input: 'up/outside.csv', output }],
      ['split', { input: 'up/out*.csv', output }],
      ['split', { input: 'parts', output }],
      ['split', { ...random, output: '../o.csv' }],
      ['split', { ...random, output: 'up/o.csv' }],
      ['split', { ...random, output: 'dangling.csv' }],
      ['split', { ...random, fingerprint: `fps:${outside}` }],
      ['split', { input: 'own.csv', output, methodOptions: { distribution: `mimic:${outside}` } }],
      ['audit', { train: 'own.csv', test: outside }],
      ['score', { split: 'split.csv', predictions: outside }],
      ['score', { split: 'up' }],
      ['compare', { split: 'split.csv', predictions: ['m3.csv', outside] }],
      ['check', { config: outside }],
      ['neighbors', { query: 'own.csv', reference: 'link.csv', output }],
      ['expect', { library: 'link.csv', split: 'split.csv', predictions: 'm3.csv', output }],
    ];
    for (const [tool, args] of calls) {
      const { isError, error } = await server.call(tool, args);
      expect({ isError, message: error?.message }, JSON.stringify(args)).toEqual({
        isError: true,
        message: expect.stringMatching(
          / is outside of the folder of the server \(.*\), or a symbolic link leads there; use a path inside of it$/,
        ),
      });
    }
    expect(existsSync(folder.at('o.csv'))).toBe(false);
    expect(existsSync(folder.at('new.csv'))).toBe(false);
    expect(existsSync(join(root, output))).toBe(false);
  });

  it('keeps files that tanimark did not make', async () => {
    const before = readFileSync(join(root, 'm3.csv'), 'utf8');
    const { error } = await server.call('split', { input: 'dataset:drugs', output: 'm3.csv' });
    expect(error.message).toBe(
      'm3.csv exists, and no split of tanimark (it has no manifest); choose another name',
    );
    expect(readFileSync(join(root, 'm3.csv'), 'utf8')).toBe(before);
  });

  it('has files up to a size, and calls up to a time', async () => {
    const small = await connected(root, ['--max-size', '0.01', '--time-limit', '0.3']);
    try {
      const large = await small.call('audit', { split: 'split.csv' });
      expect(large.error.message).toMatch(
        /^split\.csv has .* at most 10\.0 kB of a file; take a part/,
      );
      const long = { input: 'dataset:drugs', output: 'long.csv', methodOptions: { effort: '500' } };
      expect((await small.call('split', long)).error).toMatchObject({
        code: expect.stringMatching(/aborted|file/),
      });
      expect(existsSync(join(root, 'long.csv'))).toBe(false);
    } finally {
      await small.client.close();
    }
  });
});

it('ends a long split that is canceled, and goes on', async () => {
  const controller = new AbortController();
  const messages: string[] = [];
  const args = { input: 'dataset:drugs', output: 'long.csv', methodOptions: { effort: '500' } };
  const call = server.call('split', args, {
    signal: controller.signal,
    onprogress: ({ message }) => {
      messages.push(String(message));
      if (messages.length === 5) controller.abort();
    },
  });
  await expect(call).rejects.toThrow(/abort/i);
  expect(messages.at(-1)).toMatch(/^searching the split: \d/);
  const after = performance.now();
  expect((await server.call('list_methods', { kind: 'baselines' })).isError).toBe(false);
  // The next call waits for the end of the one before.
  expect(performance.now() - after).toBeLessThan(20_000);
  expect(existsSync(join(root, 'long.csv'))).toBe(false);
});

it('is still there after 200 malformed requests', async () => {
  const raw = new RawServer(root);
  const info = { name: 'raw', version: '1' };
  await raw.ask('init', 'initialize', {
    ...{ protocolVersion: '2025-06-18', capabilities: {}, clientInfo: info },
  });
  raw.send('{"jsonrpc":"2.0","method":"notifications/initialized"}');
  const forms: ((i: number) => string)[] = [
    () => 'no json',
    () => '{"jsonrpc":"2.0","id":',
    () => '[]',
    () => 'null',
    (i) => `{"jsonrpc":"1.0","id":${i},"method":"tools/call"}`,
    (i) => `{"jsonrpc":"2.0","id":${i},"method":"tools/none","params":{}}`,
    (i) => `{"jsonrpc":"2.0","id":${i},"method":"tools/call","params":7}`,
    (i) => `{"jsonrpc":"2.0","id":${i},"method":"tools/call","params":{"name":7}}`,
    (i) =>
      `{"jsonrpc":"2.0","id":${i},"method":"tools/call","params":{"name":"split","arguments":[1]}}`,
    (i) =>
      `{"jsonrpc":"2.0","id":${i},"method":"tools/call","params":{"name":"score","arguments":{"split":${i}}}}`,
    (i) =>
      `{"jsonrpc":"2.0","id":${i},"method":"tools/call","params":{"name":"__proto__","arguments":{"__proto__":{"a":1}}}}`,
    () => `{"jsonrpc":"2.0","id":{},"method":"tools/list"}`,
    () => '\u0000\u001b[2J',
    () => `"${'x'.repeat(10_000)}"`,
  ];
  for (let i = 0; i < 200; i++) raw.send(forms[i % forms.length](1000 + i));
  const { result } = await raw.ask('last', 'tools/list', {});
  expect((result as { tools: object[] }).tools).toHaveLength(9);
  expect(await raw.end()).toBe(0);
});

describe('a careless agent is told', () => {
  const score = { split: 'split.csv', bootstrap: 100 };
  const cases: [mistake: string, tool: string, args: object, told: RegExp][] = [
    [
      'that it scores its training rows',
      ...(['score', { ...score, predictions: 'train.csv' }] as const),
      /no prediction matches a test row .* 478 of them are for training molecules/,
    ],
    [
      'that it scores a copy of the labels',
      ...(['score', { ...score, predictions: 'copy.csv' }] as const),
      /the predictions equal the true values in every row, as a copy of the labels does/,
    ],
    [
      'that its test set is smaller than the bins',
      ...(['split', { input: 'dataset:drugs', test: '2', output: 'tiny.csv' }] as const),
      /A test set of 2 molecules is too small.*No test molecules in \[/,
    ],
    [
      'that it compares models on different rows',
      ...(['compare', { ...score, predictions: ['half.csv', 'rest.csv'] }] as const),
      /half\.csv: 60 test rows have no prediction/,
    ],
    [
      'the same where it skips what is missing',
      'compare',
      { ...score, predictions: ['half.csv', 'rest.csv'], missing: 'skip' },
      /the files predict different rows; give predictions of the same test rows for/,
    ],
    [
      'that one model is no comparison',
      ...(['compare', { ...score, predictions: ['m3.csv'] }] as const),
      /a comparison needs two models; give a file for each, or name columns with "models": "a,b"/,
    ],
    [
      'that a metric is misspelled',
      ...(['score', { ...score, predictions: 'm3.csv', metrics: ['rsme'] }] as const),
      /unknown metric "rsme" \(did you mean "rmse"\?\)/,
    ],
    [
      'that it audits a table against itself',
      ...(['audit', { train: 'm3.csv', test: 'm3.csv' }] as const),
      /train and test are the same file/,
    ],
    [
      'that numbers are no classes',
      ...(['score', { ...score, predictions: 'm3.csv', task: 'classification' }] as const),
      /the labels in "crippen_logp" are not all 0 or 1/,
    ],
    [
      'that a data set is not there, and that it cannot fetch it',
      ...(['split', { input: 'dataset:esol', output: 'e.csv' }] as const),
      /dataset:esol was not fetched yet; run tanimark datasets fetch esol/,
    ],
  ];

  it.each(cases)('%s', async (_, tool, args, told) => {
    const { reading = [], warnings = [], error } = await server.call(tool, args);
    expect([error?.message, ...reading, ...warnings].join(' ')).toMatch(told);
    if (error) expect(error.remedy ?? error.where).not.toBeNull();
  });

  it('that it tunes on the test set', async () => {
    const fresh = await connected(root);
    try {
      const readings: string[] = [];
      for (const k of [3, 4, 3, 5, 6]) {
        const { reading } = await fresh.call('score', { ...score, predictions: `m${k}.csv` });
        readings.push(reading.join(' '));
      }
      const tuned = /predictions of (\d) models on one test set \(split\.csv\).*tuning on the test/;
      // The same predictions again are no further model.
      expect(readings.map((text) => tuned.exec(text)?.[1] ?? null)).toEqual([
        ...[null, null, null],
        ...['3', '4'],
      ]);
    } finally {
      await fresh.client.close();
    }
  });
});

describe('tanimark mcp', () => {
  it('has a page that names each tool', async () => {
    const page = readFileSync(new URL('../../docs/mcp.md', import.meta.url), 'utf8');
    const { tools } = await server.client.listTools();
    const rows = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name);
    expect(rows.filter((name) => tools.some((tool) => tool.name === name))).toEqual(
      tools.map(({ name }) => name),
    );
    const { error } = await server.call('score', { split: 'split.csv', predictions: 'train.csv' });
    expect(page).toContain(JSON.stringify({ error }, null, 2));
  });

  it('needs a folder, and has no document', async () => {
    expect(await run(['mcp', '--root', folder.at('none')])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--root .*none: not a folder; name one that exists/),
    });
    expect((await run(['mcp', '--json'])).stderr).toMatch(/--json: the server speaks JSON-RPC/);
    expect(realpathSync(root)).toContain('root');
  });
});
