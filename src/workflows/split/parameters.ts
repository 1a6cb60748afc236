import type { SimilarityBins } from '../../similarity/bins.js';
import { memoryText } from '../../similarity/memory.js';
import type { MoleculeTable } from '../dataset.js';
import type { SplitPlan } from './plan.js';

/** Everything that decides on a split, as texts that the command line takes. */
export function parametersOf(
  { options, splitter, method, ...plan }: SplitPlan,
  data: MoleculeTable,
  bins: SimilarityBins,
  found: { memory: boolean; group: string | undefined },
): Record<string, string> {
  const inFolds = options.folds !== undefined || splitter.alwaysFolds === true;
  const findsTestSize = splitter.findsTestSize?.(method.values) === true;
  return {
    ...(inFolds || findsTestSize ? {} : { test: plan.test.text }),
    ...(inFolds ? {} : { valid: plan.valid.text }),
    ...(options.folds !== undefined && options.test !== undefined ? { test: plan.test.text } : {}),
    ...(options.folds === undefined ? {} : { folds: String(options.folds) }),
    ...(options.repeats === undefined ? {} : { repeats: String(options.repeats) }),
    bins: bins.texts.join(','),
    fingerprint: plan.fingerprint.spec,
    ...(plan.standardize === 'none' ? {} : { standardize: plan.standardize }),
    count: plan.counted,
    ...(found.group === undefined ? {} : { group: found.group }),
    'on-invalid': plan.onInvalid,
    ...(options.multiple === undefined ? {} : { multiple: options.multiple }),
    smiles: data.table.columns[data.smilesColumn],
    ...(data.labels ? { label: data.labels.column } : {}),
    ...(options.timeLimit === undefined ? {} : { 'time-limit': String(options.timeLimit) }),
    ...(found.memory ? { memory: memoryText(plan.memory) } : {}),
    ...method.texts,
  };
}
