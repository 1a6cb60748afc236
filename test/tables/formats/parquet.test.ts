import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parquetMetadata } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { columnKinds } from '../../../src/tables/column-kinds.js';
import type { ColumnKind } from '../../../src/tables/formats/format.js';
import { parquet } from '../../../src/tables/formats/parquet.js';
import { readTableHead } from '../../../src/tables/head.js';
import { readTable } from '../../../src/tables/read.js';
import { run } from '../../cli/run.js';
import { errorOf, SMALL, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const structures = async (cells: string[]) => cells.map(() => false);
const read = (path: string) => readTable(path, { structures });
/** Files that pyarrow wrote. */
const fixture = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/parquet/${name}.parquet`, import.meta.url));

async function bytesOf(columns: string[], rows: string[][], kinds?: ColumnKind[]) {
  const each = (async function* () {
    yield* rows;
  })();
  const pieces: Uint8Array[] = [];
  if (parquet.writer?.kind !== 'file') throw new Error('Parquet is written as a whole');
  for await (const piece of parquet.writer.write(columns, each, { kinds })) {
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces);
}

const TYPES = `smiles|i64|u64|f32|f64|b|ts|tn|d|dec|dict|u8|f16
C|1152921504606846977|9223372036854775813|0.1|0.1|true|2020-01-02T03:04:05.123456|2020-01-02T03:04:05.123456789|1969-12-31|1.10|a|255|0.0999755859375
CC|-1|1|1e-7|0.3333333333333333|false|2020-01-02T03:04:05.123456|1969-12-31T23:59:59.999999999|1969-12-31|1.10|b|255|0.0999755859375
CCC||2|3.4e+38|1e+21||2020-01-02T03:04:05.123456|1970-01-01T00:00:00|1969-12-31|1.10|a|255|0.0999755859375
CCCC|3|3|||true|2020-01-02T03:04:05.123456||1969-12-31|1.10||255|0.0999755859375
CCCCC|4|4|||true|2020-01-02T03:04:05.123456|1970-01-01T00:00:00.000000001|1969-12-31|1.10|b|255|0.0999755859375
CCCCCC|5|5|0.33333334|5e-324|false||1970-01-01T00:00:00.000000002|1969-12-31|1.10|a|255|0.0999755859375`
  .split('\n')
  .map((line) => line.split('|'));

describe('a Parquet file', () => {
  it.each(['snappy', 'gzip', 'zstd'])(
    'is read with values of every type, from pages in %s',
    async (codec) => {
      const path = fixture(`types-${codec}`);
      const table = await read(path);
      expect([table.columns, ...table.rows]).toEqual(TYPES);
      expect(table.lines).toEqual([1, 2, 3, 4, 5, 6]);
      expect(table.sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
      const zipped = await read(folder.file(`${codec}.parquet.gz`, gzipSync(readFileSync(path))));
      expect(zipped.rows).toEqual(table.rows);
      expect((await readTableHead(path, 2))?.rows).toEqual(TYPES.slice(1, 3));
    },
  );

  it('has a column without a name where pandas wrote an index', async () => {
    const table = await read(fixture('pandas-index'));
    expect([table.columns, ...table.rows]).toEqual([
      ['smiles', 'y', 'column_3'],
      ['C', '1', '5'],
      ['CC', '2', '7'],
    ]);
  });

  it('is refused with columns that are no cells, by name', async () => {
    expect((await errorOf(() => read(fixture('nested')))).message).toContain(
      'columns "tags", "st" and "bb" hold lists, structures or bytes, which are not cells of a table; write the file without them',
    );
  });

  const rows = Array.from({ length: 250_000 }, (_, r) => [
    `C${r}`,
    r % 3 ? String(r) : '',
    String(r / 7),
    'é,"\n',
  ]);
  const columns = ['smiles', 'n', 'x.y', 'text'];

  it('is written with the same bytes for the same cells, and read again, over several row groups', async () => {
    const kinds = columnKinds(4, rows);
    expect(kinds).toEqual(['text', 'integer', 'number', 'text']);
    const bytes = await bytesOf(columns, rows, kinds);
    expect(bytes.equals(await bytesOf(columns, rows, kinds))).toBe(true);
    const { row_groups, schema } = parquetMetadata(new Uint8Array(bytes));
    expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([100_000, 100_000, 50_000]);
    expect(schema.map(({ type }) => type)).toEqual([
      undefined,
      'BYTE_ARRAY',
      'INT64',
      'DOUBLE',
      'BYTE_ARRAY',
    ]);
    const table = await read(folder.file('large.parquet', bytes));
    expect([table.columns, table.rows.length]).toEqual([columns, rows.length]);
    expect(table.rows.every((row, r) => row.every((cell, c) => cell === rows[r][c]))).toBe(true);
  });

  it.each([
    [['1', '', '-3'], 'integer'],
    [['1', '2.5'], 'number'],
    [['9007199254740993'], 'text'],
    [['1e21', '1e+21'], 'text'],
    [['1e+21', '5e-324'], 'number'],
    [['5.10'], 'text'],
    [['007'], 'text'],
    [['-0'], 'text'],
    [['NaN'], 'text'],
    [['Infinity'], 'text'],
    [[' 1'], 'text'],
    [['', ''], 'text'],
  ] as const)('has cells %j as %s', (cells, kind) => {
    expect(
      columnKinds(
        1,
        cells.map((cell) => [cell]),
      ),
    ).toEqual([kind]);
  });

  describe('that is damaged', () => {
    let bytes: Buffer;
    beforeAll(async () => {
      bytes = await bytesOf(
        ['smiles', 'y'],
        Array.from({ length: 500 }, (_, r) => [`C${r}`, String(r)]),
      );
    });
    const problem = async (content: Uint8Array) => {
      const { code, message } = await errorOf(() => read(folder.file('bad.parquet', content)));
      return `${code}: ${folder.shorten(message)}`;
    };
    const START = 'file: bad.parquet cannot be read as Parquet: ';
    /** The file with other text in its footer. */
    const withFooterLength = (length: number) => {
      const changed = Buffer.from(bytes);
      changed.writeUInt32LE(length, changed.length - 8);
      return changed;
    };

    it('is refused in one line', async () => {
      const noMagic = `${START}it does not begin and end with PAR1; it is cut off, or another kind of file`;
      expect(await problem(bytes.subarray(0, 700))).toBe(noMagic);
      expect(await problem(Buffer.from('PAR1'))).toBe(noMagic);
      expect(await problem(Buffer.from('smiles,y\nCCO,1\nCCC,2\n'))).toBe(noMagic);
      expect(await problem(withFooterLength(0xffffffff))).toBe(
        `${START}metadata length 4294967295 exceeds available buffer ${bytes.length - 8}; is the file whole?`,
      );
      // The columns of a file that lost its middle.
      const middle = Buffer.concat([bytes.subarray(0, 40), bytes.subarray(bytes.length - 700)]);
      expect(await problem(middle)).toContain(START);
    });

    it.each([
      [2 ** 31, 'it has 2,147,483,648 rows; at most 20 million can be read, split it into parts'],
      [20_000_000, 'a column has fewer values than its row group has rows; the file is damaged'],
      [100, 'a page claims more than its row group has; the file is damaged'],
    ])('is refused at once where it claims %i rows', async (claimed, message) => {
      const { ByteWriter } = await import('hyparquet-writer');
      const { writeMetadata } = await import('hyparquet-writer/src/metadata.js');
      const metadata = parquetMetadata(new Uint8Array(bytes));
      metadata.num_rows = BigInt(claimed);
      metadata.row_groups[0].num_rows = BigInt(claimed);
      const footer = new ByteWriter();
      writeMetadata(footer, metadata);
      footer.appendUint32(0x31524150);
      const body = bytes.subarray(0, bytes.length - 8 - metadata.metadata_length);
      const before = process.memoryUsage.rss();
      const start = performance.now();
      expect(await problem(Buffer.concat([body, footer.getBytes()]))).toBe(`${START}${message}`);
      expect(performance.now() - start).toBeLessThan(5000);
      expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
    });

    it('is refused where any of its bytes is another, or is read with as many rows', async () => {
      for (let at = 4; at < bytes.length - 8; at += 7) {
        const changed = Buffer.from(bytes);
        changed[at] ^= 0xff;
        const path = folder.file('changed.parquet', changed);
        try {
          expect((await read(path)).rows.length).toBe(500);
        } catch (error) {
          expect((error as Error).message).toMatch(/changed\.parquet/);
        }
      }
    });
  });
});

describe('tanimark split with Parquet files', () => {
  it('gives the numbers of CSV from CSV to Parquet to a score', async () => {
    const plain = folder.file('data.csv', SMALL);
    const [header, ...lines] = SMALL.trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    const data = folder.file('data.parquet', await bytesOf(header, lines, columnKinds(3, lines)));
    const scores: unknown[] = [];
    for (const [input, ending] of [
      [plain, 'csv'],
      [data, 'parquet'],
    ]) {
      const split = folder.at(`split.${ending}`);
      const { code } = await run(['split', input, '--test', '8', '--seed', '2', '-o', split]);
      expect(code).toBe(0);
      const table = await read(split);
      const cell = (row: string[], name: string) => row[table.columns.indexOf(name)];
      const test = table.rows.filter((row) => cell(row, 'split') === 'test');
      const predictions = test.map((row, i) => [
        cell(row, 'name'),
        String(Number(cell(row, 'y')) + i / 10),
      ]);
      const file =
        ending === 'csv'
          ? ['name,y_pred', ...predictions.map((row) => row.join(','))].join('\n')
          : await bytesOf(['name', 'y_pred'], predictions, ['text', 'number']);
      const scored = await run([
        'score',
        folder.file(`p.${ending}`, file),
        '--split',
        split,
        '--json',
      ]);
      const { overall, strata } = JSON.parse(scored.stdout);
      scores.push({ overall, strata });
      const verified = await run(['verify', split]);
      expect([verified.stderr, verified.code]).toEqual(['', 0]);
    }
    expect(scores[1]).toEqual(scores[0]);
    const [one, other] = [
      await read(folder.at('split.csv')),
      await read(folder.at('split.parquet')),
    ];
    expect([other.columns, other.rows]).toEqual([one.columns, one.rows]);
  });

  it('holds its manifest, without the checksums of the outputs, and numbers as numbers', () => {
    const bytes = new Uint8Array(readFileSync(folder.at('split.parquet')));
    const { key_value_metadata, schema } = parquetMetadata(bytes);
    const { outputs, ...inside } = JSON.parse(
      key_value_metadata?.find(({ key }) => key === 'tanimark')?.value ?? '',
    );
    const beside = JSON.parse(folder.read('split.parquet.manifest.json'));
    expect(outputs).toEqual([]);
    expect(inside).toEqual({ ...beside, outputs: undefined });
    const types = Object.fromEntries(schema.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      y: 'DOUBLE',
      name: 'BYTE_ARRAY',
      fold: 'INT64',
      max_similarity: 'DOUBLE',
    });
  });
});
