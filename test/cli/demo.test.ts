import { describe, expect, it } from 'vitest';
import { run } from './run.js';

describe('tanimark', () => {
  it('demo shows in one screen that a random split hides what happens at low similarity', async () => {
    const { code, stdout, stderr } = await run(['demo']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThanOrEqual(80);
    const { splits } = JSON.parse((await run(['demo', '--json'])).stdout);
    const [random, aware] = splits;
    expect(aware.split.similarity).toMatchObject({ status: 'exact', achieved: [40, 40, 40] });
    const error = (group: { metrics: { mae: { value: number } } }) => group.metrics.mae.value;
    const low = error(aware.score.baselines.nearest_neighbour.strata[0]);
    const said = error(random.score.baselines.nearest_neighbour.overall);
    expect(low).toBeGreaterThan(1.5 * said);
    expect(random.split.similarity.achieved[0]).toBeLessThan(30);
    expect(stdout).toContain(low.toFixed(3));
    expect(stdout).toContain(said.toFixed(3));
  });

  it('has help with an example that names the command, for each command', async () => {
    const main = await run(['--help']);
    expect(main.code).toBe(0);
    for (const command of ['split', 'score', 'demo']) {
      expect(main.stdout).toContain(`  ${command}`);
      const { code, stdout } = await run([command, '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples?( \(.*\))?:\n {2}tanimark /);
      expect(stdout).toContain(`\n  tanimark ${command} `);
    }
  });

  it('lists methods and metrics with their sources', async () => {
    expect((await run(['split', '--methods'])).stdout).toMatch(/^sae\n[\s\S]*ICLR 2025/);
    expect((await run(['score', '--list-metrics'])).stdout).toMatch(
      /^Regression\n[\s\S]*\n {2}kendall, higher is better\n {6}τ-b: [\s\S]*Knight, J\. Am\. Stat\. Assoc\./,
    );
  });

  it('prints its version', async () => {
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
