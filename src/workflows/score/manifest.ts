import { type FromManifest, settingsOfSplit } from '../split-settings.js';
import type { ScoreOptions } from './types.js';

/** The settings with which a split was made, so that it is scored with the same bins, fingerprint, structures and label. */
export function readManifest({
  split,
  train,
  truth,
}: Pick<ScoreOptions, 'split' | 'train' | 'truth'>): FromManifest {
  const files = (split === undefined ? [train, truth] : [split]).filter(
    (file) => file !== undefined && file !== '-',
  ) as string[];
  const { settings, warnings } = settingsOfSplit(files);
  if (split !== undefined || truth !== undefined) return { settings, warnings };
  // Columns are the split's own; truths that come with the predictions have theirs.
  const { smiles: _, label: __, ...rest } = settings;
  return { settings: rest, warnings };
}

/** `given` where it says something, else `defaults`. */
export function withDefaults<Options extends object>(
  given: Options,
  defaults: Partial<Options>,
): Options {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...defaults, ...said } as Options;
}
