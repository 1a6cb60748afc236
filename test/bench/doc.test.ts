import { cpSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../src/bench/config/schema.js';
import { PLACEHOLDERS } from '../../src/bench/config/words.js';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const page = readFileSync(path('docs/bench.md'), 'utf8');

describe('docs/bench.md', () => {
  it.each([
    ['tanimark.bench.yaml', 'yaml'],
    ['forest.py', 'python'],
    ['ngrams.mjs', 'js'],
  ])('shows examples/bench/%s as it is', (name, language) => {
    const text = readFileSync(path(`examples/bench/${name}`), 'utf8');
    expect(page).toContain(
      `<!-- file: examples/bench/${name} -->\n\`\`\`${language}\n${text}\`\`\`\n`,
    );
  });

  it('has every placeholder, and every key of the top and of models', () => {
    for (const name of Object.keys(PLACEHOLDERS)) expect(page).toContain(`{${name}}`);
    for (const key of [...keysOf.top, ...keysOf.models].filter((name) => name !== '$schema')) {
      expect(page, key).toContain(`\`${key}\``);
    }
  });
});

it('the example runs with its model that needs Node.js alone', async () => {
  const folder = temporaryFolder();
  cpSync(path('examples/bench'), folder.path, { recursive: true });
  const args = ['bench', '--only', 'random/0/ngrams', '--json'];
  const { stdout, code } = await run(args, { cwd: folder.path });
  expect(code).toBe(0);
  expect((await run(['bench', 'report'], { cwd: folder.path })).code).toBe(1);
  const report = JSON.parse(stdout);
  expect(report.counts).toEqual({ done: 1, failed: 0, missing: 41 });
  const results = JSON.parse(folder.read('bench/results.json'));
  const { scores } = results.cells.find((cell: { status: string }) => cell.status === 'done');
  expect(scores.n).toBe(120);
  expect(scores.overall.metrics.mae.value).toBeGreaterThan(0.5);
  expect(scores.overall.metrics.mae.value).toBeLessThan(1.3);
});
