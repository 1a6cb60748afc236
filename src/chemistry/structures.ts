import { Task } from '../task.js';
import type { DescribeOptions, Description } from './describe.js';
import { rowsInCommon } from './equal-fingerprints.js';
import type { ChemistryPool } from './pool.js';

/** Texts without repeats. */
export interface DistinctTexts {
  /** In the order of their first use. */
  readonly texts: string[];
  /** Position in `texts` of each text given. */
  readonly of: Int32Array;
}

export function distinctTexts(all: readonly string[]): DistinctTexts {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  const of = new Int32Array(all.length);
  for (let i = 0; i < all.length; i++) {
    let number = numbers.get(all[i]);
    if (number === undefined) {
      number = texts.length;
      numbers.set(all[i], number);
      texts.push(all[i]);
    }
    of[i] = number;
  }
  return { texts, of };
}

/**
 * Describes SMILES as far as is needed to tell which are one molecule. Those of one canonical SMILES have one
 * fingerprint, so the canonical SMILES, which take as long as all else, are made of those only whose
 * fingerprint another one has too; elsewhere `canonical` is empty.
 *
 * @param smiles distinct texts
 */
export async function describeStructures(
  smiles: readonly string[],
  pool: ChemistryPool,
  task: Task,
  { scaffolds }: Pick<DescribeOptions, 'scaffolds'>,
): Promise<Description> {
  const found = await pool.describe(smiles, task, { canonical: false, scaffolds });
  const { canonical, problems, words } = found;
  const width = pool.fingerprint.words;
  const common = rowsInCommon(words, width, smiles.length, (s) => problems[s] === null);
  const again = await pool.describe(
    common.map((s) => smiles[s]),
    new Task({ signal: task.signal }),
    { fingerprints: false },
  );
  common.forEach((s, i) => {
    canonical[s] = again.canonical[i];
    problems[s] = again.problems[i];
  });
  return { ...found, failures: found.failures + again.failures };
}
