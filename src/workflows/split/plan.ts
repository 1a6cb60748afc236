import {
  type FingerprintSource,
  fingerprintSource,
} from '../../chemistry/own-fingerprints/index.js';
import { STANDARDIZE_LEVELS, type StandardizeLevel } from '../../chemistry/standardize/levels.js';
import { TanimarkError } from '../../errors.js';
import type { Count, OnInvalid } from '../../options/split.js';
import { parseBins, type SimilarityBins } from '../../similarity/bins.js';
import { defaultMemory, parseMemory } from '../../similarity/memory.js';
import { optionName, optionValue } from '../../spelling.js';
import { DEFAULT_METHOD, splitterNamed, splitterOptions } from '../../splitters/registry.js';
import { parseSize, type SizeRequest } from '../../splitters/sizes.js';
import type { Splitter } from '../../splitters/splitter.js';
import { list } from '../../text.js';
import type { SplitOptions } from './types.js';

/** A planned split: its options, checked as far as possible without the input. */
export interface SplitPlan {
  readonly options: SplitOptions;
  readonly splitter: Splitter;
  /** The method's own options: values, and texts as they were given. */
  readonly method: ReturnType<typeof splitterOptions>;
  /** The bins, if the user gave any. */
  readonly bins: SimilarityBins | undefined;
  readonly test: SizeRequest;
  readonly valid: SizeRequest;
  readonly fingerprint: FingerprintSource;
  readonly standardize: StandardizeLevel;
  readonly onInvalid: OnInvalid;
  /** Bytes. */
  readonly memory: number;
  readonly counted: Count;
  readonly seed: number;
  /** Whether the seed matters. */
  readonly usesSeed: boolean;
  /** Whether the labels do. */
  readonly usesLabels: boolean;
  /** Whether scaffolds do. */
  readonly usesScaffolds: boolean;
}

/** @throws TanimarkError (usage) */
export function planSplit(options: SplitOptions): SplitPlan {
  const splitter = splitterNamed(options.method ?? DEFAULT_METHOD);
  const method = splitterOptions(splitter, options.methodOptions ?? {});
  const usesSeed = isSo(splitter.usesSeed, method.values);
  checkOptions(options, splitter, usesSeed);
  return {
    options,
    splitter,
    method,
    usesSeed,
    usesLabels: isSo(splitter.usesLabels, method.values),
    usesScaffolds: isSo(splitter.usesScaffolds, method.values),
    bins: options.bins === undefined ? undefined : parseBins(options.bins),
    test: parseSize(options.test ?? '0.2', 'test'),
    valid: parseSize(options.valid ?? '0', 'valid'),
    fingerprint: fingerprintSource(options.fingerprint),
    standardize: options.standardize ?? 'none',
    onInvalid: options.onInvalid ?? 'keep',
    memory: options.memory === undefined ? defaultMemory() : parseMemory(options.memory),
    counted: options.count ?? 'molecules',
    seed: options.seed ?? 0,
  };
}

/** A property that may depend on the method's own options. */
function isSo(
  property: boolean | ((options: Readonly<Record<string, unknown>>) => boolean) | undefined,
  options: Readonly<Record<string, unknown>>,
): boolean {
  return typeof property === 'function' ? property(options) : property === true;
}

function checkOptions(options: SplitOptions, splitter: Splitter, usesSeed: boolean): void {
  const usage = (text: string) => new TanimarkError('usage', text);
  const { standardize = 'none' } = options;
  if (!STANDARDIZE_LEVELS.includes(standardize)) {
    throw usage(
      `${optionValue('standardize', standardize)}: unknown level; choose one of ${list(STANDARDIZE_LEVELS)}`,
    );
  }
  if (options.seed !== undefined && !usesSeed) {
    throw usage(
      `${optionName('seed')}: the method ${splitter.name} draws no random numbers; leave it out`,
    );
  }
  if (options.timeLimit !== undefined && !splitter.usesTimeLimit) {
    throw usage(
      `${optionName('timeLimit')}: the method ${splitter.name} does not search; leave it out`,
    );
  }
  if (options.memory !== undefined && !splitter.usesNeighbors) {
    throw usage(
      `${optionName('memory')}: the method ${splitter.name} does not search neighbors; leave it out`,
    );
  }
  if (options.graph !== undefined && !splitter.usesNeighbors) {
    throw usage(
      `${optionName('graph')}: the method ${splitter.name} does not search pairs at a similarity; leave it out`,
    );
  }
  if (options.graph !== undefined && standardize !== 'none') {
    throw usage(
      `${optionName('graph')}: tanimark neighbors compares structures as they are in the table, without ${optionName('standardize')}; leave one of the two out, or standardize the table first`,
    );
  }
  if (splitter.needsGroups && options.group === undefined) {
    throw usage(
      `${optionValue('method', splitter.name)} needs groups; name their column with ${optionName('group')}`,
    );
  }
  if (splitter.alwaysFolds) {
    for (const flag of ['test', 'valid', 'folds', 'repeats', 'strict'] as const) {
      if (options[flag] === undefined || options[flag] === false) continue;
      throw usage(
        `${optionName(flag)}: the method ${splitter.name} makes one fold per group; leave it out`,
      );
    }
  }
  if (options.folds !== undefined && options.repeats !== undefined) {
    throw usage(
      `${optionName('folds')} and ${optionName('repeats')} together make several files of folds; call split once for each seed, without ${optionName('repeats')}`,
    );
  }
  if (options.folds !== undefined && options.valid !== undefined && options.valid !== '0') {
    throw usage(
      `${optionName('valid')} cannot be combined with ${optionName('folds')}; use ${optionName('repeats')}, or use another fold for validation`,
    );
  }
  if (options.folds !== undefined && !splitter.folds) {
    throw usage(
      `${optionName('folds')}: the method ${splitter.name} makes no folds; ${usesSeed ? `use ${optionName('repeats')}` : 'leave it out'}`,
    );
  }
  const last = Number.MAX_SAFE_INTEGER - ((options.repeats ?? 1) - 1);
  if (options.seed !== undefined && options.seed > last) {
    throw usage(
      `${optionValue('seed', options.seed)} is too large: each repeat adds 1 to the seed; give at most ${last}`,
    );
  }
  if (options.repeats !== undefined && !usesSeed) {
    throw usage(
      `${optionName('repeats')}: the method ${splitter.name} always makes the same split; leave it out`,
    );
  }
}
