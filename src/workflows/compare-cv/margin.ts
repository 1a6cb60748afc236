import { type Amount, amountOf, parseAmount } from '../../amount.js';
import { TanimarkError } from '../../errors.js';
import { optionValue } from '../../spelling.js';
import { printable } from '../../text.js';
import { requirePresent } from './metrics.js';

/**
 * The margin of each metric: `0.05` and `5%` are for all, `mae:0.05` for one. A metric whose margin is 0 has none.
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
    const amount = parseAmount(text.slice(at + 1), optionValue('margin', printable(text, 40)));
    if (at < 0) {
      if (common)
        throw new TanimarkError(
          'usage',
          `${optionValue('margin', text)}: a margin for all metrics is already given; leave one out`,
        );
      common = amount;
      continue;
    }
    const metric = requirePresent('margin', text.slice(0, at), metrics, shown);
    if (own.has(metric)) {
      throw new TanimarkError(
        'usage',
        `${optionValue('margin', text)}: a margin for ${metric} is already given; leave one out`,
      );
    }
    own.set(metric, amount);
  }
  const margins = new Map<string, Amount>();
  for (const metric of metrics) {
    const amount = own.get(metric) ?? common;
    if (amount && amountOf(amount, 1) > 0) margins.set(metric, amount);
  }
  return margins;
}
