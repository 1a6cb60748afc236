/** Kinds of labels that a benchmark can be of. */
export const TASKS = ['regression', 'classification'] as const;

/** The placeholders of a command, with what stands for each. */
export const PLACEHOLDERS = {
  train: 'training molecules with labels (CSV)',
  valid: 'validation molecules with labels (CSV); empty but for the header without validation',
  test: 'test molecules without labels (CSV)',
  data: 'all molecules (CSV), the labels of test molecules blank',
  splits: 'rows of {data} in each set, as chemprop reads them (JSON)',
  predictions: 'file that the command writes',
  workdir: 'empty folder for files of the command',
  seed: 'seed of the repeat',
  label: 'name of the label column',
  task: 'regression or classification',
} as const;

export type Placeholder = keyof typeof PLACEHOLDERS;

/** Shorter names of baselines. */
export const BUILTIN_ALIASES: Readonly<Record<string, string>> = {
  mean: 'train_mean',
  '1nn': 'nearest_neighbour',
  '1-nn': 'nearest_neighbour',
  nearest_neighbor: 'nearest_neighbour',
  '5nn': 'knn',
  '5-nn': 'knn',
  ridge: 'property_only',
  properties: 'property_only',
};

/** The baselines that stand beside the models unless others are named. */
export const USUAL_BASELINES = ['train_mean', 'nearest_neighbour', 'knn', 'property_only'];

/** Name of the configuration that is found by itself. */
export const BENCH_CONFIG = 'tanimark.bench.yaml';
