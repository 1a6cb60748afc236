import type { Multiple } from '../chemistry/cells.js';
import type { StandardizeLevel } from '../chemistry/standardize/levels.js';
import type { Count, OnInvalid } from '../options/split.js';
import type { CommonOptions } from './session.js';

/** Options as the command line gives them. */
export interface SplitFlags extends CommonOptions {
  cache?: boolean;
  compare?: boolean;
  sweep?: boolean;
  thresholds?: string;
  deployment?: string;
  method?: string;
  methods?: boolean;
  test?: string;
  valid?: string;
  folds?: number;
  repeats?: number;
  strict?: boolean;
  timeLimit?: number;
  memory?: string;
  graph?: string;
  count?: Count;
  group?: string;
  bins?: string;
  fingerprint?: string;
  standardize?: StandardizeLevel;
  onInvalid?: OnInvalid;
  seed?: number;
  multiple?: Multiple;
  smiles?: string;
  label?: string;
  id?: string;
  header?: boolean;
  delimiter?: string;
  inputFormat?: string;
  output?: string;
  format?: string;
  html?: string;
  figures?: string;
  explain?: boolean;
}
