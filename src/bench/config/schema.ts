import { z } from 'zod';
import * as value from '../../gate/config/values.js';
import { INTERVALS } from '../../options/evaluation.js';
import { SPLIT } from '../../options/split.js';
import { SIMILARITY, TABLE } from '../../options/table.js';
import { splitters } from '../../splitters/registry.js';
import { TASKS } from './words.js';

/** A text; a number or a yes or no is taken as it is written. */
function scalar(be: string) {
  return z
    .union([z.string().regex(/\S/), z.number(), z.boolean()], {
      error: ({ input }) => `must be ${be}, not ${Array.isArray(input) ? 'a list' : 'a map'}`,
    })
    .transform(String);
}

function texts(be: string) {
  const item = value.text(be);
  return z.union([item, value.listOf(item, `${be}, or a list of them`)], {
    error: ({ input }) =>
      `must be ${be}, or a list of them, not ${input === null ? 'empty' : JSON.stringify(input)}`,
  });
}

const { standardize, bins, fingerprint } = SIMILARITY;
const { bootstrap, minN, seed } = INTERVALS;

const dataMap = z.strictObject(
  {
    file: value
      .file('a table of molecules')
      .optional()
      .describe('Table of molecules, relative to the folder of the configuration.'),
    dataset: value
      .text('the name of a data set')
      .optional()
      .describe('A data set, a family or a suite of tanimark datasets list, instead of a file.'),
    name: value.text('a name').optional().describe('What tables of results call it.'),
    task: value.choice(TASKS).optional().describe('Kind of labels. Default: detected.'),
    columns: texts('the name of a column')
      .optional()
      .describe(
        'Further columns that models are given, such as descriptors. By default they get structures, ids and labels alone: another column may hold the label in another form.',
      ),
    ...value.keysFor({ ...TABLE, standardize, group: SPLIT.group }),
  },
  { error: mapError },
);

/** The options of all methods, in camelCase as all keys here, and as the command line has them. */
const methodKeys = Object.fromEntries(
  splitters.flatMap(({ options }) =>
    options.flatMap(({ name, summary }) =>
      [name, camel(name)].map((key) => [
        key,
        scalar('a value').optional().describe(`Option of the method: ${summary}.`),
      ]),
    ),
  ),
);

const splitMap = z.strictObject(
  {
    ...methodKeys,
    method: value
      .text('the name of a method')
      .optional()
      .describe('Method of tanimark split; tanimark split --methods lists them. Default sae.'),
    name: value.text('a name').optional().describe('What tables of results call it.'),
    test: scalar('a fraction or a count').optional().describe('Test molecules. Default 0.2.'),
    valid: scalar('a fraction or a count').optional().describe('Validation molecules. Default 0.'),
    repeats: z
      .int({ error: 'must be a whole number from 1 to 1,000' })
      .min(1, { error: 'must be a whole number from 1 to 1,000' })
      .max(1000, { error: 'must be a whole number from 1 to 1,000' })
      .optional()
      .describe('Number of splits, with successive seeds. Default 1.'),
    ...value.keysFor({ strict: SPLIT.strict, count: SPLIT.count, seed }),
  },
  { error: mapError },
);

const modelMap = z.strictObject(
  {
    run: texts('a command')
      .optional()
      .describe(
        'Command that trains the model and writes its predictions: a text, which is divided into words as a shell does, or a list of words. Placeholders: {train} {valid} {test} {data} {splits} {predictions} {workdir} {seed} {label} {task}.',
      ),
    builtin: value
      .text('the name of a baseline')
      .optional()
      .describe('A baseline of tanimark score, instead of a command, such as knn.'),
    shell: z
      .boolean({ error: 'must be true or false' })
      .optional()
      .describe('Whether a shell runs the command, so that it may have pipes. Default false.'),
    predictions: value
      .text('a path')
      .optional()
      .describe(
        'Where the command leaves its predictions, such as {workdir}/model_0/test_predictions.csv. Default {predictions}.',
      ),
    format: value
      .text('a table format, or chemprop')
      .optional()
      .describe('Format of the predictions: a table format, or chemprop. Default csv.'),
    prediction: value
      .text('the name of a column')
      .optional()
      .describe('Column of predictions. Default: found by name, as tanimark score does.'),
    timeout: scalar('a time such as 2h, 30min or 90s')
      .optional()
      .describe('Time limit of each run, such as 2h, 30min or 90s. Default: none.'),
    inputs: texts('a file')
      .optional()
      .describe(
        'Files that predictions depend on, such as the training script: if one changes, the model is run again.',
      ),
  },
  { error: mapError },
);

const publishedMap = z.strictObject(
  {
    data: value.text('the name of a data set of this file').describe('Name of the data set.'),
    split: value
      .text('the name of a split of this file')
      .optional()
      .describe('Name of the split. Default: the only one.'),
    metric: value.metric().describe('Metric of the score.'),
    value: z
      .number({ error: 'must be a number' })
      .describe('The score, in the unit of the metric.'),
    source: value.text('a text').optional().describe('Where the score is from.'),
  },
  { error: mapError },
);

/** A text stands for the map with that text under a key. */
function orText<Shape extends z.ZodRawShape>(map: z.ZodObject<Shape>, key: string) {
  return z.preprocess((given) => (typeof given === 'string' ? { [key]: given } : given), map);
}

const top = {
  $schema: z.string().optional().describe('Address of this schema, for editors.'),
  metrics: value
    .listOf(value.metric(), 'a list of metrics, such as [rmse, mae]')
    .min(1, { error: 'is an empty list; give a metric, or leave the key out' })
    .optional()
    .describe('Metrics, the first one is shown in all tables. Default: the usual ones of a task.'),
  reference: value
    .text('the name of a model')
    .optional()
    .describe('The model that others are compared with. Default: the first one.'),
  published: z
    .array(publishedMap, {
      error:
        'must be a list of scores, such as [{data: esol, split: random, metric: rmse, value: 0.58}]',
    })
    .optional()
    .describe('Published scores that the models are compared with.'),
  baselines: texts('the name of a baseline')
    .optional()
    .describe(
      'Baselines beside the models, or none. Default: train_mean, nearest_neighbour, knn, property_only.',
    ),
  ...value.keysFor({ bins, fingerprint, bootstrap, minN, seed }),
};

/** @param data,split how an entry is read */
function schemaOf<Data extends z.ZodType, Split extends z.ZodType>(data: Data, split: Split) {
  const needed = (what: string, example: string) => ({
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined
        ? `is missing; give ${what}, such as ${example}`
        : `must be ${what}, such as ${example}`,
  });
  return z.strictObject(
    {
      data: z
        .array(data, needed('a list of data sets', 'data: [esol, my/assay.csv]'))
        .min(1, { error: 'is an empty list; give a data set' })
        .describe('Data sets: names of tanimark datasets list, suite:<name>, files, or maps.'),
      splits: z
        .array(split, needed('a list of splits', 'splits: [{method: random, repeats: 5}]'))
        .min(1, { error: 'is an empty list; give a split' })
        .describe('Ways of splitting every data set.'),
      models: z
        .record(
          z.string(),
          modelMap,
          needed(
            'a map of models',
            'models: {rf: {run: python rf.py {train} {test} {predictions}}}',
          ),
        )
        .describe('Models by name: commands of yours, or baselines.'),
      ...top,
    },
    { error: mapError },
  );
}

/** Schema of a benchmark's configuration. Unknown keys are errors. */
export const schema = schemaOf(orText(dataMap, 'file'), orText(splitMap, 'method'));

/** The same for editors, which know no preprocessing. */
export const editorSchema = () =>
  schemaOf(z.union([z.string(), dataMap]), z.union([z.string(), splitMap]));

function mapError({ input, code }: { readonly input?: unknown; readonly code?: string }) {
  if (code !== 'invalid_type') return undefined;
  return input === null || input === undefined
    ? 'is empty; give keys and values'
    : `must be a map of keys to values, not ${Array.isArray(input) ? 'a list' : JSON.stringify(input)}`;
}

/** `max-discard` as keys are written here. */
export function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** A configuration, checked value by value. */
export type BenchInput = z.output<typeof schema>;
export type DataInput = z.output<typeof dataMap>;
export type SplitInput = z.output<typeof splitMap>;
export type ModelInput = z.output<typeof modelMap>;

/** The keys of each kind of map, by the first key of its path. */
export const keysOf = {
  top: ['data', 'splits', 'models', ...Object.keys(top)],
  data: Object.keys(dataMap.shape),
  splits: Object.keys(splitMap.shape),
  models: Object.keys(modelMap.shape),
  published: Object.keys(publishedMap.shape),
} as const;
