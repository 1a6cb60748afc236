import { printable } from '../../text.js';

/** What a starter is written for; paths are relative to its folder. */
export interface FoundFiles {
  /** A file with a column that says train or test. */
  readonly split?: string | undefined;
  readonly train?: string | undefined;
  readonly truth?: string | undefined;
  /** Prediction files; the first one is taken. */
  readonly predictions: readonly string[];
  /** A prediction file that is called like that of the model in use. */
  readonly baseline?: string | undefined;
  /** The label column; several, separated by commas. */
  readonly label?: string | undefined;
  /** What the labels are; null where that cannot be told. */
  readonly task: 'regression' | 'classification' | null;
}

/** The JSON Schema of a configuration, from the package as npm has it: a repository of Python has no node_modules. */
const SCHEMA_ADDRESS = 'https://unpkg.com/tanimark/tanimark.schema.json';
/** The file that `--update-baseline` writes in a starter. */
export const BASELINE_FILE = 'tanimark.baseline.json';

/** The rules that a kind of labels begins with. */
const starters = {
  regression: {
    metric: 'mae',
    margin: '10%',
    metricComment: 'mean absolute error, in the unit of the label',
    marginComment: 'a mean error up to 10 % higher is too little to matter',
    limit: ['max: 0.8', 'the error stays below 0.8'],
    calibration: ['ence', 'max: 0.3', 'predicted standard deviations fit the errors (std: …)'],
  },
  classification: {
    metric: 'roc_auc',
    margin: '0.05',
    metricComment: 'area under the ROC curve: 0.5 is chance, 1 is perfect',
    marginComment: 'an area smaller by up to 0.05 is too little to matter',
    limit: ['min: 0.7', 'the area stays above 0.7'],
    calibration: ['ece', 'max: 0.1', 'predicted probabilities are as often right as they say'],
  },
} as const;

/**
 * A commented configuration to begin with, which loads as it is. What was not found is a placeholder that says TODO.
 *
 * @returns YAML, in lines of at most 100 columns but for long file names
 */
export function starterConfig(found: FoundFiles): string {
  return `${[
    `# yaml-language-server: $schema=${SCHEMA_ADDRESS}`,
    '#',
    '# What tanimark check holds new predictions against, before they are merged.',
    '#   tanimark check --update-baseline   saves the current predictions as the baseline; commit it',
    '#   tanimark check                     fails when new predictions are worse where it matters',
    '',
    ...dataLines(found),
    '',
    ...policyLines(found),
    '',
    ...ruleLines(found),
    '',
    ...auditLines(found),
  ].join('\n')}\n`;
}

function dataLines({ split, train, truth, predictions, baseline, label }: FoundFiles): string[] {
  const [chosen, ...others] = predictions;
  const lines = ['# The molecules of training and test, with the measured values of the test.'];
  if (split !== undefined) lines.push(`split: ${scalar(split)}`);
  else if (train !== undefined && truth !== undefined) {
    lines.push(`train: ${scalar(train)}`, `truth: ${scalar(truth)}`);
  } else {
    lines.push(
      '# TODO: no split was found. Make one: tanimark split data.csv -o split.csv',
      '# or name two files instead: train: train.csv and truth: test.csv',
      'split: split.csv',
    );
  }
  if (label !== undefined) {
    lines.push('# The column of measured values.', `label: ${scalar(label)}`);
  } else {
    const found = split !== undefined || train !== undefined;
    lines.push(
      found
        ? '# TODO: the column of measured values could not be told; name it.'
        : '# The column of measured values, if it has no usual name (y, label, value, …).',
      '# label: logS',
    );
  }
  lines.push('', '# What the new model predicts for the test molecules.');
  if (chosen === undefined) {
    lines.push('# TODO: no predictions were found. Name the file that your pipeline writes.');
  }
  lines.push(`predictions: ${scalar(chosen ?? 'predictions.csv')}`);
  if (others.length > 0) {
    lines.push('# Other files of predictions are here, too:');
    lines.push(...others.slice(0, 5).map((other) => `#   ${printable(other)}`));
    if (others.length > 5) lines.push(`#   and ${others.length - 5} more`);
  }
  lines.push(
    '',
    '# What they are compared with: the file that --update-baseline writes, to be committed,',
    '# or a file with the predictions of the model in use.',
  );
  if (baseline !== undefined) {
    lines.push('# One looks like that: put it here, if it is.', `#   ${printable(baseline)}`);
  }
  lines.push(`baseline: ${BASELINE_FILE}`);
  return lines;
}

function policyLines({ task }: FoundFiles): string[] {
  const { margin, marginComment } = starters[task ?? 'regression'];
  return [
    '# How much worse than the baseline still counts as equal:',
    `# ${marginComment}.`,
    '# Choose it by what would change a decision in your project.',
    `margin: ${margin}`,
    '',
    '# What fails a rule against the baseline. estimate: worse by more than the margin, and',
    '# significantly worse than the baseline. interval: the whole 95 % interval is beyond the margin.',
    'decide: estimate',
    '',
    '# A small test set is often inconclusive. Then: pass, warn (pass and say so), or fail.',
    'inconclusive: warn',
  ];
}

function ruleLines({ task }: FoundFiles): string[] {
  const { metric, metricComment, limit, calibration } = starters[task ?? 'regression'];
  const [calibrationMetric, calibrationLimit, calibrationComment] = calibration;
  return [
    ...(task === null
      ? [
          '# TODO: what the labels are could not be told; mae is for numbers.',
          '# For classes write roc_auc in its place, and margin: 0.05 above.',
        ]
      : []),
    'rules:',
    `  # All test molecules: ${metricComment}.`,
    `  - metric: ${metric}`,
    '  # Those least like the training molecules, where new chemistry is and models fail first.',
    `  - metric: ${metric}`,
    '    stratum: lowest',
    `  # Whatever the baseline is: ${limit[1]}.`,
    `  # - metric: ${metric}`,
    `  #   ${limit[0]}`,
    `  # Calibration: ${calibrationComment}.`,
    `  # - metric: ${calibrationMetric}`,
    `  #   ${calibrationLimit}`,
    '  # Molecules whose scaffold is not in training; shown, does not fail the check:',
    `  # - metric: ${metric}`,
    '  #   stratum: scaffold=unseen',
    '  #   level: warn',
  ];
}

function auditLines({ split, train }: FoundFiles): string[] {
  const mark = split === undefined && train === undefined ? '# ' : '';
  return [
    '# What test and training may have in common, so that a good score means something.',
    `${mark}audit:`,
    '  # Test molecules that are in training, too (tautomers and salts count as the same).',
    `${mark}  maxDuplicates: 1%`,
    '  # Shown, does not fail the check; set to error once the split is final.',
    `${mark}  level: warn`,
    '  # Test molecules with a training neighbor of similarity 0.9 or more: at most 1 %.',
    '  # maxNear: ["0.9:1%"]',
  ];
}

/** A text as YAML: plain where nothing in it means something else, and else in quotes. */
function scalar(text: string): string {
  const plain = /^[A-Za-z_][\w./,-]*$/.test(text) && !/^(true|false|null)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
