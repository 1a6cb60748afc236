import { keysOf } from '../../bench/config/schema.js';
import { flagOf, type Spelling } from '../../spelling.js';

const keys: readonly string[] = Object.values(keysOf).flat();

/** How messages write options where a benchmark gives them: as its keys. */
export const AS_KEYS: Spelling = {
  has: (name) => keys.includes(name),
  name: (name) => (AS_KEYS.has(name) ? name : flagOf(name)),
  value: (name, value) => (AS_KEYS.has(name) ? `${name}: ${value}` : `${flagOf(name)} ${value}`),
};
