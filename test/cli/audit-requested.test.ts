import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBins } from '../../src/similarity/bins.js';
import { withRequest } from '../../src/workflows/audit/opened.js';
import type { AuditSummary } from '../../src/workflows/audit/types.js';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const at = { cwd: folder.path };

async function audited(made: readonly string[], asked: readonly string[] = []) {
  await run(['split', 'dataset:drugs', '-q', '-o', 'split.csv', ...made], at);
  const { code, stdout } = await run(['audit', 'split.csv', '--json', ...asked], at);
  expect(code).toBe(0);
  const [{ verdict, line }] = (JSON.parse(stdout) as AuditSummary).comparisons;
  return {
    verdict,
    asked: /Because \d+ of the \d+ test \w+ were requested .*$/.exec(line)?.[0] ?? null,
  };
}

describe('close neighbors that a split was asked for', () => {
  it('are said to be intended, with their number, after the verdict', async () => {
    expect(await audited([])).toEqual({
      verdict: 'similar',
      asked:
        'Because 40 of the 120 test molecules were requested in [2/3, 1], this verdict is expected, and no change is needed. Judge a model by its strata (tanimark score), not by its overall score.',
    });
    const { stdout } = await run(['audit', 'split.csv'], at);
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /verdict: similar\. .* not by its overall score\. $/,
    );
  });

  it('are not where nobody asked for them, or asks for other bins or another fingerprint', async () => {
    expect(await audited(['-m', 'random'])).toEqual({ verdict: 'similar', asked: null });
    expect((await audited([], ['--bins', '0,1/2,1'])).asked).toBeNull();
    expect((await audited([], ['--fingerprint', 'maccs'])).asked).toBeNull();
  });

  it('are no reason to keep a split that has duplicates', () => {
    const comparison = {
      train: 'train',
      test: 'test',
      line: 'verdict.',
      verdict: 'leaky',
    } as const;
    const opened = { requested: [10, 10, 20], bins: parseBins('0,1/3,2/3,1'), sides: [] };
    const asked = 'verdict. Because 20 of the 40 test molecules were requested in [2/3, 1],';
    expect(withRequest(comparison, 3, opened).line).toBe(
      `${asked} close neighbors are expected, but duplicates are not. Judge a model by its strata (tanimark score), not by its overall score.`,
    );
    expect(withRequest(comparison, 0, opened).line).toBe(
      `${asked} this verdict is expected, and no change is needed. Judge a model by its strata (tanimark score), not by its overall score.`,
    );
  });

  it('are those of the last bin, and none where it was to be empty', async () => {
    const edges = ['--bins', '0,0.5,0.75,1', '--distribution'];
    expect(await audited([...edges, '0,100,0'])).toEqual({ verdict: 'similar', asked: null });
    expect((await audited([...edges, '40,40,20'])).asked).toMatch(
      /^Because 24 of the 120 test molecules were requested in \[0\.75, 1\]/,
    );
  });
});

describe('a split that was parted from its manifest', () => {
  it('is read with default settings, which is said by every command', async () => {
    await run(['split', 'dataset:drugs', '-q', '-o', 's.csv', '--bins', '0,1/2,1'], at);
    rmSync(folder.at('s.csv.manifest.json'));
    const note = (used: string) =>
      `note: s.csv has no manifest beside it (s.csv.manifest.json), which says how the split was made: ${used} are used; keep both files together\n`;
    const both = note('default bins and the default fingerprint');
    expect((await run(['audit', 's.csv'], at)).stderr).toContain(both);
    const score = ['score', '--split', 's.csv', '--metrics', 'mae', '--label', 'crippen_logp'];
    expect((await run(score, at)).stderr).toContain(both);
    expect((await run([...score, '--bins', '0,1/2,1'], at)).stderr).toContain(
      note('the default fingerprint').replace('are used', 'is used'),
    );
    const given = ['--bins', '0,1/2,1', '--fingerprint', 'maccs'];
    expect((await run([...score, ...given], at)).stderr).not.toContain('no manifest');
    expect((await run(['audit', 's.csv', ...given], at)).stderr).not.toContain('no manifest');
  });
});
