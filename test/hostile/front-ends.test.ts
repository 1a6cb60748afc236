import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screenText } from '../../src/report/screen.js';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';
import { FILE, live, NAME, obeyed } from './texts.js';

const folder = temporaryFolder();
const before = process.cwd();
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const csv = (rows: readonly (readonly string[])[]) =>
  `${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`;

const LABEL = `y ${NAME}`;
const GROUP = `kind ${NAME}`;
const ID = `id ${NAME}`;
const SPLIT = `s ${FILE}.csv`;
const [A, B] = [`a ${FILE}.csv`, `b ${FILE}.csv`];

/** Sixty molecules whose every text but the structure is hostile; every tenth structure is invalid. */
const molecules = Array.from({ length: 66 }, (_, i) => {
  const chain = 'C'.repeat(1 + (i % 11));
  const smiles = `${chain}${['O', 'N', 'F', 'Cl', 'C(=O)O', '#N'][Math.floor(i / 11)]}`;
  return { smiles, id: `${NAME} ${i}`, y: i % 11, kind: `::error::${i % 2} ${NAME}` };
});
const data = csv([
  ['smiles', ID, LABEL, GROUP],
  ...molecules.map(({ smiles, id, y, kind }) => [smiles, id, String(y), kind]),
  [`C1CC ${NAME}`, 'x', '1', 'x'],
]);
const splitRows = molecules.map((m, i) => ({ ...m, split: i % 3 === 0 ? 'test' : 'train' }));
const split = csv([
  ['smiles', ID, LABEL, GROUP, 'split'],
  ...splitRows.map((m) => [m.smiles, m.id, String(m.y), m.kind, m.split]),
]);
const test = splitRows.filter((m) => m.split === 'test');
const predictions = (shift: number) =>
  csv([
    ['smiles', 'y_pred'],
    ...test.map((m, i) => [m.smiles, String(m.y + 8 * shift * ((i % 3) - 1))]),
  ]);
const results = (group: string) =>
  csv([
    ['method', 'repeat', 'fold', 'metric', 'value', GROUP],
    ...[`m1 ${NAME}`, `m2 ${NAME}`, `m3 ${NAME}`].flatMap((method, m) =>
      Array.from({ length: 20 }, (_, k) =>
        ['mae', `q ${NAME}`].map((metric) => [
          method,
          String(Math.floor(k / 5)),
          String(k % 5),
          metric,
          String(0.5 + m / 100 + ((k * 7) % 10) / 50),
          group,
        ]),
      ).flat(),
    ),
  ]);

const config = (name: string, rule: object) =>
  JSON.stringify({
    tasks: [{ name, split: SPLIT, predictions: B, baseline: A, label: LABEL }],
    rules: [rule, { metric: 'mae', margin: 0.01 }, { metric: 'mae', max: 9, name: `rule ${NAME}` }],
  });

beforeAll(() => {
  process.chdir(folder.path);
  writeFileSync(`d ${FILE}.csv`, data);
  writeFileSync(SPLIT, split);
  writeFileSync(A, predictions(0.1));
  writeFileSync(B, predictions(0.3));
  mkdirSync('tasks');
  writeFileSync(join('tasks', `t1 ${FILE}.csv`), predictions(0.1));
  writeFileSync(join('tasks', `t2 ${FILE}.csv`), predictions(0.2));
  writeFileSync(`cv ${FILE}.csv`, results('x'));
  writeFileSync(
    'wide.csv',
    csv([
      ['smiles', `M1 ${NAME}`, `M2 ${NAME}`],
      ...test.map((m, i) => [m.smiles, String(m.y + 0.1), String(m.y + (i % 3) / 4)]),
    ]),
  );
  writeFileSync(
    `scores ${FILE}.csv`,
    csv([
      ['task', 'score'],
      [`other ${NAME}`, '1'],
    ]),
  );
  writeFileSync(`${FILE}.json`, config(`task ${NAME}`, { metric: 'mae', max: 0.01 }));
  writeFileSync('errors.json', config(`task ${NAME}`, { metric: `no such ${NAME}`, max: 1 }));
  writeFileSync('keys.json', JSON.stringify({ [`no such ${NAME}`]: 1, tasks: [] }));
});
afterAll(() => process.chdir(before));

const SCORE = ['--split', SPLIT, '--label', LABEL, '--bootstrap', '200'];

/** Commands whose every text is hostile, by what they are. */
const commands: Readonly<Record<string, readonly string[]>> = {
  'split, written': ['split', `d ${FILE}.csv`, '--label', LABEL, '-o', `o ${FILE}.csv`],
  'split, JSON': ['split', `d ${FILE}.csv`, '--label', LABEL, '--json'],
  'split, a group left out': [
    ...['split', `d ${FILE}.csv`, '--label', LABEL, '--group', GROUP, '-m', 'random'],
    ...['--folds', '2', '-o', `g ${FILE}.csv`],
  ],
  'split, no label': ['split', `d ${FILE}.csv`, '-o', `n ${FILE}.csv`],
  'splits compared': ['split', `d ${FILE}.csv`, '-m', 'random,scaffold', '--compare'],
  'splits for a library': [
    ...['split', `d ${FILE}.csv`, '-m', 'random,scaffold', '--compare', '--deployment', A],
  ],
  audit: ['audit', SPLIT, '--label', LABEL, '--max-duplicates', '0', '--max-near', '0.9:0'],
  'audit, JSON': ['audit', SPLIT, '--label', LABEL, '--json', '--max-near', '0.9:0'],
  'audit, written': ['audit', SPLIT, '--label', LABEL, '-o', `au ${FILE}.txt`],
  'audit, pairs': ['audit', SPLIT, '--label', LABEL, '--pairs', `p ${FILE}.csv`],
  score: ['score', A, ...SCORE, '--by', GROUP, '--deployment', `d ${FILE}.csv`],
  'score, Markdown': ['score', A, ...SCORE, '--by', GROUP, '--format', 'markdown'],
  'score, JSON': ['score', A, ...SCORE, '--by', GROUP, '--json'],
  'score, written': ['score', A, ...SCORE, '-o', `sc ${FILE}.md`],
  'score of tasks': ['score', 'tasks', ...SCORE, '--reference', `scores ${FILE}.csv`],
  'score of tasks, Markdown': ['score', 'tasks', ...SCORE, '--format', 'markdown'],
  'score, a column': ['score', 'wide.csv', ...SCORE, '--prediction', `M1 ${NAME}`],
  compare: ['compare', A, B, ...SCORE, '--by', GROUP],
  'compare, Markdown': ['compare', A, B, ...SCORE, '--by', GROUP, '--format', 'markdown'],
  'compare, JSON': ['compare', A, B, ...SCORE, '--by', GROUP, '--json'],
  'compare, names': ['compare', A, B, ...SCORE, '--names', `${NAME},::error::2 ${NAME}`],
  'compare, columns': ['compare', 'wide.csv', ...SCORE],
  'compare, columns, Markdown': ['compare', 'wide.csv', ...SCORE, '--format', 'markdown'],
  'compare with a baseline': [
    ...['compare', 'wide.csv', ...SCORE, '--models', `M1 ${NAME},M2 ${NAME}`],
    ...['--baseline', `M2 ${NAME}`, '--margin', '5%'],
  ],
  'cross-validation': ['compare', `cv ${FILE}.csv`, '--minimize', `q ${NAME}`],
  'cross-validation, Markdown': [
    ...['compare', `cv ${FILE}.csv`, '--minimize', `q ${NAME}`, '--format', 'markdown'],
    ...['--baseline', `m2 ${NAME}`],
  ],
  'cross-validation, JSON': ['compare', `cv ${FILE}.csv`, '--minimize', `q ${NAME}`, '--json'],
  check: [
    ...['check', '--config', `${FILE}.json`, '--markdown', `c ${FILE}.md`],
    ...['--comment', `k ${FILE}.md`, '--junit', `j ${FILE}.xml`],
  ],
  'check, JSON': ['check', '--config', `${FILE}.json`, '--json'],
  'check, errors': ['check', '--config', 'errors.json', '--markdown', 'e.md'],
  'check, keys': ['check', '--config', 'keys.json', '--markdown', 'u.md'],
  neighbors: ['neighbors', `d ${FILE}.csv`, A, '-o', `ne ${FILE}.csv`, '--query-id', ID],
  'neighbors, JSON': ['neighbors', `d ${FILE}.csv`, A, '--json'],
  describe: ['verify', '--describe', SPLIT, '--label', LABEL],
  verify: ['verify', `o ${FILE}.csv`],
  'verify, JSON': ['verify', `o ${FILE}.csv`, '--json'],
  'cache path': ['cache', 'path'],
};

/** Commands that end in an error with something hostile in it. */
const errors: Readonly<Record<string, readonly string[]>> = {
  'an unknown command': [NAME],
  'an unknown option': ['split', `--${NAME}`],
  'an argument too many': ['demo', NAME],
  'a value that is none': ['demo', '--seed', NAME],
  'a choice that is none': ['split', 'x.csv', '--format', NAME],
  'no such file': ['split', `missing ${FILE}.csv`],
  'no such column': ['split', `d ${FILE}.csv`, '--label', `no ${NAME}`],
  'no such method': ['split', `d ${FILE}.csv`, '-m', NAME],
  'no such metric': ['score', A, '--split', SPLIT, '--metrics', NAME],
  'no such fingerprint': ['split', `d ${FILE}.csv`, '--fingerprint', NAME],
  'no such class': ['score', A, ...SCORE, '--positive', NAME],
  'bins that are none': ['split', `d ${FILE}.csv`, '--bins', NAME],
  'an output of no format': ['split', `d ${FILE}.csv`, '-o', `x.${FILE}`],
  'no such model': ['compare', A, B, ...SCORE, '--baseline', NAME],

  'half a surrogate pair': ['split', 'x\ud800.csv'],
};

describe('names, cells, paths and arguments that a terminal or a runner would obey', () => {
  // Before any command has printed: an error document cannot follow a result.
  it.each(Object.entries(errors))('%s is an error of one line', async (_, args) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toMatch(/^error: /);
    expect(obeyed(stderr)).toEqual([]);
    const json = await run([...args, '--json']);
    expect(obeyed(json.stdout)).toEqual([]);
    const { error, errors } = JSON.parse(json.stdout);
    expect(stderr).toContain(screenText((error ?? errors[0]).message));
  });

  it.each(Object.entries(commands))('%s', async (title, args) => {
    const { code, stdout, stderr } = await run(args);
    expect([title, code, code === 2 ? stderr : '']).toEqual([
      title,
      /^check, (?:errors|keys)/.test(title) ? 2 : code === 1 ? 1 : 0,
      expect.anything(),
    ]);
    expect(stderr).not.toMatch(/a bug in tanimark|\n {4}at /);
    expect({ stdout: obeyed(stdout), stderr: obeyed(stderr) }).toEqual({ stdout: [], stderr: [] });
    if (title.includes('Markdown')) expect(live(stdout)).toEqual([]);
    if (title.includes('JSON')) expect(JSON.stringify(JSON.parse(stdout))).toContain('::error::');
  });

  it('leaves files of Markdown, text and XML inert, too', () => {
    for (const name of [`c ${FILE}.md`, `k ${FILE}.md`, `sc ${FILE}.md`, 'e.md', 'u.md']) {
      const text = readFileSync(name, 'utf8').replace(/^<!-- [^\n]*\n/, '');
      expect([name, obeyed(text), live(text)]).toEqual([name, [], []]);
    }
    for (const name of [`au ${FILE}.txt`, `j ${FILE}.xml`]) {
      expect([name, obeyed(readFileSync(name, 'utf8'))]).toEqual([name, []]);
    }
  });

  it('keeps names exact in JSON and in tables', async () => {
    const { stdout } = await run(['split', `d ${FILE}.csv`, '--label', LABEL, '--json']);
    expect(JSON.parse(stdout).labels.column).toBe(LABEL);
    const table = await run(['split', `d ${FILE}.csv`, '--label', LABEL, '-q']);
    expect(table.stdout).toContain(quoted(LABEL));
    expect(table.stdout).toContain(quoted(`${NAME} 7`));
  });

  it('writes no commands to a log of GitHub but its own', async () => {
    process.env.GITHUB_ACTIONS = 'true';
    process.env.GITHUB_STEP_SUMMARY = folder.at('summary.md');
    try {
      const { stderr } = await run(['check', '--config', `${FILE}.json`]);
      const own = stderr.split('\n').filter((line) => line.startsWith('::'));
      expect(own.length).toBeGreaterThan(0);
      for (const line of own) expect(line).toMatch(/^::(?:error|warning|notice) file=/);
      expect(obeyed(own.join('\n').replace(/^::\w+ file=[^,]*/gm, ''))).toEqual([]);
      expect(live(readFileSync('summary.md', 'utf8'))).toEqual([]);
    } finally {
      delete process.env.GITHUB_ACTIONS;
      delete process.env.GITHUB_STEP_SUMMARY;
    }
  });
});

describe('a table on standard output', () => {
  it('keeps its bytes but on a terminal, which gets what is seen', async () => {
    const args = ['split', `d ${FILE}.csv`, '--label', LABEL, '-q'];
    const { stdout: exact } = await run(args);
    const { stdout } = await run(args, { isTTY: true });
    expect(obeyed(stdout)).toEqual([]);
    expect(stdout).toBe(screenText(exact, false));
    expect(stdout).not.toContain('\u001b');
    expect(obeyed(exact)).not.toEqual([]);
  });
});
