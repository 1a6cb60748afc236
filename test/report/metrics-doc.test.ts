import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { metrics } from '../../src/metrics/registry.js';
import { metricsMarkdown, renderMetrics } from '../../src/report/score/metrics.js';

describe('docs/metrics.md', () => {
  it('is what the descriptors say (node scripts/update-readme.js writes it)', () => {
    const file = new URL('../../docs/metrics.md', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(metricsMarkdown());
  });

  it('has every metric once, as the list on the terminal has, which fits 80 columns', () => {
    for (const { name } of metrics) {
      expect(metricsMarkdown().split(`### \`${name}\`\n`), name).toHaveLength(2);
      expect(renderMetrics(), name).toMatch(
        new RegExp(`^ {2}${name.replaceAll('.', '\\.')}[ ,]`, 'm'),
      );
    }
    for (const line of renderMetrics().split('\n'))
      expect(line.length, line).toBeLessThanOrEqual(80);
  });
});
