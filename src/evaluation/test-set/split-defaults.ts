import {
  type ChangedSplit,
  type FromManifest,
  settingsOfSplit,
} from '../../dataset/manifest/settings.js';
import type { ScoreOptions } from '../options.js';

/** Options, where they say nothing those with which the split was made, so that it is scored with the same bins, fingerprint, structures and label. */
export async function withSplitDefaults<Options extends ScoreOptions>(
  given: Options,
): Promise<{ options: Options; changed: ChangedSplit | null }> {
  const { settings, changed } = await readManifest(given);
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { options: { ...settings, ...said } as Options, changed };
}

async function readManifest({ split, train, truth }: ScoreOptions): Promise<FromManifest> {
  const files = (split === undefined ? [train, truth] : [split]).filter(
    (file) => file !== undefined && file !== '-',
  ) as string[];
  const { settings, changed } = await settingsOfSplit(files);
  if (split !== undefined || truth !== undefined) return { settings, changed };
  // Columns are the split's own; truths that come with the predictions have theirs.
  const { smiles: _, label: __, ...rest } = settings;
  return { settings: rest, changed };
}
