import { printable } from '../../text.js';

/** Files and labels that a starter is written for; paths are relative to its folder. */
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
  /** Task of the labels; null where it is unknown. */
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
    marginComment: 'a mean error up to 10 % higher does not matter',
    limit: ['max: 0.8', 'the error must stay below 0.8'],
    calibration: [
      'ence',
      'max: 0.3',
      'do predicted standard deviations match the errors? 0 is best (docs/metrics.md)',
      'Add the line "std: y_std" (the column of standard deviations) below the line "predictions".',
    ],
  },
  classification: {
    metric: 'roc_auc',
    margin: '0.05',
    metricComment: 'area under the ROC curve: 0.5 is chance, 1 is perfect',
    marginComment: 'an area smaller by up to 0.05 does not matter',
    limit: ['min: 0.7', 'the area must stay above 0.7'],
    calibration: [
      'ece',
      'max: 0.1',
      'do predicted probabilities match frequencies? 0 is best (docs/metrics.md)',
    ],
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
    '# Rules that tanimark check applies to new predictions before they are merged.',
    '#   tanimark check --update-baseline   saves the current predictions as the baseline; commit it',
    '#   tanimark check                     checks new predictions against these rules',
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
  const lines = ['# Training and test molecules, with the measured values of the test molecules.'];
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
        ? '# TODO: name the column of measured values.'
        : '# The column of measured values, unless it has a usual name (y, label, value, …).',
      '# label: logS',
    );
  }
  lines.push(
    '',
    '# Predictions for the test molecules. Begin with those of the model in use and save them',
    '# with --update-baseline; later, overwrite the file with those of each new model.',
  );
  if (chosen === undefined) {
    lines.push('# TODO: no predictions were found. Name the prediction file of your pipeline.');
  }
  lines.push(`predictions: ${scalar(chosen ?? 'predictions.csv')}`);
  if (others.length > 0) {
    lines.push('# Other prediction files in this folder:');
    lines.push(...others.slice(0, 5).map((other) => `#   ${printable(other)}`));
    if (others.length > 5) lines.push(`#   and ${others.length - 5} more`);
  }
  lines.push(
    '',
    '# The baseline to compare with: the file that --update-baseline writes (commit it),',
    '# or a file with the predictions of the model in use.',
  );
  if (baseline !== undefined) {
    lines.push('# This file may be it; if so, put it here.', `#   ${printable(baseline)}`);
  }
  lines.push(`baseline: ${BASELINE_FILE}`);
  return lines;
}

function policyLines({ task }: FoundFiles): string[] {
  const { margin, marginComment } = starters[task ?? 'regression'];
  return [
    '# How much worse than the baseline is acceptable:',
    `# ${marginComment}.`,
    '# Choose a difference that would not change a decision in your project.',
    `margin: ${margin}`,
    '',
    '# When does a rule fail?',
    '# estimate: if the new value is worse than the baseline by more than the margin, and',
    '# significantly worse than the baseline.',
    '# interval: if the whole 95% CI is beyond the margin.',
    'decide: estimate',
    '',
    '# What does an inconclusive rule do? Such rules are common in small test sets.',
    '# pass: it passes. warn: it passes with a warning. fail: exit code 3.',
    'inconclusive: warn',
  ];
}

function ruleLines({ task }: FoundFiles): string[] {
  const { metric, metricComment, limit, calibration } = starters[task ?? 'regression'];
  const [calibrationMetric, calibrationLimit, calibrationComment, ...needs] = calibration;
  return [
    ...(task === null
      ? [
          '# TODO: choose the metric; mae is for numbers.',
          '# For classes, use roc_auc here, and margin: 0.05 above.',
        ]
      : []),
    'rules:',
    `  # All test molecules: ${metricComment}.`,
    `  - metric: ${metric}`,
    '  # Each similarity bin alone: a model can be worse on new chemistry and unchanged overall.',
    `  - metric: ${metric}`,
    '    stratum: each',
    `  # Independent of the baseline: ${limit[1]}.`,
    `  # - metric: ${metric}`,
    `  #   ${limit[0]}`,
    `  # Calibration: ${calibrationComment}.`,
    ...needs.map((line) => `  # ${line}`),
    `  # - metric: ${calibrationMetric}`,
    `  #   ${calibrationLimit}`,
    '  # Molecules whose scaffold is not in training; a warning only:',
    `  # - metric: ${metric}`,
    '  #   stratum: scaffold=unseen',
    '  #   level: warn',
  ];
}

function auditLines({ split, train }: FoundFiles): string[] {
  const mark = split === undefined && train === undefined ? '# ' : '';
  return [
    '# Limits on overlap between test and training (data leakage).',
    `${mark}audit:`,
    '  # Test molecules that are in training, too (tautomers and salts count as duplicates).',
    `${mark}  maxDuplicates: 1%`,
    '  # A warning only; set to error when the split is final.',
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
