import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  baselines,
  baselineWithRole,
  curveBaselines,
} from '../../src/evaluation/baselines/registry.js';

describe('the registry of baselines', () => {
  it('says what each one is for', () => {
    expect(baselineWithRole('no_skill')?.name).toBe('train_mean');
    expect(baselineWithRole('properties')?.name).toBe('property_only');
    expect(curveBaselines()).toEqual(['nearest_neighbour', 'knn', 'train_mean']);
  });

  it('gives each a name, a short title and a role of its own', () => {
    const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
    expect(distinct(baselines.map(({ name }) => name))).toBe(true);
    expect(distinct(baselines.map(({ shortTitle }) => shortTitle))).toBe(true);
    expect(distinct(baselines.flatMap(({ role }) => role ?? []))).toBe(true);
    expect(distinct(baselines.flatMap(({ curvePlace }) => curvePlace ?? []))).toBe(true);
  });

  it.each(['report/score', 'workflows/score', 'report/compare', 'workflows/compare'])(
    'is asked by %s, which names no baseline by hand',
    (folder) => {
      const path = fileURLToPath(new URL(`../../src/${folder}`, import.meta.url));
      const named = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => {
        if (!file.endsWith('.ts')) return false;
        const text = readFileSync(`${path}/${file}`, 'utf8');
        return baselines.some(({ name }) => new RegExp(`'${name}'|^ *${name}:`, 'm').test(text));
      });
      // The need of a metric for the training labels has the name of a baseline.
      expect(named.filter((file) => file !== 'metrics.ts')).toEqual([]);
    },
  );
});
