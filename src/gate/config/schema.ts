import { z } from 'zod';
import { LEVEL, LIMITS } from '../../options/audit.js';
import { MAX_INVALID } from '../../options/check.js';
import { DATA, INTERVALS } from '../../options/evaluation.js';
import { DECIDE, INCONCLUSIVE, LEVELS } from './types.js';
import * as value from './values.js';

const { split, data, part, train, truth, ...reading } = DATA;

/** Data and reading options, at the top for every task and in a task for that one. */
const dataKeys = {
  ...value.keysFor({ split, data, part, train, truth }),
  predictions: value
    .file('the file of predictions')
    .optional()
    .describe('File with the predictions of the new model for the test molecules.'),
  baseline: value
    .file('the file of the baseline')
    .optional()
    .describe(
      'The baseline to compare with: the file that tanimark check --update-baseline writes, or a file with the predictions of the model in use.',
    ),
  ...value.keysFor({ ...reading, ...MAX_INVALID }),
};

const taskSchema = z.strictObject(
  {
    name: value.text('a name').describe('Name of the task, unlike the others.'),
    ...dataKeys,
  },
  { error: mapError },
);

const decideKey = value
  .choice(DECIDE)
  .optional()
  .describe(
    'What fails a rule against the baseline. estimate: worse by more than the margin, and significantly worse than the baseline. interval: the whole 95% interval is beyond the margin. Default that at the top, else estimate.',
  );

const ruleSchema = z.strictObject(
  {
    metric: value
      .metric()
      .describe('Metric, by its name or an alias; tanimark score --list-metrics lists them.'),
    name: value.text('a name').optional().describe('What reports call the rule.'),
    stratum: value
      .stratum()
      .optional()
      .describe(
        'Rows that the rule looks at: overall, the bin of similarity that is lowest or highest, each bin, one bin such as "[0, 1/3)", or a group such as scaffold=unseen or column=value. Default overall.',
      ),
    task: value
      .text('the name of a task')
      .optional()
      .describe('Task that the rule is for. Default every one.'),
    min: value.finiteNumber().optional().describe('The metric must not be below.'),
    max: value.finiteNumber().optional().describe('The metric must not be above.'),
    on: value
      .choice(['interval', 'value'])
      .optional()
      .describe(
        'What min and max are held against: the whole 95 % interval, or the value alone. Default interval.',
      ),
    maxDrop: value
      .amount('maxDrop')
      .optional()
      .describe(
        "How much worse than the baseline is accepted: a number in the metric's unit, or a share of the baseline's value such as 5%. Default 0.",
      ),
    margin: value
      .amount('margin')
      .optional()
      .describe(
        'How much worse beyond maxDrop is too little to matter. Default the margin at the top, else 0.',
      ),
    decide: decideKey,
    level: value
      .choice(LEVELS)
      .optional()
      .describe(
        'What a failed rule does: error fails the check, warn and info are shown only. Default error.',
      ),
  },
  { error: mapError },
);

const auditSchema = z.strictObject(
  {
    ...value.keysFor({ ...LIMITS, ...LEVEL }),
    level: value
      .choice(LEVELS)
      .optional()
      .describe(
        'What an exceeded limit does: error fails the check, warn and info are shown only. Default error.',
      ),
  },
  { error: mapError },
);

/** Schema of a configuration. Unknown keys are errors. */
export const schema = z.strictObject(
  {
    $schema: z.string().optional().describe('Address of this schema, for editors.'),
    ...dataKeys,
    tasks: value
      .listOf(taskSchema, 'a list of tasks')
      .min(1, { error: 'is an empty list; give a task, or leave the key out' })
      .optional()
      .describe(
        'Several tasks; each may have a value of its own for what is said of data at the top.',
      ),
    rules: value
      .listOf(ruleSchema, 'a list of rules')
      .optional()
      .describe('What is required of metrics, each for all test rows or for some.'),
    audit: auditSchema
      .optional()
      .describe('Limits on what test rows and training have in common, as of tanimark audit.'),
    margin: value
      .amount('margin')
      .optional()
      .describe(
        "Margin of rules that compare with the baseline and have none of their own: a number in the metric's unit, or a share of the baseline's value such as 10%.",
      ),
    decide: decideKey,
    inconclusive: value
      .choice(INCONCLUSIVE)
      .optional()
      .describe(
        'What an inconclusive check does: pass, warn (and pass), or fail with exit code 3. Default warn.',
      ),
    ...value.keysFor(INTERVALS),
  },
  { error: (issue) => mapError({ ...issue, quoted: false }) },
);

/** A file that is no map is no configuration, and not quoted. */
function mapError({
  input,
  code,
  quoted = true,
}: {
  readonly input?: unknown;
  readonly code?: string;
  readonly quoted?: boolean;
}) {
  if (code !== 'invalid_type') return undefined;
  return input === null || input === undefined
    ? 'is empty; give keys and values, such as split: split.csv'
    : `must be a map of keys to values, not ${Array.isArray(input) ? 'a list' : quoted ? JSON.stringify(input) : `a ${typeof input === 'string' ? 'text' : typeof input}`}`;
}

/** A configuration, checked value by value. */
export type ConfigInput = z.output<typeof schema>;
export type DataInput = Omit<z.output<typeof taskSchema>, 'name'>;
export type RuleInput = z.output<typeof ruleSchema>;

/** The keys that say what is checked; a file without any of them is hardly a configuration. */
export const HOME_KEYS = ['split', 'train', 'predictions', 'tasks', 'rules', 'audit'] as const;

/** The files that a configuration names, at the top or in a task. */
export const FILE_KEYS = [
  'split',
  'data',
  'train',
  'truth',
  'predictions',
  'baseline',
  'drugs',
  'targets',
  'targetSimilarity',
] as const;

/** The keys of each kind of map, by the first key of its path. */
export const keysOf = {
  top: Object.keys(schema.shape),
  tasks: Object.keys(taskSchema.shape),
  rules: Object.keys(ruleSchema.shape),
  audit: Object.keys(auditSchema.shape),
} as const;
