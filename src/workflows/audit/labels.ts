import type { AuditGiven } from '../../audit/audit-sides.js';
import { taskOfBoth } from '../../evaluation/test-set/true-values.js';
import { optionName } from '../../spelling.js';
import { isMissing } from '../../tables/cell-kinds.js';
import { numberIn } from '../../tables/columns.js';
import { printable } from '../../text.js';
import type { AuditSource } from './types.js';

/** Labels of two sides together, with notes. */
export interface ComparedLabels extends Pick<AuditGiven, 'labelTask' | 'noLabels'> {
  readonly notes: readonly string[];
}

/** Whether labels of two sides are of one kind; those of one table are. */
export function compareLabels(train: AuditSource, test: AuditSource): ComparedLabels {
  const [theirs, ours] = [train.data.labels, test.data.labels];
  if (!theirs || !ours) return { labelTask: null, noLabels: whyNone(train, test), notes: [] };
  const labelTask = taskOfBoth(ours, theirs);
  if (theirs === ours) return { labelTask, notes: [] };
  const name = `${train.name}-${test.name}`;
  const [one, other] = [train, test].map(columnOf);
  if (differentTasks(train, test)) {
    const kinds = [train, test].map((side) => `${KIND[taskOf(side)]} in ${side.name}`);
    const noLabels = `the labels are ${kinds.join(' and ')}`;
    const note = `${name}: ${noLabels} (${one}, ${other}), so labels are not compared; to compare them, name another column with ${optionName('label')}`;
    return { labelTask: null, noLabels, notes: [note] };
  }
  if (theirs.column.trim().toLowerCase() === ours.column.trim().toLowerCase()) {
    return { labelTask, notes: [] };
  }
  const note = `${name}: the label columns have different names (${one}, ${other}) and are compared as one property; if they are two properties, rename one and name it with ${optionName('label')}`;
  return { labelTask, notes: [note] };
}

const KIND = { classification: 'classes', regression: 'numbers' } as const;

const taskOf = ({ data }: AuditSource) => data.labels?.task ?? 'regression';

const columnOf = ({ data: { labels, table } }: AuditSource) =>
  `"${printable(labels?.column ?? '', 40)}" in ${table.name}`;

/**
 * Whether one side has classes and the other something else. A side that happens to hold the numbers
 * 0 and 1 alone is read as classes, also where the other has more whole numbers of one column.
 */
function differentTasks(train: AuditSource, test: AuditSource): boolean {
  const [theirs, ours] = [train.data.labels, test.data.labels];
  if (!theirs || !ours || theirs.task === ours.task) return false;
  const [classes, numbers] = theirs.task === 'classification' ? [train, test] : [test, train];
  const values = numbers.data.labels?.values.filter((y) => !Number.isNaN(y)) ?? new Float64Array();
  if (values.every((y) => y === 0 || y === 1)) return false;
  const counts = theirs.column === ours.column && values.every(Number.isInteger);
  return !counts || areWords(classes);
}

function areWords({ data: { labels, table } }: AuditSource): boolean {
  const column = table.columns.indexOf(labels?.column ?? '');
  const cell = table.rows.map((row) => row[column]).find((text) => !isMissing(text)) ?? '';
  return Number.isNaN(numberIn(cell));
}

/** Why there are no labels on both sides. */
function whyNone(...sides: AuditSource[]): string {
  const problem = sides.find(({ data }) => data.labelProblem !== null)?.data;
  const more = problem
    ? ` (the label column of ${problem.table.name} cannot be read; name another with ${optionName('label')})`
    : '';
  return `not both sides have labels${more}`;
}
