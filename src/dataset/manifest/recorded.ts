import type { SplitSettings } from './settings.js';

/** The settings of a split that those who read it take over from its manifest. */
export const SPLIT_SETTINGS = [
  'bins',
  'fingerprint',
  'smiles',
  'label',
  'censored',
  'positive',
  'multiple',
  'standardize',
  'splitColumn',
] as const satisfies readonly (keyof SplitSettings)[];
