import { TanimarkError } from '../errors.js';
import { optionName, optionValue } from '../spelling.js';
import { list, nearestWord } from '../text.js';
import { butina } from './butina.js';
import { coldBoth, coldDrug, coldPartner } from './cold/index.js';
import { components } from './components/index.js';
import { group } from './group.js';
import { kMeansSplitter } from './k-means.js';
import { kennardStone } from './kennard-stone.js';
import { leader } from './leader.js';
import { leakageMinimal } from './leakage-minimal/index.js';
import { leaveOneGroupOut } from './leave-one-group-out.js';
import { lo } from './lo/index.js';
import { maxmin } from './maxmin.js';
import { perimeter } from './perimeter.js';
import { molecularWeight, property } from './property.js';
import { random } from './random.js';
import { sae } from './sae/index.js';
import { scaffold } from './scaffold.js';
import { simpd } from './simpd/index.js';
import { sphereExclusion } from './sphere-exclusion.js';
import type { Splitter, SplitterOption } from './splitter.js';
import { stratified } from './stratified.js';
import { time } from './time.js';

/** Every method, in the order in which they are listed. To add one, write its file and put it here. */
export const splitters: readonly Splitter[] = [
  sae,
  random,
  stratified,
  scaffold,
  butina,
  leader,
  kMeansSplitter,
  components,
  leakageMinimal,
  maxmin,
  kennardStone,
  sphereExclusion,
  perimeter,
  molecularWeight,
  property,
  time,
  simpd,
  lo,
  group,
  leaveOneGroupOut,
  coldDrug,
  coldPartner,
  coldBoth,
];

/** The method of a split that names none. */
export const DEFAULT_METHOD = 'sae';

/** @throws TanimarkError (usage) with the nearest name, when there is no such method */
export function splitterNamed(name: string): Splitter {
  const found = splitters.find((s) => s.name === name);
  if (found) return found;
  if (name.includes(',')) {
    throw new TanimarkError(
      'usage',
      `${optionValue('method', name)}: give one method, or add ${optionName('compare')}`,
    );
  }
  const names = splitters.map((s) => s.name);
  const near = nearestWord(name, names);
  throw new TanimarkError(
    'usage',
    `${optionValue('method', name)}: unknown method${near ? ` (did you mean ${near}?)` : ''}; choose one of ${list(names)}`,
  );
}

/**
 * The values of a splitter's options, defaults filled in.
 *
 * @param given option name to text, as the user wrote it
 * @throws TanimarkError (usage) when an option is not the splitter's, or its value is wrong
 */
export function splitterOptions(
  splitter: Splitter,
  given: Readonly<Record<string, string>>,
): { values: Record<string, unknown>; texts: Record<string, string> } {
  const values: Record<string, unknown> = {};
  const texts: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    if (splitter.options.some((option) => option.name === name)) continue;
    const owners = splitters
      .filter((s) => s.options.some((option) => option.name === name))
      .map((s) => s.name);
    throw new TanimarkError(
      'usage',
      `${optionName(name)}: the method ${splitter.name} has no such option${owners.length ? `; it is an option of ${list(owners)}` : ''}`,
    );
  }
  for (const option of splitter.options) {
    const text = given[option.name] ?? usualText(option, given);
    if (text === undefined) continue;
    texts[option.name] = text;
    values[option.name] = option.parse(text);
  }
  for (const option of splitter.options) {
    if (given[option.name] === undefined) continue;
    const hasNoEffect = `${optionName(option.name)} has no effect on the method ${splitter.name}`;
    const missing = option.idleWithout?.(values);
    if (missing !== undefined) {
      throw new TanimarkError(
        'usage',
        `${hasNoEffect} without ${missing}; leave it out, or add ${missing}`,
      );
    }
    const other = option.idleWith?.(values);
    if (other === undefined) continue;
    throw new TanimarkError('usage', `${hasNoEffect} with ${other}; leave one of them out`);
  }
  return { values, texts };
}

/** The default of an option, given the others; undefined where it then has no value. */
export function usualText(
  { default: usual, defaultWith }: SplitterOption,
  given: Readonly<Record<string, string>>,
): string | undefined {
  return defaultWith ? defaultWith(given) : usual;
}
