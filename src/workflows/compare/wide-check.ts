import { TanimarkError } from '../../errors.js';
import type { Model } from '../../evaluation/predictions/models.js';
import { optionValue } from '../../spelling.js';
import type { Table } from '../../tables/table.js';
import { list, printable } from '../../text.js';

/**
 * Refuses columns that nobody named and that are no predictions by their values: those that are the true values, or
 * lie on another scale than these.
 *
 * @throws TanimarkError (column)
 */
export function checkScales(table: Table, models: readonly Model[]): void {
  for (const { column, found } of models) {
    const [{ truth, model, task, name }] = found.targets;
    const rows = [...truth.keys()].filter(
      (i) => !Number.isNaN(truth[i]) && !Number.isNaN(model?.value[i] ?? Number.NaN),
    );
    const [actual, predicted] = [rows.map((i) => truth[i]), rows.map((i) => model?.value[i] ?? 0)];
    const why = problemOf(actual, predicted, task === 'classification', name);
    if (why === null) continue;
    const all = models.map((one) => `"${printable(one.column ?? '', 30)}"`);
    throw new TanimarkError(
      'column',
      `${table.name}: unclear which of the columns ${list(all)} are models: "${printable(column ?? '', 30)}" ${why}; name them with ${optionValue('models', 'a,b')}`,
    );
  }
}

function problemOf(
  actual: readonly number[],
  predicted: readonly number[],
  classes: boolean,
  label: string,
): string | null {
  if (actual.length > 1 && actual.every((y, i) => predicted[i] === y)) {
    return `holds the true values of "${printable(label, 30)}"`;
  }
  const sorted = predicted.toSorted((a, b) => a - b);
  const middle = sorted[sorted.length >> 1];
  if (classes) {
    return predicted.every((p) => p >= 0 && p <= 1)
      ? null
      : `has values outside 0 to 1, and "${printable(label, 30)}" has classes`;
  }
  const [low, high] = [Math.min(...actual), Math.max(...actual)];
  const spread = high - low;
  if (middle < low - spread || middle > high + spread) {
    return `lies far from the true values of "${printable(label, 30)}" (${low} to ${high})`;
  }
  const whole = (values: readonly number[]) => values.every(Number.isInteger);
  return whole(predicted) && !whole(actual) ? 'has only whole numbers' : null;
}
