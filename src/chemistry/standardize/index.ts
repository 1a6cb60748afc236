import type { Job } from '../../job.js';
import type { ChemistryPool } from '../pool.js';
import { distinctTexts } from '../structures.js';
import { type Forms, noForms } from './forms.js';
import { STANDARDIZE_LEVELS, type StandardizeLevel } from './levels.js';

export { STANDARDIZE_LEVELS, type StandardizeLevel } from './levels.js';

const ALL_FORMS = { level: 'tautomers', inchiKey: true } as const;

/** The forms of molecules at every level, in the order in which they were given. */
export interface StandardForms {
  /**
   * Canonical SMILES by level; for `tautomers` a key that tautomers share: an InChI or, where there is none
   * (`*`, dative bonds, more than 1,024 atoms), the form before. Empty where the form could not be
   * made. Two molecules are the same at a level if their texts are equal and not empty.
   */
  readonly forms: Readonly<Record<StandardizeLevel, readonly string[]>>;
  /** Standard InChIKeys of the molecules as they are; empty where there is no InChI. */
  readonly inchiKeys: readonly string[];
  /** Why a SMILES is no molecule, or why some of its forms could not be made; else `null`. */
  readonly problems: readonly (string | null)[];
}

/**
 * The forms of molecules at every level. A form depends on the molecule alone, not on how its SMILES is
 * written or on what else is in the list.
 *
 * @param smiles any texts, blanks around them apart
 * @param wanted the last level, after which forms are empty, and whether InChIKeys are made; default all
 */
export async function standardForms(
  smiles: readonly string[],
  pool: ChemistryPool,
  job: Job,
  wanted: { readonly level: StandardizeLevel; readonly inchiKey: boolean } = ALL_FORMS,
): Promise<StandardForms> {
  const { made, of } = await formsOf(smiles, wanted.level, wanted.inchiKey, pool, job);
  const each = <T>(pick: (forms: Forms) => T): T[] => Array.from(of, (text) => pick(made[text]));
  return {
    forms: Object.fromEntries(
      STANDARDIZE_LEVELS.map((level, l) => [level, each(({ texts }) => texts[l] ?? '')]),
    ) as Record<StandardizeLevel, string[]>,
    inchiKeys: each(({ inchiKey }) => inchiKey),
    problems: each(({ problem }) => problem),
  };
}

/**
 * Molecules at a level as SMILES. Tautomers become one of those given: the one that the list has most
 * often, among equals the first of the alphabet. The SMILES then depends on the list, though not on its order.
 *
 * @param smiles any texts, blanks around them apart
 * @returns canonical SMILES at the level and as given, empty where there is a problem
 */
export async function standardize(
  smiles: readonly string[],
  level: StandardizeLevel,
  pool: ChemistryPool,
  job: Job,
): Promise<{ smiles: string[]; canonical: string[]; problems: (string | null)[] }> {
  const { made, of } = await formsOf(smiles, level, false, pool, job);
  const at = (l: number) => Array.from(of, (text) => made[text].texts[l] ?? '');
  const last = STANDARDIZE_LEVELS.indexOf(level);
  const problems = Array.from(of, (text) => made[text].problem);
  const texts = at(last);
  const result = level === 'tautomers' ? representatives(texts, at(last - 1)) : texts;
  return { smiles: result, canonical: at(0), problems };
}

function representatives(keys: readonly string[], texts: readonly string[]): string[] {
  const chosen = mostFrequent(keys, texts);
  return keys.map((key) => (key === '' ? '' : (chosen.get(key) ?? '')));
}

/** Of each key, the text that goes with it most often; among equals the first of the alphabet. */
function mostFrequent(keys: readonly string[], texts: readonly string[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  keys.forEach((key, i) => {
    const own = counts.get(key) ?? new Map<string, number>();
    counts.set(key, own.set(texts[i], (own.get(texts[i]) ?? 0) + 1));
  });
  const chosen = new Map<string, string>();
  for (const [key, own] of counts) {
    const [first] = [...own].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    chosen.set(key, first[0]);
  }
  return chosen;
}

async function formsOf(
  smiles: readonly string[],
  level: StandardizeLevel,
  inchiKey: boolean,
  pool: ChemistryPool,
  job: Job,
): Promise<{ made: Forms[]; of: Int32Array }> {
  const { texts, of } = distinctTexts(smiles.map((text) => text.trim()));
  job.progress.start('standardizing molecules', texts.length, 'molecules');
  const { forms = [], problems } = await pool.describe(texts, job, {
    fingerprints: false,
    forms: { level, inchiKey },
  });
  job.progress.finish();
  const made = problems.map((problem, t) => (problem === null ? forms[t] : noForms(problem)));
  return { made, of };
}
