import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** A Python that has what the scripts need; undefined without one. */
const python = ['python3', '/usr/bin/python3'].find(
  (one) => spawnSync(one, ['-c', 'import pandas, sklearn, rdkit']).status === 0,
);

// Skipped where no Python has pandas, scikit-learn and RDKit.
describe.skipIf(python === undefined)('the scripts of docs/python.md, run by Python', () => {
  const run = (name: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'tanimark-python-'));
    const command = join(folder, 'tanimark');
    writeFileSync(
      command,
      `#!/bin/sh\nexec "${process.execPath}" "${path('bin/tanimark.js')}" "$@"\n`,
    );
    chmodSync(command, 0o755);
    return execFileSync(python as string, [path(`examples/python/${name}`)], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  };

  it('scores a model by similarity', { timeout: 120_000 }, () => {
    const lines = run('split_train_score.py').trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^0 +\[0, 1\/3\) +40 +\d\.\d+$/);
  });

  it('reads results as typed objects', { timeout: 240_000 }, () => {
    const page = readFileSync(path('docs/python.md'), 'utf8');
    expect(page).toContain(`\n\`\`\`\n${run('read_results.py')}\`\`\`\n`);
  });

  // Skipped where that Python has no IPython.
  const hasIPython =
    python !== undefined && spawnSync(python, ['-c', 'import IPython']).status === 0;
  it.skipIf(!hasIPython)('shows the page in a notebook', { timeout: 240_000 }, () => {
    expect(run('notebook.py')).toMatch(/<iframe srcdoc="&lt;!doctype html&gt;/i);
  });

  it('scores out-of-fold predictions', { timeout: 240_000 }, () => {
    expect(run('cross_validation.py')).toMatch(/in each\s+of 5 folds/);
  });
});
