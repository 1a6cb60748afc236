import { afterAll } from 'vitest';
import { parseFingerprint } from '../../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../../src/chemistry/pool.js';
import {
  STANDARDIZE_LEVELS,
  type StandardizeLevel,
  standardForms,
} from '../../../src/chemistry/standardize/index.js';
import { Job } from '../../../src/job.js';

/** RDKit for one file of tests. */
export function openPool(threads = 1): ChemistryPool {
  const pool = new ChemistryPool(parseFingerprint('morgan'), { threads });
  afterAll(() => pool.close());
  return pool;
}

/** The form of each SMILES at each level. */
export async function formsOf(
  pool: ChemistryPool,
  smiles: readonly string[],
): Promise<Record<StandardizeLevel, string>[]> {
  const { forms } = await standardForms(smiles, pool, new Job());
  return smiles.map(
    (_, i) =>
      Object.fromEntries(STANDARDIZE_LEVELS.map((level) => [level, forms[level][i]])) as Record<
        StandardizeLevel,
        string
      >,
  );
}

/** The first level at which two molecules are one; null if they never are. */
export async function levelOfEquality(
  pool: ChemistryPool,
  one: string,
  other: string,
): Promise<StandardizeLevel | null> {
  const [a, b] = await formsOf(pool, [one, other]);
  const equal = STANDARDIZE_LEVELS.map((level) => a[level] !== '' && a[level] === b[level]);
  const first = equal.indexOf(true);
  if (first >= 0 && equal.slice(first).includes(false)) {
    throw new Error(`${one} and ${other} are one at ${STANDARDIZE_LEVELS[first]} and not later`);
  }
  return first < 0 ? null : STANDARDIZE_LEVELS[first];
}
