import { describe, expect, it } from 'vitest';
import type { AuditSummary } from '../../src/workflows/audit/types.js';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const at = { cwd: folder.path };

async function audited(made: readonly string[], asked: readonly string[] = []) {
  await run(['split', 'dataset:drugs', '-q', '-o', 'split.csv', ...made], at);
  const { code, stdout } = await run(['audit', 'split.csv', '--json', ...asked], at);
  expect(code).toBe(0);
  const { comparisons, warnings } = JSON.parse(stdout) as AuditSummary;
  return {
    verdict: comparisons[0].verdict,
    notes: warnings.filter((text) => text.includes('requested')),
  };
}

describe('close neighbors that a split was asked for', () => {
  it('are said to be intended, with their number', async () => {
    expect(await audited([])).toEqual({
      verdict: 'similar',
      notes: [
        '40 of 120 test molecules were requested in [2/3, 1], so close neighbors in training are intended: judge a model by its strata of similarity (tanimark score), not by its overall score',
      ],
    });
  });

  it('are not where nobody asked for them, or asks for other bins or another fingerprint', async () => {
    expect(await audited(['-m', 'random'])).toEqual({ verdict: 'similar', notes: [] });
    expect((await audited([], ['--bins', '0,1/2,1'])).notes).toEqual([]);
    expect((await audited([], ['--fingerprint', 'maccs'])).notes).toEqual([]);
  });

  it('are those of the last bin, and none where it was to be empty', async () => {
    const edges = ['--bins', '0,0.5,0.75,1', '--distribution'];
    expect(await audited([...edges, '0,100,0'])).toEqual({ verdict: 'similar', notes: [] });
    expect((await audited([...edges, '40,40,20'])).notes).toEqual([
      expect.stringContaining('24 of 120 test molecules were requested in [0.75, 1]'),
    ]);
  });
});
