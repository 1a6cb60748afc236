import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { run } from './run.js';

/**
 * Splits that people have made must come out the same after an upgrade. When a change of method
 * is meant, change the hash and tell users in CHANGELOG.md.
 */
const golden: [string[], string][] = [
  [['-m', 'sae'], 'd9c710f138569b0bdd711d9ca7bb1f0c282a50c6338fede8a78a01b285e3e943'],
  [
    ['--distribution', 'range:0-0.2', '--valid', '0.1', '--effort', '0.05'],
    '3bf959ac92d7ef3462acf4c67e17aaec0c0c48dd94d47b26f9dcf5e2e17d0c15',
  ],
  [
    ['--folds', '5', '--effort', '0.05'],
    '0c012a930a43f4d51bf16761b751d46e04b211a8105399583b9dae3dc3c65a24',
  ],
  [['-m', 'random'], '0a6cb2f128bdd8c2eef7a388084ed435d40e48b32bdb0892b60b3055db10a131'],
  [
    ['-m', 'random', '--folds', '5'],
    'd00a2c50928a6b4f7ff215865e8a30e8eaebeeebb9fdbf6c6ad80ed99e6e568b',
  ],
];

describe('splits of the bundled data set', () => {
  it.each(golden)('with %j have the bytes they always had', (args, sha256) => {
    const { stdout } = run(['split', 'dataset:drugs', '-q', ...args]);
    expect(createHash('sha256').update(stdout).digest('hex')).toBe(sha256);
  });
});
