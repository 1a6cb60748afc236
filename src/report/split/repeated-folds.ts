import { count } from '../../text.js';
import type { RepeatedFoldsSummary } from '../../workflows/split/repeated-folds.js';
import { alignColumns } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';

/** Files that are named; of more, the number. */
const MOST_FILES = 12;

/** Renders repeated cross-validation: a line for each repeat, then what was written. */
export const renderRepeatedFolds = forScreen(repeatedLines);

function repeatedLines({ splits }: RepeatedFoldsSummary, { chalk }: Style): string[] {
  const [{ method, input, similarity, folds }] = splits;
  const head = ['repeat', 'seed', 'test', `test per bin (${similarity.bins.join(', ')})`].map((t) =>
    chalk.dim(t),
  );
  const rows = splits.map(({ seed, sizes, similarity: own }, k) => [
    String(k),
    String(seed),
    count(sizes.test),
    own.achieved.join(' '),
  ]);
  const outputs = splits.flatMap((own) => own.outputs);
  const shown = outputs.slice(0, MOST_FILES);
  return [
    chalk.bold(
      `${method} split of ${input.path}: ${folds?.length} folds, repeated ${splits.length} times`,
    ),
    'test molecules of all folds, each compared with the training set of its fold',
    '',
    ...alignColumns([head, ...rows]).map((line) => `  ${line}`),
    ...(outputs.length > 0 ? [''] : []),
    ...shown.map(({ path, rows: n }) => `wrote ${path} ${chalk.dim(`(${count(n)} rows)`)}`),
    ...(outputs.length > shown.length
      ? [chalk.dim(`and ${outputs.length - shown.length} more files`)]
      : []),
  ];
}
