import { readFileSync } from 'node:fs';
import { run } from '../../cli/run.js';
import { makeExampleRepository } from '../../example-repository.js';
import type { temporaryFolder } from '../../helpers.js';

type Folder = ReturnType<typeof temporaryFolder>;

/** Texts as an attacker would write them: names of molecules, of columns, of models and of files. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "' onload='alert(3)",
  'javascript:alert(4)',
  '</script><svg onload=alert(5)>',
  '<!-- --!><style>*{display:none}</style>',
  '\u202egnp.exe\u202c',
  '##[error]stop',
  '{{7*7}} <%= 8*8 %>',
  `x${'y'.repeat(9_999)}`,
] as const;

/** The pages of one set of results, in the order in which they are made. */
export const PAGES = [
  'split',
  'folds',
  'series',
  'neighbors',
  'expect',
  'audit',
  'pair-audit',
  'score',
  'classes',
  'suite',
  'compare',
  'compare-cv',
  'bench',
  'report',
  'split-report',
] as const;

/** A chain of 500 atoms, a molecule that is not drawn. */
export const LONG_CHAIN = 'C'.repeat(500);

const drugs = readFileSync(
  new URL('../../../datasets/drugs-and-chemicals.csv', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const cells = line.split(',');
    return { smiles: cells[cells.length - 4] ?? '', label: Number(cells.at(-1)) };
  });

/** How a set of pages is made. */
interface Made {
  /** Molecules of its table. */
  readonly rows: number;
  /** Names of molecules. */
  readonly nameOf: (row: number) => string;
  /** Names of the label, of two models, and of the table. */
  readonly label: string;
  readonly models: readonly [string, string];
  readonly table: string;
}

export const PLAIN: Made = {
  rows: 150,
  nameOf: (row) => `mol-${row + 1}`,
  label: 'logP',
  models: ['base', 'new'],
  table: 'data.csv',
};

export const HOSTILE_SET: Made = {
  rows: 150,
  nameOf: (row) => `${HOSTILE[row % HOSTILE.length]} ${row}`,
  label: '<b>logP</b>" onmouseover="x',
  models: [HOSTILE[1], HOSTILE[6]],
  table: '<img src=x onerror=alert(9)>.csv',
};

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** The same numbers each time, from -0.5 to 0.5. */
const noise = (row: number) => ((row * 7919 + 104729) % 1000) / 1000 - 0.5;

/** What the command line takes of a set of inputs. */
interface Inputs {
  readonly ok: (...args: string[]) => Promise<void>;
  readonly read: readonly string[];
  readonly scored: readonly string[];
  /** `score` with all that adds to a page. */
  readonly score: readonly string[];
}

/** Writes the inputs of pages: a table, predictions of two models and of classes, results of cross-validation, a split. */
async function writeInputs(
  folder: Folder,
  { rows, nameOf, label, models, table }: Made,
): Promise<Inputs> {
  const kept = drugs.slice(0, rows);
  const ok = async (...args: string[]) => {
    const { code, stderr } = await run(args, { cwd: folder.path });
    if (code !== 0) throw new Error(`tanimark ${args.join(' ')}: ${code}, ${stderr}`);
  };
  const lines = kept.map(({ smiles, label: y }, r) => {
    const structure = r === 8 ? LONG_CHAIN : smiles;
    return [cell(nameOf(r)), cell(structure), y, y > 2 ? 1 : 0].join(',');
  });
  const head = `name,smiles,${cell(label)},active`;
  folder.file(table, `${[head, ...lines].join('\n')}\n`);
  const predictions = (shift: number) =>
    kept.map(({ label: y }, r) => `${cell(nameOf(r))},${y + shift * noise(r)}`).join('\n');
  folder.file('model-0.csv', `name,y_pred\n${predictions(3)}\n`);
  folder.file('model-1.csv', `name,y_pred\n${predictions(1)}\n`);
  const classes = kept.map(({ label: y }, r) => {
    const p = Math.min(0.99, Math.max(0.01, 0.5 + (y - 2) / 6 + noise(r)));
    return `${cell(nameOf(r))},${p}`;
  });
  folder.file('classes.csv', `name,y_prob\n${classes.join('\n')}\n`);
  const cv = ['method,repeat,fold,metric,value'];
  for (const [m, name] of models.entries()) {
    for (let k = 0; k < 10; k++) {
      const value = 0.5 + 0.2 * m + 0.1 * noise(13 * k + m);
      cv.push(`${cell(name)},${Math.floor(k / 5)},${k % 5},r2,${value}`);
    }
  }
  folder.file('cv.csv', `${cv.join('\n')}\n`);
  const read = ['--label', label, '--id', 'name'];
  await ok('split', table, '-m', 'random', ...read, '-o', 'split.csv', '--html', 'split.html');
  const scored = ['--split', 'split.csv', ...read, '--bootstrap', '200'];
  const score = ['score', 'model-1.csv', ...scored, '--by', 'scaffold', '--deployment', table];
  return { ok, read, scored, score };
}

/** One page of an audit, two scores and a comparison, in a folder. @returns its name */
export async function makeReportPage(folder: Folder, made: Made): Promise<string> {
  const { ok, read, scored, score } = await writeInputs(folder, made);
  await ok('audit', 'split.csv', ...read, '-o', 'audit.json');
  await ok(...score, '--molecules', '-o', 'score.json');
  await ok('score', 'classes.csv', ...scored, '--label', 'active', '--molecules', '-o', 'c.json');
  await ok('compare', 'model-0.csv', 'model-1.csv', ...scored, '-o', 'compare.json');
  await ok('report', 'audit.json', 'score.json', 'c.json', 'compare.json', '-o', 'report.html');
  return 'report.html';
}

/** A split of pairs of molecules and partners with the names of molecules; some test pairs are training pairs. */
function pairsOf({ rows, nameOf }: Made): string {
  const lines = drugs.slice(0, rows).flatMap(({ smiles, label }, r) =>
    [r % 9, (r + 4) % 11].map((partner, k) => {
      const test = (r + k) % 4 === 0 || r % 20 === 0;
      return [smiles, cell(nameOf(partner)), label, test ? 'test' : 'train'].join(',');
    }),
  );
  const twice = lines.slice(0, 6).map((line) => line.replace(/(test|train)$/, 'test'));
  return ['smiles,Cell,y,split', ...lines, ...twice, ''].join('\n');
}

/** One page of a split and the predictions of two models. */
async function makeSplitReport(
  { models }: Made,
  { ok, read }: Pick<Inputs, 'ok' | 'read'>,
): Promise<void> {
  const inputs = ['split.csv', 'model-0.csv', 'model-1.csv', '--names', models.join(',')];
  await ok('report', ...inputs, ...read, '--bootstrap', '200', '-o', 'split-report.html');
}

/** Pages of every kind of result but a check, in a folder. @returns their names */
export async function makePages(folder: Folder, made: Made): Promise<string[]> {
  const { table, models } = made;
  const { ok, read, scored, score } = await writeInputs(folder, made);
  const series = ['split', table, '-m', 'random,scaffold', '--compare', ...read];
  await ok(...series, '--html', 'series.html');
  const folds = ['split', table, '--folds', '3', '--repeats', '2', ...read, '-o', 'folds/'];
  await ok(...folds, '--html', 'folds.html');
  await ok('neighbors', table, table, '-k', '2', '-o', 'n.csv', '--html', 'neighbors.html');
  const predicted = ['--split', 'split.csv', '--predictions', 'model-1.csv'];
  await ok('expect', table, ...predicted, ...read, '--library-id', 'name', '-o', 'expect.html');
  await ok('audit', 'split.csv', ...read, '-o', 'audit.html');
  folder.file('pairs.csv', pairsOf(made));
  await ok('audit', 'pairs.csv', '--partner', 'Cell', '--label', 'y', '-o', 'pair-audit.html');
  await ok(...score, '-o', 'score.html');
  await ok('score', 'classes.csv', ...scored, '--label', 'active', '-o', 'classes.html');
  const both = ['model-0.csv', 'model-1.csv', ...scored];
  await ok('score', ...both, '-o', 'suite.html');
  await ok('compare', ...both, '--names', models.join(','), '-o', 'compare.html');
  await ok('compare', 'cv.csv', '-o', 'compare-cv.html');
  const { label } = made;
  folder.file(
    'tanimark.bench.json',
    JSON.stringify({
      data: [{ file: table, name: label, label, id: 'name' }],
      splits: [
        { method: 'random', name: models[0] },
        { method: 'scaffold', name: models[1] },
      ],
      models: {},
      bootstrap: 100,
    }),
  );
  await ok('bench', '-c', 'tanimark.bench.json', '--html', 'bench.html');
  await makeReportPage(folder, made);
  await makeSplitReport(made, { ok, read });
  return PAGES.map((name) => `${name}.html`);
}

/** The page of a check that failed, in an empty folder. */
export async function makeCheckPage(folder: Folder): Promise<string> {
  await makeExampleRepository(folder.path);
  const env = { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '', GITHUB_WORKSPACE: '' };
  await run(['check', '--html', 'check.html', '-q'], { cwd: folder.path, env });
  return 'check.html';
}
