import { parameterOf } from '../../spelling.js';

/**
 * Options as a manifest, or a result, has them: without those that were not given, under names such as `min-n`.
 *
 * @param given by option, in the order in which they are written
 */
export function parametersFrom<Value>(
  given: Readonly<Record<string, Value | undefined>>,
): Record<string, Value> {
  const entries = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[parameterOf(name), value]],
  );
  return Object.fromEntries(entries);
}
