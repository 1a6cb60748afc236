import type { RawConfig } from '../../gate/config/source.js';
import type { LabelTask } from '../../tables/labels.js';

/** How a table of a benchmark is read: the options of `tanimark split` of the same names. */
export interface DataReading {
  readonly smiles?: string | undefined;
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  readonly positive?: string | undefined;
  readonly censored?: 'drop' | 'limit' | 'error' | 'skip' | 'bound' | undefined;
  readonly transform?: string | undefined;
  readonly multiple?: 'first' | 'error' | undefined;
  readonly header?: boolean | undefined;
  readonly delimiter?: string | undefined;
  readonly inputFormat?: string | undefined;
  readonly group?: string | undefined;
  readonly standardize?:
    | 'none'
    | 'salts'
    | 'charges'
    | 'isotopes'
    | 'stereo'
    | 'tautomers'
    | undefined;
}

/** One table of a benchmark. */
export interface BenchData {
  /** What tables of results call it. */
  readonly name: string;
  /** A path from the working folder, or `dataset:<name>`. */
  readonly input: string;
  readonly reading: DataReading;
  /** Kind of labels; found out from the labels where it is not given. */
  readonly task: LabelTask | undefined;
  /** Further columns that models are given. */
  readonly columns: readonly string[];
  /** Where it stands in the configuration. */
  readonly path: readonly PropertyKey[];
}

/** One way of splitting, made once for each seed. */
export interface BenchSplit {
  readonly name: string;
  readonly method: string;
  /** Splits from successive seeds, from 1. */
  readonly repeats: number;
  /** The first seed; undefined where none was given. */
  readonly seed: number | undefined;
  readonly test: string | undefined;
  readonly valid: string | undefined;
  readonly strict: boolean | undefined;
  readonly count: 'molecules' | 'records' | undefined;
  /** The method's own options, as texts. */
  readonly methodOptions: Readonly<Record<string, string>>;
  readonly path: readonly PropertyKey[];
}

/** A command of the user's that is run for every split. */
export interface CommandModel {
  readonly kind: 'command';
  readonly name: string;
  /** As it is written: one text, or its words. */
  readonly run: string | readonly string[];
  readonly shell: boolean;
  /** Where the command leaves its predictions, with placeholders. */
  readonly predictions: string;
  /** Name of the table format of the predictions, or `chemprop`. */
  readonly format: string | undefined;
  /** Column of predictions; found by name unless given. */
  readonly prediction: string | undefined;
  /** As it is written and in seconds; null for none. */
  readonly timeout: { readonly written: string; readonly seconds: number } | null;
  /** Files whose content the predictions depend on, relative to the folder of the configuration. */
  readonly inputs: readonly string[];
  readonly path: readonly PropertyKey[];
}

/** A baseline of `tanimark score`. */
export interface BuiltinModel {
  readonly kind: 'builtin';
  readonly name: string;
  /** Its name in the registry of baselines. */
  readonly builtin: string;
  readonly path: readonly PropertyKey[];
}

export type BenchModel = CommandModel | BuiltinModel;

/** How predictions are scored. */
export interface BenchScoring {
  /** Names of metrics; empty for the usual ones of each task. */
  readonly metrics: readonly string[];
  readonly bins: string | undefined;
  readonly fingerprint: string | undefined;
  readonly bootstrap: number | undefined;
  readonly minN: number | undefined;
}

/** A score that others have published, of one data set and split. */
export interface PublishedScore {
  readonly data: string;
  readonly split: string;
  readonly metric: string;
  /** In the unit of the metric. */
  readonly value: number;
  /** Where it is from; null where that is not said. */
  readonly source: string | null;
}

/** A benchmark: what its configuration says, with the defaults in place. */
export interface BenchConfig {
  /** What messages call its file. */
  readonly file: string;
  /** Absolute path of the folder of the configuration, in which commands run. */
  readonly folder: string;
  readonly data: readonly BenchData[];
  readonly splits: readonly BenchSplit[];
  /** Those of the configuration in their order, then the baselines that stand beside them. */
  readonly models: readonly BenchModel[];
  readonly scoring: BenchScoring;
  /** Seed of splits that name none, and of the bootstrap. */
  readonly seed: number;
  /** The model that others are compared with. */
  readonly reference: string;
  readonly published: readonly PublishedScore[];
}

/** A configuration, and the file that it is from. */
export interface LoadedBench {
  readonly config: BenchConfig;
  readonly raw: RawConfig;
}
