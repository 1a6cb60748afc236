import { TanimarkError } from '../../errors.js';
import type { Amount } from '../../gate/config/types.js';
import { numberIn } from '../../tables/columns.js';
import { printable } from '../../text.js';
import { requirePresent } from './metrics.js';

/**
 * The margin of each metric: `0.05` and `5%` are for all, `mae:0.05` for one.
 *
 * @throws TanimarkError (usage) on what is no amount, on a metric that is not there, and on two for one
 */
export function readMargins(
  given: readonly string[] | undefined,
  metrics: readonly string[],
  shown: string,
): Map<string, Amount> {
  const own = new Map<string, Amount>();
  let common: Amount | undefined;
  for (const text of given ?? []) {
    const at = text.lastIndexOf(':');
    const amount = amountIn(text.slice(at + 1), text);
    if (at < 0) {
      if (common)
        throw new TanimarkError('usage', `--margin ${text}: there is one for all already`);
      common = amount;
      continue;
    }
    const metric = requirePresent('--margin', text.slice(0, at), metrics, shown);
    if (own.has(metric)) {
      throw new TanimarkError('usage', `--margin ${text}: there is one for ${metric} already`);
    }
    own.set(metric, amount);
  }
  const margins = new Map<string, Amount>();
  for (const metric of metrics) {
    const amount = own.get(metric) ?? common;
    if (amount) margins.set(metric, amount);
  }
  return margins;
}

function amountIn(text: string, whole: string): Amount {
  const share = text.trim().endsWith('%');
  const number = numberIn(share ? text.trim().slice(0, -1) : text);
  if (!(Number.isFinite(number) && number > 0)) {
    throw new TanimarkError(
      'usage',
      `--margin ${printable(whole, 40)}: it must be above 0, in the unit of the metric (0.05), a share (5%), or of one metric (mae:0.05)`,
    );
  }
  return share ? { share: number / 100 } : { value: number };
}
