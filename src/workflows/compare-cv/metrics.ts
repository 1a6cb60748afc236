import { TanimarkError } from '../../errors.js';
import { DEFAULT_LEVEL } from '../../evaluation/predictions/read-model.js';
import { metricNamed, metrics } from '../../metrics/registry.js';
import { optionName, optionValue } from '../../spelling.js';
import { compareValues, list, nearestWord, printable } from '../../text.js';
import { metricKey } from './names.js';
import type { CompareCvOptions } from './types.js';

/** A metric of the table. */
export interface CvMetric {
  readonly name: string;
  readonly direction: 'minimize' | 'maximize';
  readonly target: number | null;
}

const lower = (text: string) => text.trim().toLowerCase();

/** Whether `flag` of that metric says which of its values are better. */
function isIn(names: readonly string[] | undefined, key: string): boolean {
  return (names ?? []).some((name) => lower(metricKey(name)) === lower(key));
}

/** Whether it is known which values of a metric are better. */
export function hasDirection(key: string, options: CompareCvOptions): boolean {
  return (
    isIn(options.minimize, key) || isIn(options.maximize, key) || metricNamed(key) !== undefined
  );
}

/**
 * The metrics to compare, in the order that was asked for, else as tables show them.
 *
 * @param present those of the table
 * @throws TanimarkError (usage)
 */
export function chosenMetrics(
  present: readonly string[],
  options: CompareCvOptions,
  shown: string,
): CvMetric[] {
  for (const flag of ['metrics', 'minimize', 'maximize'] as const) {
    for (const name of options[flag] ?? []) requirePresent(flag, name, present, shown);
  }
  const asked = options.metrics?.map((name) => find(name, present) as string);
  return [...new Set(asked ?? usualOrder(present))].map((key) => described(key, options, shown));
}

/** Notes on what was assumed of metrics. */
export function assumedNotes(metrics: readonly CvMetric[], { level }: CompareCvOptions): string[] {
  if (level !== undefined) return [];
  return metrics.flatMap(({ name, target }) =>
    target !== null && metricNamed(name)?.target === 'level'
      ? [
          `${name} is compared with ${target}, the usual level of predicted intervals; give the level of these with ${optionName('level')}`,
        ]
      : [],
  );
}

function find(name: string, present: readonly string[]): string | undefined {
  const wanted = lower(metricKey(name));
  return present.find((key) => lower(key) === wanted);
}

/** @throws TanimarkError (usage) when the table does not have a metric */
export function requirePresent(
  option: string,
  name: string,
  present: readonly string[],
  shown: string,
): string {
  const key = find(name, present);
  if (key !== undefined) return key;
  const near = nearestWord(name.trim(), present);
  throw new TanimarkError(
    'usage',
    `${optionValue(option, name)}: ${shown} has no such metric${near ? ` (did you mean ${near}?)` : ''}; it has ${list(present.map((key) => printable(key, 40)))}`,
  );
}

function usualOrder(present: readonly string[]): string[] {
  const position = (key: string) => {
    const at = metrics.findIndex((m) => m.name === key);
    return at < 0 ? metrics.length : at;
  };
  return present.toSorted((a, b) => position(a) - position(b) || compareValues(a, b));
}

function described(key: string, options: CompareCvOptions, shown: string): CvMetric {
  const [minimize, maximize] = [isIn(options.minimize, key), isIn(options.maximize, key)];
  if (minimize && maximize) {
    throw new TanimarkError(
      'usage',
      `${key}: listed in both ${optionName('minimize')} and ${optionName('maximize')}; choose one`,
    );
  }
  if (minimize || maximize) {
    return { name: key, direction: minimize ? 'minimize' : 'maximize', target: null };
  }
  const known = metricNamed(key);
  if (known) {
    const { direction, target = null } = known;
    const level = options.level ?? DEFAULT_LEVEL;
    return { name: key, direction, target: target === 'level' ? level : target };
  }
  const near = nearestWord(
    key,
    metrics.flatMap((m) => [m.name, ...m.aliases]),
  );
  const name = printable(key, 40);
  throw new TanimarkError(
    'usage',
    `${shown}: unknown metric ${name}${near ? ` (did you mean ${near}?)` : ''}; give its direction with ${optionValue('minimize', name)} or ${optionValue('maximize', name)}`,
  );
}
