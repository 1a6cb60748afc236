import { describe, expect, it } from 'vitest';
import { ROWS_AT_ONCE } from '../../src/dataset/table-stream.js';
import { temporaryFolder } from '../helpers.js';
import { table } from './recompute.js';
import { run } from './run.js';

const folder = temporaryFolder();
const drugs = table((await run(['split', 'dataset:drugs', '-m', 'random', '-q'])).stdout)
  .slice(0, 300)
  .map(({ smiles }, i) => (i === 7 ? 'C1CC' : i === 9 ? `${smiles} |o1:1|` : smiles));
/** The same molecules again and again, in several parts; a whole number of times. */
const TIMES = Math.ceil((2 * ROWS_AT_ONCE + 1) / drugs.length);
const many = Array.from({ length: TIMES }, () => `${drugs.join('\n')}\n`).join('');
const query = folder.file('query.smi', many);
const reference = folder.file('reference.smi', `${drugs.slice(0, 150).join('\n')}\nC\n`);

describe('neighbors of more queries than are held at once', () => {
  it('are joined from parts to the same file', async () => {
    const whole = await run(['neighbors', query, reference, '-q']);
    const parts = [1, 2, 3].map((i) => folder.at(`part-${i}.csv`));
    for (const [i, part] of parts.entries()) {
      const args = ['neighbors', query, reference, '--shard', `${i + 1}/3`, '-o', part, '-q'];
      expect((await run(args)).code).toBe(0);
    }
    const merged = await run(['neighbors', '--merge', ...parts, '-q']);
    expect(merged.stdout).toBe(whole.stdout);
  }, 60_000);

  it('and of more references, in parts of both, which list no molecule itself', async () => {
    // The smallest table that is read as a stream; part 2 of 3 of the references begins in the middle of it.
    const whole = await run(['neighbors', query, query, '-q', '-k', '2']);
    for (const i of [1, 2]) {
      for (const j of [1, 2, 3]) {
        const shards = ['--shard', `${i}/2`, '--reference-shard', `${j}/3`];
        const args = ['neighbors', query, query, '-k', '2', ...shards];
        expect((await run([...args, '-o', folder.at('grid/'), '-q'])).code).toBe(0);
      }
    }
    const merged = await run(['neighbors', '--merge', folder.at('grid/'), '-q']);
    expect(merged.stdout).toBe(whole.stdout);
  }, 120_000);

  it('do not list a molecule itself where the reference is a copy of the query file', async () => {
    const copy = folder.file('copy.smi', many);
    const same = await run(['neighbors', query, query, '-q', '-k', '2']);
    const other = await run(['neighbors', query, copy, '-q', '-k', '2']);
    expect(other.stdout).toBe(same.stdout);
  }, 60_000);
});
