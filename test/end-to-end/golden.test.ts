import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { run } from './run.js';

/**
 * Splits that people have made must come out the same after an upgrade. When a change of method
 * is meant, change the hash and tell users in CHANGELOG.md.
 */
const golden: [string[], string][] = [
  [['-m', 'sae'], 'b133d4b98b50fae2ec08679e426ca0391cf31469ee1481ebc11dfeec63a3993b'],
  [['-m', 'random'], '0a6cb2f128bdd8c2eef7a388084ed435d40e48b32bdb0892b60b3055db10a131'],
];

describe('splits of the bundled data set', () => {
  it.each(golden)('with %j have the bytes they always had', (args, sha256) => {
    const { stdout } = run(['split', 'dataset:drugs', '-q', ...args]);
    expect(createHash('sha256').update(stdout).digest('hex')).toBe(sha256);
  });
});
