import { chemprop } from './chemprop.js';
import { datasail } from './datasail.js';
import { deepchem } from './deepchem.js';
import type { SplitFormat } from './format.js';
import { indices } from './indices.js';
import { polaris } from './polaris.js';
import { predefinedSplit } from './predefined-split.js';
import { tdc } from './tdc.js';

/** Every format of splits beside tables. To add one, write its file and put it here. */
const formats: readonly SplitFormat[] = [
  chemprop,
  indices,
  predefinedSplit,
  polaris,
  datasail,
  deepchem,
  tdc,
];

export function splitFormats(): readonly SplitFormat[] {
  return formats;
}

/** The format of a name; undefined where no format has it. */
export function splitFormatNamed(name: string): SplitFormat | undefined {
  return formats.find((format) => format.name === name);
}
