import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ScoreSummary } from '../../src/workflows/score/types.js';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();

/**
 * The last digit of every metric and interval, on every version of Node that runs the tests: `10 ** x` differs between
 * versions of V8. A metric that is added or changed on purpose changes the checksum.
 */
it('every metric has the same bytes on every version of Node', async () => {
  const fixture = new URL('../fixtures/repository/', import.meta.url);
  for (const name of ['split.csv', 'split.csv.manifest.json', 'predictions/noisy.csv']) {
    cpSync(new URL(name, fixture), folder.at(name.replace('predictions/', '')));
  }
  const args = ['score', 'noisy.csv', '--split', 'split.csv', '--metrics', 'all', '--json', '-q'];
  const { code, stdout } = await run(args, { cwd: folder.path });
  expect(code).toBe(0);
  const { overall, strata, baselines } = JSON.parse(stdout) as ScoreSummary;
  const hash = createHash('sha256').update(JSON.stringify({ overall, strata, baselines }));
  expect(hash.digest('hex')).toBe(
    'bbbca1412a507cad8369b8a73eb68a7258f69dd10a49dcb4ed1f63785bf4f1e0',
  );
});
