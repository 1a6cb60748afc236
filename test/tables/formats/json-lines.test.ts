import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTableHead } from '../../../src/tables/head.js';
import { readTable } from '../../../src/tables/read.js';
import { run } from '../../cli/run.js';
import { errorOf, SMALL, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const structures = async (cells: string[]) => cells.map(() => false);
const read = (text: string | Uint8Array, name = 'a.jsonl') =>
  readTable(folder.file(name, text), { structures });
const problem = async (text: string) => folder.shorten((await errorOf(() => read(text))).message);

describe('JSON lines', () => {
  it('reads the keys of all lines as columns, in the order of their first appearance', async () => {
    const text = [
      '{"smiles": "CCO", "y": 1.50}',
      '',
      '{"y": 12345678901234567890, "id": "a\\"b", "smiles": "C"}\r',
      '{"0": true, "smiles": "CC", "y": null, "\\u0041": -1e-7}',
    ].join('\n');
    const table = await read(`\ufeff${text}`);
    expect(table.columns).toEqual(['smiles', 'y', 'id', '0', 'A']);
    expect(table.rows).toEqual([
      ['CCO', '1.50', '', '', ''],
      ['C', '12345678901234567890', 'a"b', '', ''],
      ['CC', '', '', 'true', '-1e-7'],
    ]);
    expect(table.lines).toEqual([1, 3, 4]);
    expect(table.sha256).toBe(
      createHash('sha256')
        .update(readFileSync(folder.at('a.jsonl')))
        .digest('hex'),
    );
    expect((await read(gzipSync(text), 'a.ndjson.gz')).rows).toEqual(table.rows);
  });

  it('gives its first rows for a look, with the columns that they have', async () => {
    const path = folder.file('head.jsonl', '{"smiles":"C"}\n{"y":1}\n{"z":2}\n');
    expect(await readTableHead(path, 2)).toMatchObject({
      columns: ['smiles', 'y'],
      rows: [
        ['C', ''],
        ['', '1'],
      ],
    });
  });

  it.each([
    [
      '{"smiles": "C"}\n{"smiles": "C"\n',
      'a.jsonl line 2: "{"smiles": "C"" is not JSON; each line must be one whole JSON object',
    ],
    [
      '[\n{"smiles": "C"}]\n',
      'a.jsonl line 1: "[" is not JSON; if the file is one JSON array, name it .json or add --input-format json',
    ],
    [
      '[{"smiles": "C"}]\n',
      'a.jsonl line 1: an array where an object is needed, such as {"smiles": "CCO", "y": 1}',
    ],
    [
      '{"smiles": "C"}\n\n7\n',
      'a.jsonl line 3: "7" where an object is needed, such as {"smiles": "CCO", "y": 1}',
    ],
    [
      '{"smiles": "C", "y": [1]}\n',
      'a.jsonl line 1: the value of "y" is an array, not a text or a number; remove this key, or flatten it (pandas: json_normalize)',
    ],
    [
      '{"y": {"a": 1}}\n',
      'a.jsonl line 1: the value of "y" is an object, not a text or a number; remove this key, or flatten it (pandas: json_normalize)',
    ],
    [
      '{"smiles": "C", "y": NaN}\n',
      'a.jsonl line 1: "{"smiles": "C", "y": NaN}" is not JSON; each line must be one whole JSON object',
    ],
    ['\n\n', 'a.jsonl is empty; it needs at least one row with a SMILES'],
  ])('refuses %j', async (text, message) => {
    expect(await problem(text)).toBe(message);
  });

  it('refuses more columns than a table may have, and says where', async () => {
    const keys = Array.from({ length: 100_001 }, (_, k) => `"c${k}":1`).join(',');
    expect(await problem(`{"smiles":"C"}\n{${keys}}\n`)).toBe(
      'a.jsonl line 2: more than 100,000 columns; remove some',
    );
  });

  it('keeps the cells of a split that is written and read again', async () => {
    const data = folder.file('data.csv', SMALL.replace('name', '"0"'));
    const made = { csv: folder.at('split.csv'), jsonl: folder.at('split.jsonl') };
    for (const output of Object.values(made)) {
      const { code } = await run(['split', data, '--test', '6', '-o', output]);
      expect(code).toBe(0);
    }
    const [plain, own] = [
      await readTable(made.csv, { structures }),
      await readTable(made.jsonl, { structures }),
    ];
    expect([own.columns, own.rows]).toEqual([plain.columns, plain.rows]);
    expect((await run(['verify', made.jsonl])).code).toBe(0);
    const again = await run(['split', made.jsonl, '--test', '6', '--json']);
    expect(JSON.parse(again.stdout).sizes).toMatchObject({ train: 18, test: 6 });
  });
});
