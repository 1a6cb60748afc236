import { parametersFrom } from '../dataset/manifest/parameters.js';
import type { ScoreOptions } from './options.js';
import type { Targets } from './predictions/targets/types.js';
import type { Settings } from './settings.js';

/** The settings that a result depends on, as they are reported. @param task what the labels are */
export function parametersOf(
  settings: Settings,
  { kind, label, prediction }: Pick<Targets, 'kind' | 'label' | 'prediction'>,
  task: string,
): Record<string, string | number> {
  const {
    bins,
    fingerprint,
    standardize,
    trainWith,
    bootstrap,
    interval,
    resample,
    threshold,
    minN,
    by,
    conformal,
  } = settings;
  const isBinary = kind !== 'classes' && task === 'classification';
  const given: { [Option in keyof ScoreOptions]: string | number | undefined } = {
    bins: bins.texts.join(','),
    fingerprint: fingerprint.spec,
    standardize: standardize === 'none' ? undefined : standardize,
    trainWith,
    bootstrap,
    interval,
    resample,
    minN,
    conformal,
    by: by.length > 0 ? by.join(',') : undefined,
    // Of several classes the most likely is taken, whatever its probability.
    task: kind === 'classes' ? 'multiclass' : undefined,
    threshold: isBinary ? (threshold ?? 0.5) : undefined,
    label,
    prediction,
  };
  return parametersFrom(given);
}
