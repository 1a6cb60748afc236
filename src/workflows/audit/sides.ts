import { groupByMolecule, SAME_LEVELS, type SameLevel, type Side } from '../../audit/side.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import {
  STANDARDIZE_LEVELS,
  type StandardForms,
  type StandardizeLevel,
  standardForms,
} from '../../chemistry/standardize/index.js';
import { skeletonKeys } from '../../chemistry/standardize/skeleton.js';
import { structureOf } from '../../dataset/molecules.js';
import type { Job } from '../../job.js';
import { fingerprintsOf } from '../../similarity/compared.js';
import { selectFingerprints } from '../../similarity/fingerprints.js';
import { plural } from '../../text.js';
import { Numbers } from './numbers.js';
import type { AuditSource } from './types.js';

/** The letters of an InChIKey that stand for connectivity. */
const CONNECTIVITY = 14;

/**
 * The forms of those molecules that could be the same as one on another side: the others have the same skeleton as none
 * there, and what they are at any level does not matter.
 *
 * @param texts molecules, side by side
 * @param upTo the last level; null for none
 */
async function formsThatMatter(
  texts: readonly string[],
  sides: readonly { readonly molecules: readonly number[] }[],
  upTo: StandardizeLevel | null,
  pool: ChemistryPool,
  job: Job,
): Promise<StandardForms> {
  const chosen = upTo === null ? [] : possiblyShared(texts, sides);
  const wanted = { level: upTo ?? 'none', inchiKey: false } as const;
  const own = chosen.map((i) => texts[i]);
  const made = chosen.length === 0 ? null : await standardForms(own, pool, job, wanted);
  const spread = <T>(values: readonly T[] | undefined, none: T): T[] => {
    const all = texts.map(() => none);
    chosen.forEach((i, k) => {
      if (values) all[i] = values[k];
    });
    return all;
  };
  return {
    forms: Object.fromEntries(
      STANDARDIZE_LEVELS.map((level) => [level, spread(made?.forms[level], '')]),
    ) as Record<StandardizeLevel, string[]>,
    inchiKeys: spread(made?.inchiKeys, ''),
    problems: spread<string | null>(made?.problems, null),
  };
}

/** Positions of molecules with a fragment whose skeleton is on another side, too; all if one cannot be followed. */
function possiblyShared(
  texts: readonly string[],
  sides: readonly { readonly molecules: readonly number[] }[],
): number[] {
  const sideOf = sides.flatMap(({ molecules }, s) => molecules.map(() => s));
  const keys = texts.map(skeletonKeys);
  if (keys.includes(null)) return [...texts.keys()];
  const SEVERAL = -1;
  const seenOn = new Map<string, number>();
  keys.forEach((own, i) => {
    for (const key of own ?? []) {
      const before = seenOn.get(key);
      if (before === undefined) seenOn.set(key, sideOf[i]);
      else if (before !== sideOf[i]) seenOn.set(key, SEVERAL);
    }
  });
  return [...texts.keys()].filter((i) => keys[i]?.some((key) => seenOn.get(key) === SEVERAL));
}

/**
 * The sides as audits look at them; molecules are standardized on the way.
 *
 * @param warnings what could not be standardized is added to them
 * @param upTo the last level at which molecules are to be the same; null for none; default all
 */
export async function makeSides(
  sources: readonly AuditSource[],
  pool: ChemistryPool,
  job: Job,
  warnings: string[],
  upTo?: StandardizeLevel | null,
): Promise<Side[]> {
  const drafts = sources.map((source) => {
    const { moleculeOf } = source.data.set;
    // Molecules of the side, in the order of their first record on it.
    const molecules = [...new Set(Array.from(source.records, (r) => moleculeOf[r]))];
    const position = new Map(molecules.map((m, i) => [m, i]));
    const of = source.records.map((r) => position.get(moleculeOf[r]) as number);
    return { source, molecules, of };
  });
  const texts = drafts.flatMap(({ source, molecules }) => {
    const { set } = source.data;
    return molecules.map((m) => structureOf(source.data, set.records[set.recordOffsets[m]]));
  });
  const { forms, inchiKeys, problems } =
    upTo === undefined
      ? await standardForms(texts, pool, job)
      : await formsThatMatter(texts, drafts, upTo, pool, job);
  const failed = new Set(texts.filter((_, i) => problems[i] !== null)).size;
  if (failed > 0) {
    warnings.push(
      `${plural(failed, 'molecule')} could not be standardized at every level and ${failed === 1 ? 'is' : 'are'} compared at the other levels (the first: ${problems.find((p) => p !== null)})`,
    );
  }
  const ofLevel: Record<SameLevel, readonly string[]> = {
    ...forms,
    inchi: inchiKeys.map((key) => key.slice(0, CONNECTIVITY)),
  };
  const numbered = Object.fromEntries(
    SAME_LEVELS.map((level) => {
      const numbers = new Numbers();
      return [level, Int32Array.from(ofLevel[level], (text) => numbers.of(text))];
    }),
  ) as Record<SameLevel, Int32Array>;
  const scaffolds = new Numbers();
  let first = 0;
  return drafts.map(({ source, molecules, of }): Side => {
    const { data, records, name } = source;
    const [from, to] = [first, first + molecules.length];
    first = to;
    const { labels } = data;
    return {
      name,
      moleculeOf: of,
      ...groupByMolecule(of, molecules.length),
      fingerprints: selectFingerprints(fingerprintsOf(data.compared), molecules),
      smiles: Array.from(records, (r) => data.table.rows[r][data.smilesColumn].trim()),
      labels: labels && Float64Array.from(records, (r) => labels.values[r]),
      keys: Object.fromEntries(
        SAME_LEVELS.map((level) => [level, numbered[level].subarray(from, to)]),
      ) as Record<SameLevel, Int32Array>,
      scaffolds: Int32Array.from(molecules, (m) => scaffolds.of(data.set.scaffolds?.[m])),
    };
  });
}
