import { groupByMolecule, SAME_LEVELS, type SameLevel, type Side } from '../../audit/side.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import {
  STANDARDIZE_LEVELS,
  type StandardForms,
  type StandardizeLevel,
  standardForms,
} from '../../chemistry/standardize/index.js';
import { selectFingerprints } from '../../similarity/fingerprints.js';
import type { Task } from '../../task.js';
import { plural } from '../../text.js';
import type { AuditSource } from './sources.js';

/** The letters of an InChIKey that stand for connectivity. */
const CONNECTIVITY = 14;

/** Numbers for texts, the same for equal ones; -1 for an empty one or none. */
class Numbers {
  private readonly known = new Map<string, number>();

  of(text: string | null | undefined): number {
    if (!text) return -1;
    let number = this.known.get(text);
    if (number === undefined) {
      number = this.known.size;
      this.known.set(text, number);
    }
    return number;
  }
}

/** Molecules of which nothing is known at any level. */
function noForms(texts: readonly string[]): StandardForms {
  const none = texts.map(() => '');
  const forms = Object.fromEntries(STANDARDIZE_LEVELS.map((level) => [level, none]));
  return {
    forms: forms as Record<StandardizeLevel, string[]>,
    inchiKeys: none,
    problems: texts.map(() => null),
  };
}

/**
 * The sides as audits look at them; molecules are standardised on the way.
 *
 * @param warnings what could not be standardised is added to them
 * @param upTo the last level at which molecules are to be the same; null for none; default all
 */
export async function makeSides(
  sources: readonly AuditSource[],
  pool: ChemistryPool,
  task: Task,
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
    const { table, smilesColumn, set } = source.data;
    return molecules.map((m) => table.rows[set.records[set.recordOffsets[m]]][smilesColumn].trim());
  });
  const wanted = upTo ? { level: upTo, inchiKey: false } : undefined;
  const { forms, inchiKeys, problems } =
    upTo === null ? noForms(texts) : await standardForms(texts, pool, task, wanted);
  const failed = new Set(texts.filter((_, i) => problems[i] !== null)).size;
  if (failed > 0) {
    warnings.push(
      `${plural(failed, 'molecule')} could not be standardised at every level (compared at the others alone; the first: ${problems.find((p) => p !== null)})`,
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
      fingerprints: selectFingerprints(data.fingerprints, molecules),
      smiles: Array.from(records, (r) => data.table.rows[r][data.smilesColumn].trim()),
      labels: labels && Float64Array.from(records, (r) => labels.values[r]),
      keys: Object.fromEntries(
        SAME_LEVELS.map((level) => [level, numbered[level].subarray(from, to)]),
      ) as Record<SameLevel, Int32Array>,
      scaffolds: Int32Array.from(molecules, (m) => scaffolds.of(data.set.scaffolds?.[m])),
    };
  });
}
