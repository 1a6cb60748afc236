import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTableHead } from '../../../src/tables/head.js';
import { readTable } from '../../../src/tables/read.js';
import { run } from '../../cli/run.js';
import { errorOf, rowsOf, temporaryFolder } from '../../helpers.js';
import { ALANINE_V2000, ALANINE_V3000, chain } from './mol-blocks.js';

const folder = temporaryFolder();
const structures = async (cells: string[]) => cells.map(() => false);
/** Stands in for RDKit: the number of lines of a block, and a problem where an atom is called Qx. */
const blocks = async (texts: readonly string[]) =>
  texts.map((text) =>
    text.includes('Qx')
      ? { smiles: '', problem: 'unknown element' }
      : { smiles: 'C'.repeat(text.split('\n').length), problem: null },
  );
const read = (text: string | Uint8Array, name = 'a.sdf') =>
  readTable(folder.file(name, text), { structures, blocks });

const field = (name: string, value: string, end = '\n') => `>  <${name}>${end}${value}${end}${end}`;
const $$$$ = '$$$$\n';

describe('records of an SDF file', () => {
  it('are the structure, the title and the data fields in the order of their appearance', async () => {
    const text = [
      chain(2, 'first'),
      field('y', '1.50'),
      '>  <IC50 (>10 uM)>  (1) \nline one\n > <no tag>\nline three\n\n',
      $$$$,
      chain(3, ''),
      '> 25 <z> (MD-0894)\n\n\n> no name\nx\n\n',
      $$$$,
      chain(4, ' third '),
      field('y', '2'),
      $$$$,
      '\n\n',
    ].join('');
    const table = await read(text);
    expect(table.columns).toEqual(['smiles', 'id', 'y', 'IC50 (>10 uM)', 'z']);
    expect(table.rows).toEqual([
      ['C'.repeat(9), 'first', '1.50', 'line one\n > <no tag>\nline three', ''],
      ['C'.repeat(11), '', '', '', ''],
      ['C'.repeat(13), 'third', '2', '', ''],
    ]);
    const ends = text.split('\n').flatMap((line, i) => (line === '$$$$' ? [i + 1] : []));
    expect(table.lines).toEqual(ends);
    expect([table.structureColumn, table.problems]).toEqual([0, []]);
    expect((await read(text.replaceAll('\n', '\r\n'))).rows).toEqual(table.rows);
    expect((await read(gzipSync(text), 'a.sdf.gz')).rows).toEqual(table.rows);
    // Without the last line of a file that was cut there.
    const cut = text.slice(0, text.lastIndexOf('$$$$'));
    expect((await read(cut)).rows).toEqual(table.rows);
  });

  it('keep their places and fields where they are broken, with the reason', async () => {
    const table = await read(
      [
        chain(2) + field('y', '1') + $$$$,
        chain(2).replace('M  END\n', '') + field('y', '2') + $$$$,
        $$$$,
        chain(2) + chain(3) + field('y', '4') + $$$$,
        chain(2).replace(' C  ', ' Qx ') + field('y', '5') + $$$$,
        chain(5) + field('y', '6') + $$$$,
      ].join(''),
    );
    expect(table.rows.map((row) => row[1])).toEqual(['1', '2', '', '4', '5', '6']);
    expect(table.rows.map((row) => row[0] !== '')).toEqual([
      true,
      false,
      false,
      false,
      false,
      true,
    ]);
    expect([...(table.problems ?? [])]).toEqual([
      undefined,
      'the mol block has no "M  END" line',
      'empty record',
      'two mol blocks in one record; a "$$$$" line is missing between them',
      'unknown element',
    ]);
  });

  it('give way to data fields with the names smiles and id, and say what is repeated or ignored', async () => {
    const table = await read(
      [
        chain(2, 'a') + $$$$,
        chain(2, 'b') +
          field('SMILES', 'N') +
          field('ID', '7') +
          field('y', '1') +
          field('y', '2') +
          $$$$,
        `${ALANINE_V3000.replace('M  V30 END CTAB', 'M  V30 MDLV30/STEREL1 ATOMS=(1 2)\nM  V30 END CTAB')}${$$$$}`,
      ].join(''),
    );
    expect(table.columns).toEqual(['sdf_smiles', 'title', 'SMILES', 'ID', 'y']);
    expect(table.rows[1].slice(1)).toEqual(['b', 'N', '7', '2']);
    expect(table.notes.map(folder.shorten)).toEqual([
      'a.sdf: 1 record has a data field more than once; the last one counts',
      'a.sdf: enhanced stereo groups (1 record) are ignored',
      'a.sdf: structures are read from the mol blocks (column "sdf_smiles"); the data field "smiles" is a column like others',
    ]);
  });

  it('are looked at without a structure', async () => {
    const path = folder.file('head.sdf', (chain(2, 'a') + field('y', '1') + $$$$).repeat(3));
    expect(await readTableHead(path, 2)).toMatchObject({
      columns: ['smiles', 'id', 'y'],
      rows: [
        ['', 'a', '1'],
        ['', 'a', '1'],
      ],
    });
  });

  it.each([
    ['', 'a.sdf is empty; it needs at least one row with a SMILES'],
    [
      `${'x'.repeat(999)}\n`.repeat(34_000),
      /^a\.sdf line 33555: a record is longer than 32 million characters; is a "\$\$\$\$" line missing/,
    ],
  ])('are refused in a file that is none (%#)', async (text, message) => {
    expect(folder.shorten((await errorOf(() => read(text))).message)).toMatch(message);
  });
});

describe('tanimark split of an SDF file', () => {
  const ROWS = 1000;
  const path = folder.at('data.sdf');
  const records = Array.from({ length: ROWS }, (_, r) => {
    const end = r % 2 ? '\r\n' : '\n';
    const broken = r % 100 === 50;
    const atoms = 2 + ((r >> 1) % 30);
    const block = chain(atoms, r % 3 ? `mol-${r}` : '', r % 2 ? 'O' : 'N', end);
    return [
      broken ? block.replace('M  END', 'M  ENX') : block,
      field('y', String(r / 8), end),
      field('split', `lot ${r % 5}`, end),
      r % 4 === 0 ? field('notes', `two${end} lines`, end) : '',
      // The last value of a record may lack its empty line.
      r % 5 === 0 ? `> <last>${end}end${end}` : '',
    ].join('');
  });
  const args = ['split', path, '--test', '30', '-m', 'random', '--seed', '4'];
  beforeAll(() => {
    folder.file('data.sdf', records.map((text) => `${text}$$$$\n`).join(''));
  });

  it('keeps every record with its block and its fields, and adds fields', async () => {
    const out = folder.at('split.sdf');
    const { code } = await run([...args, '-o', out]);
    expect(code).toBe(0);
    const plain = folder.at('split.csv');
    expect((await run([...args, '-o', plain])).code).toBe(0);
    const written = readFileSync(out, 'utf8').split(/^\$\$\$\$\r?\n/m);
    expect(written.length).toBe(ROWS + 1);
    const table = await readTable(plain, { structures });
    const added = ['split', 'fold', 'max_similarity', 'nearest_train', 'reason'];
    for (const [r, text] of written.slice(0, ROWS).entries()) {
      const kept = records[r].replace('<split>', '<input_split>');
      expect(text.startsWith(kept)).toBe(true);
      const end = r % 2 ? '\r\n' : '\n';
      const cells = added.map((name) =>
        field(name, table.rows[r][table.columns.indexOf(name)], end),
      );
      expect(text.slice(kept.length)).toBe(`${r % 5 === 0 ? end : ''}${cells.join('')}`);
    }
    const broken = rowsOf(readFileSync(plain, 'utf8').replace(/"two\n lines"/g, 'x')).filter(
      ({ split }) => split === 'invalid',
    );
    expect(broken.map(({ y }) => Number(y) * 8)).toEqual(
      Array.from({ length: 10 }, (_, i) => 100 * i + 50),
    );
    expect(new Set(broken.map(({ reason }) => reason))).toEqual(
      new Set(['"the mol block has no ""M  END"" line"']),
    );
    const verified = await run(['verify', out]);
    expect([verified.stderr, verified.code]).toEqual(['', 0]);
    // The same split is read from what was written.
    const audits = [];
    for (const file of [out, plain]) {
      const { sides, findings } = JSON.parse((await run(['audit', file, '--json'])).stdout);
      audits.push({
        sides: Object.values(sides).map((side) => (side as { records: number }).records),
        findings,
      });
    }
    expect(audits[0]).toEqual(audits[1]);
  });

  it('writes a folder, and prints what it would write', async () => {
    const out = `${folder.at('parts')}/`;
    expect((await run([...args, '-o', out, '--format', 'sdf'])).code).toBe(0);
    const printed = await run([...args, '--format', 'sdf', '-q']);
    const counts = ['train', 'test', 'invalid'].map(
      (name) => readFileSync(`${out}${name}.sdf`, 'utf8').match(/^\$\$\$\$/gm)?.length,
    );
    const words = ['train', 'test', 'invalid'].map(
      (word) => printed.stdout.match(new RegExp(`<split>\r?\n${word}\r?$`, 'gm'))?.length,
    );
    expect(counts).toEqual(words);
    expect(counts[2]).toBe(10);
    expect(readFileSync(`${out}train.sdf`, 'utf8')).toContain('<split>');
    expect(printed.stdout.match(/^\$\$\$\$/gm)?.length).toBe(ROWS);
    const verified = await run(['verify', out]);
    expect([verified.stderr, verified.code]).toEqual(['', 0]);
  });

  it.each([
    ['data.csv', 'is not SDF; write .csv, .tsv, .jsonl or .parquet, or give the molecules as SDF'],
    ['-', 'standard input cannot be read twice; give the input as a file, or write'],
  ])('writes no SDF of %s', async (input, message) => {
    folder.file('data.csv', 'smiles,y\nC,1\nCC,2\n');
    const name = input === '-' ? input : folder.at(input);
    const { code, stderr } = await run(['split', name, '-o', folder.at('no.sdf')]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('reads stereo and hydrogens of V2000 and V3000 as those of the SMILES', async () => {
    const withHydrogen = ALANINE_V2000.replace('  6  5  0', '  7  6  0').replace(
      '  2  1  1  1\n',
      '    0.5000    1.0000    0.0000 H   0  0\n  2  1  1  1\n  2  7  1  0\n',
    );
    const mirrored = ALANINE_V2000.replace('  2  1  1  1', '  2  1  1  6');
    const sdf = [ALANINE_V2000, ALANINE_V3000, withHydrogen, mirrored, chain(3)].join($$$$);
    const { stdout, stderr } = await run([
      'split',
      folder.file('stereo.sdf', sdf),
      ...['--test', '1', '-m', 'random', '--seed', '1', '-q'],
    ]);
    expect(stderr).toBe('');
    expect(rowsOf(stdout).map(({ smiles }) => smiles)).toEqual([
      'C[C@@H](N)C(=O)O',
      'C[C@@H](N)C(=O)O',
      'C[C@@H](N)C(=O)O',
      'C[C@H](N)C(=O)O',
      'CCC',
    ]);
  });
});
