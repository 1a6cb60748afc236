import {
  type ChangedSplit,
  type FromManifest,
  settingsOfSplit,
} from '../../dataset/manifest/settings.js';
import { checkWithoutSplit, placeOfSplit } from '../../dataset/split-formats/place.js';
import { optionValue } from '../../spelling.js';
import type { ScoreOptions, Settled } from '../options.js';
import { seriesOf, type WholeSeries } from './series.js';

/**
 * Options, where they say nothing those with which the split was made, so that it is scored with the same bins,
 * fingerprint, structures and label. A folder is replaced by its files.
 *
 * @returns the series that the split kept whole, too
 * @throws TanimarkError (usage, file)
 */
export async function withSplitDefaults<Options extends ScoreOptions>(
  given: Options,
): Promise<{
  options: Settled<Options>;
  changed: ChangedSplit | null;
  series: WholeSeries | null;
}> {
  const named = withFiles(given);
  const { settings, changed: found, made } = await readManifest(named);
  const changed = found && withUnit(found);
  const said = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  return { options: { ...settings, ...said } as Settled<Options>, changed, series: seriesOf(made) };
}

/** A changed split, with the unit of resampling that its method would make the default. */
function withUnit(changed: ChangedSplit): ChangedSplit {
  if (seriesOf(changed.made) === null) return changed;
  return { ...changed, settings: { ...changed.settings, resample: 'cluster' } };
}

/** Options with the files of a folder in its place. */
function withFiles<Options extends ScoreOptions>(given: Options): Settled<Options> {
  const { split, train, truth } = given;
  checkWithoutSplit(given);
  // Together they are refused where the test set is read.
  if (split === undefined || train !== undefined || truth !== undefined) return given;
  const files = `${optionValue('train', 'train.csv')} ${optionValue('truth', 'test.csv')}`;
  const place = placeOfSplit({ ...given, split }, files);
  if (place.kind === 'table') return given;
  if (place.kind === 'list') return { ...given, split: place.path };
  const { train: learned, test, valid = null } = place.files;
  const sides = { train: learned, truth: test, validFile: valid };
  return { ...given, split: undefined, part: undefined, ...sides };
}

async function readManifest({ split, train, truth }: ScoreOptions): Promise<FromManifest> {
  const files = (split === undefined ? [train, truth] : [split]).filter(
    (file) => file !== undefined && file !== '-',
  ) as string[];
  const { settings, changed, ...made } = await settingsOfSplit(files);
  if (split !== undefined || truth !== undefined) return { settings, changed, ...made };
  // Columns are the split's own; truths that come with the predictions have theirs.
  const { smiles: _, label: __, ...rest } = settings;
  return { settings: rest, changed, ...made };
}
