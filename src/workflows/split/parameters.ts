import type { Multiple } from '../../chemistry/cells.js';
import type { StandardizeLevel } from '../../chemistry/standardize/levels.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import type { Count, OnInvalid } from '../../options/split.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { memoryText } from '../../similarity/memory.js';
import { splitterNamed } from '../../splitters/registry.js';
import type { Censored } from '../../tables/labels.js';
import type { SplitPlan } from './plan.js';
import type { SplitOptions } from './types.js';

/** Everything that decides on a split, as texts that the command line takes. */
export function parametersOf(
  { options, splitter, method, ...plan }: SplitPlan,
  data: MoleculeTable,
  bins: SimilarityBins,
  found: { memory: boolean; group: string | undefined; idColumn: number | undefined },
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
    ...(found.idColumn === undefined ? {} : { id: data.table.columns[found.idColumn] }),
    ...(data.table.hasHeader ? {} : { header: 'false' }),
    ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }),
    ...labelParameters(options, data),
    ...(options.timeLimit === undefined ? {} : { 'time-limit': String(options.timeLimit) }),
    ...(found.memory ? { memory: memoryText(plan.memory) } : {}),
    ...method.texts,
  };
}

function labelParameters(
  { label, censored, positive }: SplitPlan['options'],
  { labels }: MoleculeTable,
): Record<string, string> {
  const column = labels?.column ?? label;
  return {
    ...(column === undefined ? {} : { label: column }),
    ...(censored === undefined ? {} : { censored }),
    ...(positive === undefined ? {} : { positive }),
  };
}
/**
 * Options that make a split again, from what its manifest holds: the inverse of {@link parametersOf}.
 *
 * @param input the file to read
 * @param place where a file that an option names is now
 * @throws TanimarkError (usage) when there is no such method
 */
export function optionsFrom(
  { method, seed, parameters }: Recorded,
  input: string,
  place: (path: string) => string,
): SplitOptions {
  const splitter = splitterNamed(method);
  const { folds, repeats, test, valid } = parameters;
  // Columns of a file without a header have these names because they were found.
  const named = (role: 'smiles' | 'label') =>
    parameters.header === 'false' && parameters[role] === role ? undefined : parameters[role];
  const own = splitter.options.flatMap(({ name, default: usual }) =>
    parameters[name] === undefined || parameters[name] === usual
      ? []
      : [[name, withPlace(parameters[name], place)] as const],
  );
  return {
    input,
    method,
    seed: seed ?? undefined,
    // A size that is the default was perhaps not given, and then matters to no method.
    test: folds === undefined && test === '0.2' ? undefined : test,
    valid: valid === '0' ? undefined : valid,
    folds: folds === undefined ? undefined : Number(folds),
    repeats: repeats === undefined ? undefined : Number(repeats),
    bins: parameters.bins,
    fingerprint: parameters.fingerprint,
    standardize: parameters.standardize as StandardizeLevel | undefined,
    count: parameters.count as Count | undefined,
    group: parameters.group,
    onInvalid: parameters['on-invalid'] as OnInvalid | undefined,
    header: parameters.header === 'false' ? false : undefined,
    delimiter: parameters.delimiter,
    smiles: named('smiles'),
    label: named('label'),
    multiple: parameters.multiple as Multiple | undefined,
    censored: parameters.censored as Censored | undefined,
    positive: parameters.positive,
    id: parameters.id,
    timeLimit:
      parameters['time-limit'] === undefined ? undefined : Number(parameters['time-limit']),
    memory: parameters.memory,
    methodOptions: Object.fromEntries(own),
  };
}

/** Manifest entries of the parameters of a split. */
export interface Recorded {
  readonly method: string;
  readonly seed: number | null;
  readonly parameters: Readonly<Record<string, string>>;
}

/** `mimic:library.csv` with the library where it is now. */
function withPlace(text: string, place: (path: string) => string): string {
  const [, kind, path] = /^(mimic:)(.+)$/.exec(text.trim()) ?? [];
  return path === undefined ? text : `${kind}${place(path.trim())}`;
}
