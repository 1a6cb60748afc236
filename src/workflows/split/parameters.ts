import { parametersFrom } from '../../dataset/manifest/parameters.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { relocatedPairs } from '../../dataset/pairs/files.js';
import { pairSettings } from '../../dataset/pairs/settings.js';
import type { Form } from '../../options/kinds.js';
import { SPLIT } from '../../options/split.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { memoryText } from '../../similarity/memory.js';
import { parameterOf } from '../../spelling.js';
import { splitterNamed, usualText } from '../../splitters/registry.js';
import type { SplitPlan } from './plan.js';
import type { SplitOptions } from './types.js';

/** Everything that decides on a split, as texts that the command line takes. */
export function parametersOf(
  { options, splitter, method, ...plan }: SplitPlan,
  data: MoleculeTable,
  bins: SimilarityBins,
  found: {
    fingerprint: string;
    memory: boolean;
    group: string | undefined;
    idColumn: number | undefined;
  },
): Record<string, string> {
  const inFolds = options.folds !== undefined || splitter.alwaysFolds === true;
  const hasTestSize = inFolds
    ? options.folds !== undefined && options.test !== undefined
    : splitter.findsTestSize?.(method.values) !== true;
  const { columns, hasHeader } = data.table;
  const given: { [Option in keyof SplitOptions]?: string | number | undefined } = {
    test: hasTestSize ? plan.test.text : undefined,
    valid: inFolds ? undefined : plan.valid.text,
    folds: options.folds,
    repeats: options.repeats,
    bins: bins.texts.join(','),
    fingerprint: found.fingerprint,
    standardize: plan.standardize === 'none' ? undefined : plan.standardize,
    count: plan.counted,
    group: found.group,
    onInvalid: plan.onInvalid,
    multiple: options.multiple,
    smiles: columns[data.smilesColumn],
    id: found.idColumn === undefined ? undefined : columns[found.idColumn],
    header: hasHeader ? undefined : 'false',
    delimiter: options.delimiter,
    inputFormat: options.inputFormat,
    label: data.labels?.column ?? options.label,
    censored: options.censored,
    positive: options.positive,
    transform: options.transform,
    timeLimit: options.timeLimit,
    ...pairSettings(data.pairs, options),
    memory: found.memory ? memoryText(plan.memory) : undefined,
  };
  const texts = Object.entries(parametersFrom(given)).map(([name, value]) => [name, String(value)]);
  return { ...Object.fromEntries(texts), ...method.texts };
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
  const given = Object.entries(SPLIT).flatMap(([name, { form }]) => {
    const text = parameters[parameterOf(name)];
    if (text === undefined || isUsual(name, text, parameters)) return [];
    return [[name, readRecorded(text, form?.type)]];
  });
  const own = splitter.options.flatMap((option) => {
    const { [option.name]: text } = parameters;
    if (text === undefined || text === usualText(option, parameters)) return [];
    return [[option.name, withPlace(text, place)] as const];
  });
  return {
    ...relocatedPairs(Object.fromEntries(given) as Partial<SplitOptions>, place),
    input,
    method,
    seed: seed ?? undefined,
    methodOptions: Object.fromEntries(own),
  };
}

/** Whether a recorded value is there although it may not have been given. */
function isUsual(name: string, text: string, { folds, header }: Recorded['parameters']): boolean {
  // A size that is the default was perhaps not given, and then matters to no method.
  if (name === 'test') return folds === undefined && text === SPLIT.test.default;
  if (name === 'valid') return text === SPLIT.valid.default;
  // Columns of a file without a header have these names because they were found.
  return header === 'false' && text === name && ['smiles', 'label'].includes(name);
}

/** A recorded text as the library takes it. */
function readRecorded(text: string, type: Form['type'] | undefined): string | number | boolean {
  if (type === 'whole' || type === 'number') return Number(text);
  return type === 'flag' ? text === 'true' : text;
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
