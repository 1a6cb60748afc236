import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { audit } from '../../../src/workflows/audit/index.js';
import type { AuditOptions } from '../../../src/workflows/audit/types.js';
import { split } from '../../../src/workflows/split/index.js';
import { splitTable } from '../../../src/workflows/split/tables.js';
import { joined, temporaryFolder } from '../../helpers.js';
import { hasShared, sharedPath } from '../../shared.js';

const folder = temporaryFolder();

async function comparisonOf(options: AuditOptions) {
  const { summary } = await audit({ ...options, examples: 0 }, new Job());
  expect(summary.comparisons).toHaveLength(1);
  const [comparison] = summary.comparisons;
  const rows = (name: string) => comparison.findings.find((f) => f.name === name)?.test_records;
  return { comparison, rows };
}

describe('splits that people use tell different stories', () => {
  it.skipIf(!hasShared)(
    'time-like, of dopamine D2: stereoisomers of training molecules',
    async () => {
      const file = sharedPath('datasets/CHEMBL217_simpd.csv');
      const { comparison, rows } = await comparisonOf({ split: file });
      expect(comparison.line).toBe(
        'verdict: leaky. 24 of 199 test molecules (12.1%) are duplicates of training molecules (stereoisomer: 22) or share their fingerprint with a different one (2). For comparison: a random test set would have about the same median similarity to training.',
      );
      expect(rows('same_without_stereo')).toBe(22);
    },
  );

  it.skipIf(!hasShared)(
    'made for activity cliffs, of thrombin: near analogs, hardly a copy',
    async () => {
      const file = sharedPath('datasets/CHEMBL204_Ki_cliffs.csv');
      const { comparison, rows } = await comparisonOf({ split: file });
      expect(comparison.line).toBe(
        'verdict: similar. 84.4% of the 553 test molecules have a training neighbor ≥ 0.7, 9.4% have one ≥ 0.9; 2 are duplicates of training molecules. For comparison: a random test set would have about the same median similarity to training.',
      );
      expect(rows('same_tautomer')).toBe(2);
      expect(rows('activity_cliff')).toBeGreaterThan(0);
    },
  );

  it.skipIf(!hasShared)('random, of EGFR: fingerprints that cannot be told apart', async () => {
    const input = sharedPath('datasets/IC50_EGFR.csv');
    const result = await split({ input, method: 'random' }, new Job());
    const file = folder.file('egfr.csv', await joined(splitTable(result, 'csv')));
    const { comparison, rows } = await comparisonOf({ split: file });
    expect(comparison.line).toBe(
      'verdict: leaky. 24 of 873 test molecules (2.7%) are duplicates of training molecules (same after neutralization: 1) or share their fingerprint with a different one (23). For comparison: a random test set would have about the same median similarity to training.',
    );
    expect(rows('near_0.7')).toBe(716);
    expect(comparison.similarity.ks).toBeLessThan(0.05);
    expect(comparison.look_up?.baselines.nearest_neighbour.r2.value).toBeGreaterThan(0.5);
  });
});
