import { TanimarkError } from '../../errors.js';
import { count, plural } from '../../text.js';
import type { MoleculeTable } from '../dataset.js';
import type { Count, OnInvalid, SplitPart } from './types.js';

/** What a user should know of the input. */
export function inputWarnings(data: MoleculeTable, onInvalid: OnInvalid, counted: Count): string[] {
  const { table, set, labelProblem } = data;
  const out = [...table.notes];
  if (set.invalid.length > 0) {
    const [first] = set.invalid;
    const fate = onInvalid === 'drop' ? 'left out' : 'kept in the output, marked invalid';
    out.push(
      `${plural(set.invalid.length, 'row')} with an invalid SMILES, ${fate}; the first is row ${first.row} (line ${first.line}), "${first.smiles}": ${first.reason}`,
    );
  }
  const repeated = table.rows.length - set.invalid.length - set.smiles.length;
  if (repeated > 0) {
    const molecules = count(set.smiles.length);
    const what =
      counted === 'molecules'
        ? `sizes and bins count ${molecules} molecules (--count records counts rows)`
        : `sizes and bins count rows, not the ${molecules} molecules`;
    out.push(
      `${plural(repeated, 'row repeats', 'rows repeat')} the molecule of another row and ${repeated === 1 ? 'goes' : 'go'} where it goes; ${what}`,
    );
  }
  if (data.labels && data.labels.missing > 0) {
    out.push(
      `${plural(data.labels.missing, 'row')} without a label (column "${data.labels.column}"); bins count them, scores will not`,
    );
  }
  if (labelProblem) {
    out.push(`${labelProblem}; label statistics are left out (choose a column with --label)`);
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

/** With `--strict`, why a part is not good enough; nothing if it is. */
export function strictError(
  { similarity }: SplitPart,
  part: number | null,
): TanimarkError | undefined {
  const { status, requested, achieved, reason, bound } = similarity;
  if (status === null || status === 'exact' || !requested) return undefined;
  const where = part === null ? '' : `part ${part}: `;
  const least = bound && bound.misplaced > 0 ? `; ${bound.reason}` : '';
  return new TanimarkError(
    'target',
    `--strict: ${where}asked for ${requested.join(', ')} test molecules in the bins and got ${achieved.join(', ')} (${reason}${least}); nothing was written; change --distribution or --test, allow --max-discard, or leave out --strict`,
  );
}
