import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../../src/errors.js';
import { Job } from '../../../src/job.js';
import { neighbors } from '../../../src/workflows/neighbors/index.js';
import { neighborsFormat, neighborsText } from '../../../src/workflows/neighbors/output.js';
import { errorOf } from '../../helpers.js';

const options = { query: 'dataset:drugs', reference: 'dataset:drugs', threshold: '0' };

describe('the text of a search', () => {
  it('comes in pieces, between which it can be canceled', async () => {
    const whole = neighborsText(await neighbors(options), 'jsonl');
    let all = 0;
    for await (const _ of whole.pieces()) all++;
    // 598 times 597 lines of some 250 characters.
    expect(all).toBeGreaterThan(1000);
    expect(whole.summary().counts.neighbours).toBe(598 * 597);

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
  });
});
