import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../../src/errors.js';
import { Job } from '../../../src/job.js';
import { registerTableFormat } from '../../../src/tables/formats/registry.js';
import { neighbors } from '../../../src/workflows/neighbors/index.js';
import { neighborsFormat, neighborsText } from '../../../src/workflows/neighbors/output.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const drugs = new URL('../../../datasets/drugs-and-chemicals.csv', import.meta.url);
/** The first 150 molecules. */
const lines = readFileSync(drugs, 'utf8').split('\n').slice(0, 151);
const query = folder.file('query.csv', `${lines.join('\n')}\n`);
const options = { query, reference: 'dataset:drugs', threshold: '0' };

describe('the text of a search', () => {
  it('comes in pieces, between which it can be canceled', async () => {
    const whole = neighborsText(await neighbors(options), 'jsonl');
    let all = 0;
    for await (const _ of whole.pieces()) all++;
    // 150 times 598 lines of some 250 characters.
    expect(all).toBeGreaterThan(250);
    expect(whole.summary().counts.neighbours).toBe(150 * 598);

    const controller = new AbortController();
    const job = new Job({ signal: controller.signal });
    const text = neighborsText(await neighbors(options, job), 'jsonl', job);
    let seen = 0;
    const reading = async () => {
      for await (const _ of text.pieces()) {
        if (++seen === 1) setTimeout(() => controller.abort(), 0);
      }
    };
    await expect(reading()).rejects.toBeInstanceOf(AbortedError);
    expect(seen).toBeLessThan(all / 2);
  });

  it('has the format of the file it is for', async () => {
    expect(neighborsFormat(undefined, undefined)).toBe('csv');
    expect(neighborsFormat(undefined, 'jsonl')).toBe('jsonl');
    expect(neighborsFormat('a/b.JSONL', undefined)).toBe('jsonl');
    expect(neighborsFormat('b.tab', undefined)).toBe('tsv');
    expect(neighborsFormat('b.txt', 'csv')).toBe('csv');
    const { message } = await errorOf(() => neighborsFormat('b.txt', undefined));
    expect(message).toContain('end the name in .csv, .tsv, .jsonl or .parquet, or say --format');
    expect((await errorOf(() => neighborsFormat('b/', undefined))).message).toContain(
      'is a folder',
    );
    expect(neighborsFormat('b/', 'parquet', true)).toBe('parquet');
    const remove = registerTableFormat({
      name: 'printed',
      extensions: ['.printed'],
      content: 'none',
      writer: { kind: 'lines', header: () => '', line: (cells) => `${cells.join(' ')}\n` },
    });
    try {
      expect(neighborsFormat('b.printed', undefined)).toBe('printed');
      const error = await errorOf(() => neighborsFormat('b.printed', undefined, true));
      expect(error.message).toContain(
        '--shard or --reference-shard: parts in the format printed cannot be joined; write .csv, .tsv, .jsonl or .parquet',
      );
    } finally {
      remove();
    }
  });
});
