import { invalidShares, manyInvalidNotes } from '../../dataset/invalid-share.js';
import { conflictsOf } from '../../dataset/molecule-labels.js';
import { type MoleculeTable, shownCandidates } from '../../dataset/molecule-table.js';
import { thingsOf } from '../../dataset/pairs/index.js';
import { standardizeNotes } from '../../dataset/standardized.js';
import { TanimarkError } from '../../errors.js';
import type { Count } from '../../options/split.js';
import { optionName, optionValue } from '../../spelling.js';
import { type Assignment, TEST, TRAIN, VALID } from '../../splitters/splitter.js';
import type { Units } from '../../splitters/units.js';
import { conflictsText } from '../../tables/label-conflicts.js';
import { shownPlace } from '../../tables/table.js';
import { count, plural, printable } from '../../text.js';
import { closenessOf, gridCloseness } from './closeness.js';
import type { Groups } from './groups.js';
import type { SplitPlan } from './plan.js';
import type { PairNovelty, SplitPart } from './types.js';

/** Characters of a SMILES in a note. */
const SMILES_SHOWN = 40;

/** Notes on the input: invalid, repeated and unlabeled rows, conflicting labels. */
export function inputWarnings(
  data: MoleculeTable,
  { options, onInvalid, counted }: Pick<SplitPlan, 'options' | 'onInvalid' | 'counted'>,
): string[] {
  const { table, set, labelProblem } = data;
  const { one, many: items } = thingsOf(data.pairs);
  const many = manyInvalidNotes(invalidShares([data]), options.smiles);
  const out = [...many, ...table.notes, ...standardizeNotes(data)];
  if (set.invalid.length > 0) {
    const [first] = set.invalid;
    const fate = onInvalid === 'drop' ? 'left out' : 'marked invalid in the output';
    out.push(
      `${plural(set.invalid.length, 'row')} with ${invalidText(data)}, ${fate}; the first is ${shownPlace(first)}, "${printable(first.smiles, SMILES_SHOWN)}": ${first.reason}`,
    );
  }
  const repeated = table.rows.length - set.invalid.length - set.count;
  if (repeated > 0) {
    const valid = table.rows.length - set.invalid.length;
    const what =
      counted === 'molecules'
        ? `${items} (to count rows: ${optionValue('count', 'records')})`
        : `rows, not ${items}`;
    out.push(
      `${plural(valid, 'row')} hold ${plural(set.count, one)}; all rows of a ${one} go to the same set; sizes and bins count ${what}`,
    );
  }
  const conflicts = conflictsOf(data);
  if (conflicts && conflicts.molecules > 0) {
    out.push(
      `${conflictsText(conflicts, data.labels?.classes, one, 1)}; the split uses the mean label of each ${one}; the output keeps the label of each row`,
    );
  }
  if (data.labels && data.labels.missing > 0) {
    out.push(
      `${plural(data.labels.missing, 'row')} without a label (column "${data.labels.column}"); they count for bins and not for scores`,
    );
  }
  if (labelProblem) {
    out.push(`${labelProblem}; no label statistics`);
  }
  if (data.labelCandidates.length > 1) {
    out.push(
      `${data.labelCandidates.length} columns could each be the label: ${shownCandidates(data.labelCandidates)}; none is used, so labels are neither balanced nor shown; choose one with ${optionName('label')}`,
    );
  }
  return out;
}

/** What rows lack that cannot be used. */
export function invalidText({ set: { invalid }, namesDrugs }: MoleculeTable): string {
  const partners = invalid.filter(({ column }) => column !== undefined).length;
  const structure = namesDrugs ? 'drug' : 'SMILES';
  if (partners === 0) return `an invalid ${structure}`;
  return partners < invalid.length ? `an invalid ${structure} or partner` : 'an invalid partner';
}

export function invalidError(data: MoleculeTable): TanimarkError {
  const { table, set } = data;
  const [first] = set.invalid;
  return new TanimarkError(
    'structure',
    `${table.name}: ${plural(set.invalid.length, 'row')} with ${invalidText(data)}; the first is ${shownPlace(first)}, "${first.smiles}": ${first.reason}; fix or remove them, or use ${optionValue('onInvalid', 'keep')}`,
  );
}

/**
 * The error of a part without training, test or validation molecules, as groups and repeated records can
 * cause it; undefined where all subsets have molecules.
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
      `${where} would be empty${sizeReason === undefined ? '' : ` (${sizeReason})`}; change ${optionName('test')}, ${optionName('valid')} or ${optionName('folds')}, or the method's options`,
    );
  }
  const [flag, what] =
    groups === undefined
      ? [optionValue('count', 'records'), 'rows of one molecule']
      : [optionValue('group', groups.named.column), `rows of one group${joinedBy(groups)}`];
  return new TanimarkError(
    'usage',
    `${flag}: ${where} would be empty: ${what} are never divided, and the largest unit holds ${count(heaviest)} of ${count(units.total)}; change ${optionName('test')}, ${optionName('valid')} or ${optionName('folds')}, or leave out ${flag}`,
  );
}

/** The error of a part that misses its requested histogram, for `--strict`; undefined where it is exact. */
export function strictError(
  { similarity, pairs }: SplitPart,
  name: string | null,
  counted: Count,
): TanimarkError | undefined {
  const { status, requested, achieved } = similarity;
  if (pairs?.grid_target) return strictGridError(pairs, name);
  if (status === null || !requested) {
    return new TanimarkError(
      'usage',
      `${optionName('strict')}: this method has no requested counts per bin; leave it out`,
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
      `${optionName('strict')}: ${where}validation bins requested ${valid?.join(', ')}, achieved ${similarity.valid?.achieved.join(', ')}; nothing was written; change ${optionName('valid')}, or leave out ${optionName('strict')}`,
    );
  }
  const { verdict, text } = closenessOf(similarity, counted === 'records' ? 'rows' : counted);
  return new TanimarkError(
    'target',
    `${optionName('strict')}: ${where}test bins requested ${requested.join(', ')}, achieved ${achieved.join(', ')} (${verdict}: ${text}); nothing was written; change ${optionName('distribution')}, ${optionName('test')} or ${optionName('max-discard')}, or leave out ${optionName('strict')}`,
  );
}

function strictGridError(pairs: PairNovelty, name: string | null): TanimarkError | undefined {
  const closeness = gridCloseness(pairs);
  if (!closeness) return undefined;
  const { text, cells } = closeness;
  const where = name === null ? '' : `${name}: `;
  return new TanimarkError(
    'target',
    `${optionName('strict')}: ${where}${text}: ${cells.join(', ')}; nothing was written; change ${optionName('test')} or ${optionName('max-discard')}, or leave out ${optionName('strict')}`,
  );
}

/** A note on the groups of `--group`; none without it. */
export function groupNotes(groups: Groups | undefined): string[] {
  if (!groups) return [];
  const column = `column "${groups.named.column}"`;
  if (groups.count === 0) {
    return [
      `${optionName('group')} changes nothing: no two molecules have the same value in ${column}`,
    ];
  }
  const joined = groups.bridging === 0 ? '' : `; ${bridges(groups)}`;
  return [
    `${plural(groups.count, 'group')} of several molecules (${column}) ${groups.count === 1 ? 'is' : 'are'} never divided${joined}`,
  ];
}

function bridges({ bridging }: Groups): string {
  return `${plural(bridging, 'molecule has', 'molecules have')} rows in several groups, so these groups are joined`;
}

function joinedBy(groups: Groups): string {
  return groups.bridging === 0 ? '' : ` (${bridges(groups)})`;
}

/** Warning of a split whose search was ended by a time limit. */
export const TIMED_OUT =
  'the time limit ended the search; the split may differ on another machine or under another load';

/** Notes of splitters on sizes and others, and on a search that ran out of time. */
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
