import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrap } from '../../src/report/layout.js';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const { columns } = process.stdout;
const { columns: own } = process.stderr;

beforeAll(() => {
  // A paragraph is then a line.
  process.stdout.columns = 1e6;
  process.stderr.columns = 1e6;
});
afterAll(() => {
  process.stdout.columns = columns;
  process.stderr.columns = own;
});

const lines = (text: string) => wrap(text, 80).split('\n').length;

/** What a sentence says of an option that is on, which is no advice. */
const STATED = /\(--censored \w+\)|^note: --standardize \w+ changes|^(?:failed|passed): /;

/** Sentences of a screen that name an option that is given, or that take more than three lines of 80 characters; tables have gaps. */
async function long(args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await run([...args, '--threads', '1']);
  expect([args, [0, 1].includes(code) ? '' : stderr]).toEqual([args, '']);
  const sentences = `${stdout}${stderr}`
    .replaceAll(`${folder.path}/`, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !/\S {2,}\S/.test(line));
  const given = args.filter((arg) => arg.startsWith('--'));
  return sentences.filter(
    (line) =>
      lines(line) > 3 ||
      (!STATED.test(line) && given.some((option) => new RegExp(`${option}(?![\\w-])`).test(line))),
  );
}

const molecules = Array.from({ length: 120 }, (_, i) => {
  const chain = 'C'.repeat(1 + (i % 20));
  return `${chain}${['O', 'N', 'F', 'Cl', 'Br', 'C(=O)O'][Math.floor(i / 20)]}`;
});
const table = (head: string, row: (smiles: string, i: number) => string) =>
  `${head}\n${molecules.map(row).join('\n')}\n`;

describe('notes and footnotes', () => {
  const data = folder.file(
    'compounds.csv',
    `${table('molecule_smiles,compound_id,pchembl_value_mean,series', (s, i) => {
      const label = i % 9 === 0 ? '' : i % 11 === 0 ? `>${i}` : String(i);
      return `${s},mol-${i},${label},${i % 7}`;
    })}C1CC,x,1,2\nCCO,again,77,3\nnot a molecule,y,2,3\n`,
  );
  const half = folder.file(
    'half.csv',
    table('molecule,y', (smiles, i) => `${i % 2 ? 'C1CC' : smiles},${i}`),
  );
  const split = folder.file(
    'split.csv',
    table('smiles,id,measured_activity,class,series,split,max_similarity', (s, i) => {
      const side = i % 3 === 0 ? 'test' : 'train';
      return `${s},m${i},${i % 13},${i % 2 ? 'active' : 'inactive'},${i % 4},${side},0.5`;
    }),
  );
  const predicted = (name: string, value: (i: number) => number | string, extra = '') =>
    folder.file(
      name,
      table(`smiles,y_pred${extra && ',variance'}`, (s, i) => `${s},${value(i)}${extra}`),
    );
  const near = predicted('near.csv', (i) => (i % 13) + (i % 5) / 3, ',0.5');
  const other = predicted('other.csv', (i) => (i % 13) + (i % 7) / 3);
  const scaled = predicted('scaled.csv', (i) => 1000 * ((i % 13) + 0.1));
  const logits = predicted('logits.csv', (i) => (i % 2 ? -3.25 : 2.5));
  const sure = predicted('sure.csv', (i) => 0.6 + (i % 4) / 11);
  const label = ['--label', 'measured_activity', '--bootstrap', '200'];
  const classes = ['--label', 'class', '--positive', 'active', '--bootstrap', '200'];
  const folds = folder.file(
    'cv.csv',
    `method,fold,metric,value\n${['rf', 'gnn', 'knn']
      .flatMap((method, m) =>
        Array.from({ length: 20 }, (_, f) =>
          ['mae', 'neg_root_mean_squared_error'].map(
            (metric, k) =>
              `${method},${f},${metric},${(k ? -1 : 1) * (0.5 + m / 50 + ((f * 7) % 10) / 40)}`,
          ),
        ).flat(),
      )
      .join('\n')}\n`,
  );
  it.each(
    [
      ['split', data, '--censored', 'skip', '-o', folder.at('a.csv')],
      [
        'split',
        data,
        '--censored',
        'bound',
        '-m',
        'random',
        '-o',
        folder.at('b.csv'),
        '--group',
        'series',
      ],
      ['split', data, '--censored', 'skip', '-m', 'components', '-o', folder.at('c.csv')],
      ['split', data, '--standardize', 'tautomers', '-m', 'butina', '-o', folder.at('d.csv')],
      [
        'split',
        data,
        '--censored',
        'skip',
        '-m',
        'random,scaffold,butina',
        '--compare',
        '--deployment',
        near,
      ],
      ['audit', split, '--label', 'measured_activity', '--max-near', '0.9:0'],
      ['audit', split, '--label', 'class', '--positive', 'active'],
      [
        'score',
        near,
        '--split',
        split,
        ...label,
        '--by',
        'series,scaffold,cliff',
        '--deployment',
        data,
      ],
      ['score', scaled, '--split', split, ...label],
      ['score', logits, '--split', split, ...classes],
      ['score', logits, '--split', split, ...classes, '--threshold', '0.5'],
      ['split', split, '--label', 'id', '-o', folder.at('l.csv')],
      [
        ...['split', split, '--label', 'measured_activity', '--balance-label'],
        '-o',
        folder.at('e.csv'),
      ],
      [
        ...['split', 'dataset:drugs', '-o', folder.at('f.csv'), '--balance-label'],
        '--effort',
        '0.05',
      ],
      ['split', half, '--smiles', 'molecule', '-o', folder.at('g.csv')],
      ['score', sure, '--split', split, ...classes],
      ['score', '--split', split, ...label],
      ['score', near, other, '--split', split, ...label],
      ['compare', near, other, '--split', split, ...label],
      [
        'compare',
        near,
        other,
        scaled,
        '--split',
        split,
        ...label,
        '--margin',
        '5%',
        '--baseline',
        'near',
      ],
      ['compare', folds],
      ['neighbors', data, split, '-o', folder.at('n.csv')],
      ['neighbors', split, split, '-o', folder.at('s.csv')],
    ].map((args) => [args]),
  )('take three lines of 80 characters, and name no option that is given: run %#', async (args) => {
    expect(await long(args)).toEqual([]);
  });
});
