import { invalidShares, manyInvalidNotes } from '../../dataset/invalid-share.js';
import { conflictsOf } from '../../dataset/molecule-labels.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { standardizeNotes } from '../../dataset/standardized.js';
import { TanimarkError } from '../../errors.js';
import { type Assignment, TEST, TRAIN, VALID } from '../../splitters/splitter.js';
import type { Units } from '../../splitters/units.js';
import { conflictsText } from '../../tables/label-conflicts.js';
import { count, plural } from '../../text.js';
import type { Groups } from './groups.js';
import type { SplitPlan } from './plan.js';
import type { SplitPart } from './types.js';

/** What a user should know of the input. */
export function inputWarnings(
  data: MoleculeTable,
  { options, onInvalid, counted }: Pick<SplitPlan, 'options' | 'onInvalid' | 'counted'>,
): string[] {
  const { table, set, labelProblem } = data;
  const many = manyInvalidNotes(invalidShares([data]), options.smiles);
  const out = [...many, ...table.notes, ...standardizeNotes(data)];
  if (set.invalid.length > 0) {
    const [first] = set.invalid;
    const fate = onInvalid === 'drop' ? 'left out' : 'kept in the output, marked invalid';
    out.push(
      `${plural(set.invalid.length, 'row')} with an invalid SMILES, ${fate}; the first is row ${first.row} (line ${first.line}), "${first.smiles}": ${first.reason}`,
    );
  }
  const repeated = table.rows.length - set.invalid.length - set.count;
  if (repeated > 0) {
    const molecules = count(set.count);
    const what =
      counted === 'molecules'
        ? `sizes and bins count ${molecules} molecules (--count records counts rows)`
        : `sizes and bins count rows, not the ${molecules} molecules`;
    out.push(
      `${plural(repeated, 'row repeats', 'rows repeat')} the molecule of another row and ${repeated === 1 ? 'goes' : 'go'} where it goes; ${what}`,
    );
  }
  const conflicts = conflictsOf(data);
  if (conflicts && conflicts.molecules > 0) {
    out.push(`${conflictsText(conflicts)}; the mean label of each molecule is used`);
  }
  if (data.labels && data.labels.missing > 0) {
    out.push(
      `${plural(data.labels.missing, 'row')} without a label (column "${data.labels.column}"); bins count them, scores will not`,
    );
  }
  if (labelProblem) {
    out.push(`${labelProblem}; label statistics are left out`);
  }
  return out;
}

export function invalidError({ table, set }: MoleculeTable): TanimarkError {
  const [first] = set.invalid;
  return new TanimarkError(
    'structure',
    `${table.name}: ${plural(set.invalid.length, 'row')} with an invalid SMILES; the first is row ${first.row} (line ${first.line}), "${first.smiles}": ${first.reason}; mend or remove them, or say --on-invalid keep`,
  );
}

/**
 * Why a part has no training, test or validation molecules, which groups and repeated records can
 * make so; nothing if it has.
 *
 * @param name what the part is called, if it is one of several
 */
export function emptyError(
  { subset, sizeReason }: Assignment,
  units: Units,
  validAsked: boolean,
  groups: Groups | undefined,
  name: string | null,
): TanimarkError | undefined {
  const wanted = [
    ['train', TRAIN],
    ['test', TEST],
    ...(validAsked ? [['valid', VALID] as const] : []),
  ] as const;
  const empty = wanted.find(([, code]) => !subset.includes(code));
  if (!empty) return undefined;
  const heaviest = units.unitWeight.reduce((most, w) => Math.max(most, w), 0);
  const where = `${empty[0]}${name === null ? '' : ` of ${name}`}`;
  if (groups === undefined && units.uniform === 1) {
    return new TanimarkError(
      'target',
      `nothing would be in ${where}${sizeReason === undefined ? '' : ` (${sizeReason})`}; change --test, --valid or --folds, or the method's options`,
    );
  }
  const [flag, what] =
    groups === undefined
      ? ['--count records', 'rows of one molecule']
      : [`--group ${groups.named.column}`, `rows of one group${joinedBy(groups)}`];
  return new TanimarkError(
    'usage',
    `${flag}: nothing would be in ${where}, because ${what} stay together and are up to ${count(heaviest)} of ${count(units.total)}; change --test, --valid or --folds, or leave out ${flag}`,
  );
}

/** With `--strict`, why a part is not good enough; nothing if it is. */
export function strictError(
  { similarity }: SplitPart,
  name: string | null,
): TanimarkError | undefined {
  const { status, requested, achieved, reason, bound } = similarity;
  if (status === null || !requested) {
    return new TanimarkError(
      'usage',
      '--strict: the method asks for no number of molecules in any bin; leave it out',
    );
  }
  const where = name === null ? '' : `${name}: `;
  const valid = similarity.valid?.requested;
  if (status === 'exact' && valid?.every((n, b) => n === similarity.valid?.achieved[b]) !== false) {
    return undefined;
  }
  if (status === 'exact') {
    return new TanimarkError(
      'target',
      `--strict: ${where}asked for ${valid?.join(', ')} in the bins of the validation set and got ${similarity.valid?.achieved.join(', ')}; nothing was written; change --valid, or leave out --strict`,
    );
  }
  const least = bound && bound.misplaced > 0 ? `; ${bound.reason}` : '';
  return new TanimarkError(
    'target',
    `--strict: ${where}asked for ${requested.join(', ')} in the bins of the test set and got ${achieved.join(', ')} (${reason}${least}); nothing was written; change --distribution, --test or --max-discard, or leave out --strict`,
  );
}

/** What is to be said of groups that the user named. */
export function groupNotes(groups: Groups | undefined): string[] {
  if (!groups) return [];
  const joined = groups.bridging === 0 ? '' : `; ${bridges(groups)}`;
  return [
    `column "${groups.named.column}" keeps ${plural(groups.count, 'group')} of several molecules on one side${joined}`,
  ];
}

function bridges({ bridging }: Groups): string {
  return `${plural(bridging, 'molecule has', 'molecules have')} rows in several groups, which join them`;
}

function joinedBy(groups: Groups): string {
  return groups.bridging === 0 ? '' : ` (${bridges(groups)})`;
}

/** Said of a split whose search was ended by a time limit. */
export const TIMED_OUT =
  'the time limit ended the search: with another machine or load the split may be another';

/** What splitters said of sizes and all else, and whether time ran out. */
export function assignmentNotes(assignments: readonly Assignment[], inFolds: boolean): string[] {
  const sizes = assignments.flatMap(({ sizeReason }, k) => {
    if (sizeReason === undefined) return [];
    const where = assignments.length === 1 ? '' : `${inFolds ? 'fold' : 'repeat'} ${k}: `;
    return [`${where}${sizeReason}`];
  });
  const timedOut = assignments.some((a) => a.timedOut);
  return [
    ...sizes,
    ...new Set(assignments.flatMap((a) => a.notes ?? [])),
    ...(timedOut ? [TIMED_OUT] : []),
  ];
}
