import type { Targets } from './predictions/targets/types.js';
import type { Settings } from './settings.js';

/** The settings that a result depends on, as they are reported. @param task what the labels are */
export function parametersOf(
  settings: Settings,
  { kind, label, prediction }: Pick<Targets, 'kind' | 'label' | 'prediction'>,
  task: string,
): Record<string, string | number> {
  const { bins, fingerprint, standardize, bootstrap, resample, threshold, by } = settings;
  return {
    bins: bins.texts.join(','),
    fingerprint: fingerprint.spec,
    ...(standardize === 'none' ? {} : { standardize }),
    bootstrap,
    resample,
    'min-n': settings.minN,
    ...(by.length > 0 ? { by: by.join(',') } : {}),
    // Of several classes the most likely is taken, whatever its probability.
    ...(kind === 'classes' ? { task: 'multiclass' } : {}),
    ...(kind !== 'classes' && task === 'classification' ? { threshold: threshold ?? 0.5 } : {}),
    ...(label === undefined ? {} : { label }),
    ...(prediction === undefined ? {} : { prediction }),
  };
}
