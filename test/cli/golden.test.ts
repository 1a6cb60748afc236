import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

/**
 * Splits that people have made must come out the same after an upgrade. When a change of method
 * is meant, change the hash and tell users in CHANGELOG.md. `scripts/verify-golden.js` writes, verifies and repeats them all.
 */
const golden: {
  readonly splits: readonly { readonly args: string[]; readonly sha256: string }[];
  /** All methods that need nothing but the data. */
  readonly methods: { readonly args: string[]; readonly sha256: Readonly<Record<string, string>> };
} = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));

describe('splits of the bundled data set', () => {
  it.each(golden.splits)('with $args have the bytes they always had', async ({ args, sha256 }) => {
    const { stdout } = await run(['split', 'dataset:drugs', '-q', ...args]);
    expect(createHash('sha256').update(stdout).digest('hex')).toBe(sha256);
  });

  it('by the other methods have the bytes they always had', async () => {
    const folder = temporaryFolder();
    const methods = Object.keys(golden.methods.sha256).join(',');
    const args = ['-q', '--compare', ...golden.methods.args, '-o', `${folder.at('all')}/`];
    const { code } = await run(['split', 'dataset:drugs', '-m', methods, ...args]);
    expect(code).toBe(0);
    const { outputs } = JSON.parse(folder.read('all.manifest.json'));
    expect(
      Object.fromEntries(
        outputs.map(({ path, sha256 }: { path: string; sha256: string }) => [
          path.replace(/\.csv$/, ''),
          sha256,
        ]),
      ),
    ).toEqual(golden.methods.sha256);
  });
});
