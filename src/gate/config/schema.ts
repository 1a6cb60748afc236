import { z } from 'zod';
import { MULTIPLE } from '../../chemistry/cells.js';
import {
  DEFAULT_FINGERPRINT,
  fingerprintKinds,
  fingerprintUsage,
} from '../../chemistry/fingerprint.js';
import { STANDARDIZE_LEVELS } from '../../chemistry/standardize/levels.js';
import { RESAMPLE } from '../../statistics/resampling.js';
import { CENSORED } from '../../tables/labels.js';
import { DECIDE, INCONCLUSIVE, LEVELS } from './types.js';
import * as value from './values.js';

/** Data and reading options, at the top for every task and in a task for that one. */
const dataKeys = {
  split: value
    .file('the file of the split')
    .optional()
    .describe(
      'File with the split: as written by tanimark split, or any table with a column that says train or test. Instead of it: train and truth.',
    ),
  train: value
    .file('the file of training molecules')
    .optional()
    .describe('File with the training molecules, instead of split.'),
  truth: value
    .file('the file of test molecules')
    .optional()
    .describe('File with the test molecules and their measured values, with train.'),
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
  task: value
    .choice(['regression', 'classification', 'multiclass'])
    .optional()
    .describe('What the labels are. Found out from them unless given, but for multiclass.'),
  smiles: value.text('the name of a column').optional().describe('Column of structures (SMILES).'),
  label: value
    .text('the name of a column')
    .optional()
    .describe('Column of measured values; several, separated by commas, are tasks of these names.'),
  id: value.text('the name of a column').optional().describe('Column of molecule names.'),
  positive: value
    .text('a class')
    .optional()
    .describe('Positive class, where labels are two words or numbers. Found out if it is plain.'),
  censored: value
    .choice(CENSORED)
    .optional()
    .describe(
      'Labels such as >10: error, skip (no label), bound (use the 10). Default that of the split, else error.',
    ),
  multiple: value
    .choice(MULTIPLE)
    .optional()
    .describe(
      'Cells with several SMILES: first (use the first), error. Invalid structures unless given.',
    ),
  prediction: value.text('the name of a column').optional().describe('Column of predictions.'),
  predictionSmiles: value
    .text('the name of a column')
    .optional()
    .describe('Column of structures in the prediction file. Found by name, then content.'),
  predictionId: value
    .text('the name of a column')
    .optional()
    .describe('Column of ids in the prediction file. Default that of id.'),
  std: value
    .text('the name of a column')
    .optional()
    .describe('Column of predicted standard deviations, for calibration.'),
  lower: value
    .text('the name of a column')
    .optional()
    .describe('Column of the lower ends of predicted intervals.'),
  upper: value.text('the name of a column').optional().describe('Column of their upper ends.'),
  level: value
    .number(0.01, 0.9999)
    .optional()
    .describe(
      'Share of the true values that the predicted intervals promise to hold. Default 0.95.',
    ),
  join: value
    .choice(['id', 'smiles', 'order'])
    .optional()
    .describe('How predictions find their test rows. Found out unless given.'),
  splitColumn: value
    .text('the name of a column')
    .optional()
    .describe('Column of the split that says train or test.'),
  delimiter: value
    .delimiter()
    .optional()
    .describe(
      'Separator between cells of every table, one character or tab. Found out unless given.',
    ),
  header: value
    .yesOrNo()
    .optional()
    .describe('Whether the first line of every table names the columns. Found out unless given.'),
  threshold: value
    .number(-1e9, 1e9)
    .optional()
    .describe(
      'Score from which on a prediction counts as positive. Default 0.5, for probabilities.',
    ),
  maxInvalid: value
    .rowLimit('--max-invalid', 'rows')
    .optional()
    .describe(
      'The most rows of a file, or the largest share of them, whose structure may be invalid. More are an error. Default 10%.',
    ),
  bins: value
    .bins()
    .optional()
    .describe('Edges of the similarity bins. Default those of the split, else 0,1/3,2/3,1.'),
  fingerprint: value
    .fingerprint()
    .optional()
    .describe(
      `Fingerprint: ${fingerprintUsage()}. ${fingerprintKinds()
        .map(({ name, summary }) => `${name}: ${summary}.`)
        .join(' ')} Default that of the split, else ${DEFAULT_FINGERPRINT}.`,
    ),
  standardize: value
    .choice(STANDARDIZE_LEVELS)
    .optional()
    .describe(
      'How far structures are made alike before they are compared. Default as the split, else none.',
    ),
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
    'What fails a rule against the baseline. estimate: worse by more than is tolerated, and significantly worse than the baseline. interval: the whole 95 % interval is beyond what is tolerated. Default that at the top, else estimate.',
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
    maxDuplicates: value
      .rowLimit('--max-duplicates')
      .optional()
      .describe('Largest number or share of test rows that are copies of training molecules.'),
    maxNear: value
      .nearLimits()
      .optional()
      .describe(
        'Largest number or share of test rows with a training neighbor of at least a similarity: "0.9:1%", a list of such limits, or {0.9: 1%}.',
      ),
    maxSharedScaffolds: value
      .rowLimit('--max-shared-scaffolds')
      .optional()
      .describe('Largest number or share of test rows that share their scaffold with training.'),
    maxConflicts: value
      .rowLimit('--max-conflicts')
      .optional()
      .describe(
        'Largest number or share of test rows whose label conflicts with that of a duplicate or near-duplicate.',
      ),
    maxCliffs: value
      .rowLimit('--max-cliffs')
      .optional()
      .describe(
        'Largest number or share of test rows on an activity cliff with a training molecule.',
      ),
    standardize: value
      .choice(STANDARDIZE_LEVELS)
      .optional()
      .describe('Level up to which molecules that are the same are duplicates. Default tautomers.'),
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
    seed: value
      .wholeNumber(0, Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('Seed of the random numbers. Default 0.'),
    bootstrap: value
      .wholeNumber(0, 1_000_000)
      .optional()
      .describe('Bootstrap draws for the intervals. Default 2000.'),
    resample: value
      .choice(RESAMPLE)
      .optional()
      .describe(
        'What the bootstrap draws: molecule, row, or cluster of similar molecules. Default molecule.',
      ),
    minN: value
      .wholeNumber(1, 1_000_000_000)
      .optional()
      .describe('Strata with fewer rows are inconclusive. Default 30.'),
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
export const FILE_KEYS = ['split', 'train', 'truth', 'predictions', 'baseline'] as const;

/** The keys of each kind of map, by the first key of its path. */
export const keysOf = {
  top: Object.keys(schema.shape),
  tasks: Object.keys(taskSchema.shape),
  rules: Object.keys(ruleSchema.shape),
  audit: Object.keys(auditSchema.shape),
} as const;
