import type { ChemistryPool } from '../../chemistry/pool.js';
import type { Job } from '../../job.js';
import { toNumber } from '../../rational.js';
import { splitterOptions, splitters } from '../../splitters/registry.js';
import type { Promises } from '../../splitters/splitter.js';
import { firstReaching, type MeasuredSplit } from '../../splitters/verify.js';
import { printable } from '../../text.js';
import { factsOf } from '../split/column-data.js';
import { moleculeGroups } from '../split/groups.js';
import type { Claim } from './claims.js';
import type { Divided } from './division.js';
import type { Shown } from './shown.js';
import type { VerifyCheck } from './types.js';

/** Promises of a method with the options of a manifest; none for a split that no method of this version made. */
export function promisesOf({ method, parameters }: Pick<Claim, 'method' | 'parameters'>): Promises {
  const splitter = splitters.find(({ name }) => name === method);
  if (!splitter?.promises) return {};
  const own = splitter.options.flatMap(({ name, default: usual }) =>
    parameters[name] === undefined || parameters[name] === usual ? [] : [[name, parameters[name]]],
  );
  return splitter.promises(splitterOptions(splitter, Object.fromEntries(own)).values);
}

/** Checks what holds of every split, and what its method and options promise. @throws TanimarkError */
export async function promiseChecks(
  claim: Claim,
  shown: Shown,
  division: Divided,
  measured: MeasuredSplit,
  pool: ChemistryPool,
  job: Job,
): Promise<VerifyCheck[]> {
  // A split that was made elsewhere promises nothing.
  if (claim.method === 'described') return [];
  const { data } = shown;
  const checks: VerifyCheck[] = [];
  const add = (subject: string, problem: string | null) => {
    checks.push({
      kind: 'promises',
      subject: `${claim.title}: ${subject}`,
      outcome: problem === null ? 'passed' : 'failed',
      detail: problem,
    });
  };
  const molecule = Int32Array.from({ length: data.set.count }, (_, m) => m);
  add('each molecule in one set', dividedProblem(molecule, shown, division, true));
  const { group } = claim.parameters;
  if (group !== undefined) {
    const { of } = moleculeGroups(data, group);
    add(`groups of "${group}" undivided`, dividedProblem(of, shown, division, true));
  }
  const { apart, wholeScaffolds } = promisesOf(claim);
  if (apart) {
    const problem = apartProblem(shown, division, measured, apart);
    add(`no pair across subsets with similarity ≥ ${toNumber(apart)}`, problem);
  }
  if (wholeScaffolds) {
    const of = await scaffoldNumbers(shown, wholeScaffolds, pool, job);
    const kind = wholeScaffolds === 'generic' ? 'generic scaffolds' : 'scaffolds';
    add(`${kind} undivided`, dividedProblem(of, shown, division, false));
  }
  return checks;
}

/**
 * The first two records of one cluster that are in different subsets, in words.
 *
 * @param of cluster of each molecule, -1 for none
 * @param withDiscarded whether molecules that are left out count
 */
function dividedProblem(
  of: Int32Array,
  { data, place }: Shown,
  { words }: Divided,
  withDiscarded: boolean,
): string | null {
  const first = new Map<number, number>();
  for (const [r, word] of words.entries()) {
    const m = data.set.moleculeOf[r];
    const out = word === 'none' || word === 'invalid' || (word === 'discarded' && !withDiscarded);
    if (m < 0 || of[m] < 0 || out) continue;
    const before = first.get(of[m]);
    if (before === undefined) first.set(of[m], r);
    else if (words[before] !== word) {
      const smiles = printable(data.table.rows[r][data.smilesColumn].trim(), 40);
      return `${place(r)} (${smiles}) is in ${word}, and ${place(before)} in ${words[before]}`;
    }
  }
  return null;
}

function apartProblem(
  { data, place }: Shown,
  { test, valid, train }: Divided,
  { testNearest, validNearest, testToValid }: MeasuredSplit,
  apart: NonNullable<Promises['apart']>,
): string | null {
  const { set } = data;
  const record = (m: number) => place(set.records[set.recordOffsets[m]]);
  for (const [queries, references, nearest] of [
    [test, train, testNearest],
    [valid, train, validNearest],
    ...(testToValid ? [[test, valid, testToValid] as const] : []),
  ] as const) {
    const i = firstReaching(nearest, apart);
    if (i < 0) continue;
    const similarity = (nearest.intersection[i] / nearest.union[i]).toFixed(3);
    return `${record(queries[i])} and ${record(references[nearest.index[i]])} have a similarity of ${similarity}`;
  }
  return null;
}

/** Number of each molecule's scaffold; -1 where it could not be made. */
async function scaffoldNumbers(
  { data }: Shown,
  kind: 'murcko' | 'generic',
  pool: ChemistryPool,
  job: Job,
): Promise<Int32Array> {
  if (kind === 'generic') return factsOf(data, pool, job).genericScaffolds();
  const numbers = new Map<string, number>();
  return Int32Array.from(data.set.scaffolds ?? [], (scaffold) => {
    if (scaffold === null) return -1;
    const known = numbers.get(scaffold) ?? numbers.size;
    numbers.set(scaffold, known);
    return known;
  });
}
