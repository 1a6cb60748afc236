import type { Option as Declared } from 'commander';
import type { Option } from '../options/option.js';

/** What each option of a command was declared with, for those who list options. */
export const declarations = new WeakMap<Declared, Option>();
