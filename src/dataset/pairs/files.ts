import type { PairOptions } from './types.js';

/** Options of pairs that name files. */
export const PAIR_FILES = ['drugs', 'targets', 'targetSimilarity'] as const;

/** Options with the places where their files are now. @param place of a file, by its name in a manifest */
export function relocatedPairs<Options extends PairOptions>(
  options: Options,
  place: (path: string) => string,
): Options {
  const found = PAIR_FILES.flatMap((name) => {
    const path = options[name];
    return path === undefined ? [] : [[name, place(path)]];
  });
  return { ...options, ...Object.fromEntries(found) };
}
