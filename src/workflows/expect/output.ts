import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionValue } from '../../spelling.js';
import type { ColumnKind } from '../../tables/formats/format.js';
import { outputFormats } from '../../tables/formats/registry.js';
import type { LabelTask } from '../../tables/labels.js';
import { OutputBatch } from '../../tables/output-batch.js';
import { outputFormatOf } from '../../tables/output-format.js';
import { checkOutput, isFolder } from '../../tables/output-path.js';
import { tablePieces } from '../../tables/write.js';
import type { ExpectedMolecule, ExpectOptions, ExpectSummary } from './types.js';

const COLUMNS = [
  'row',
  'id',
  'smiles',
  'status',
  'reason',
  'max_similarity',
  'nearest_train_row',
  'nearest_train_id',
  'nearest_train_smiles',
  'nearest_train_label',
  'stratum',
  'expected_error',
] as const satisfies readonly (keyof ExpectedMolecule)[];
const INTEGERS: readonly string[] = ['row', 'nearest_train_row'];
const TEXTS: readonly string[] = [
  'id',
  'smiles',
  'status',
  'reason',
  'nearest_train_id',
  'nearest_train_smiles',
  'stratum',
  'prediction_set',
];

/** The columns of the output. @param predicted whether predictions of the library are known */
export function expectColumns(task: LabelTask, predicted: boolean): (keyof ExpectedMolecule)[] {
  if (task === 'regression') {
    return [
      ...COLUMNS,
      'half_width',
      ...(predicted ? (['prediction', 'lower', 'upper'] as const) : []),
    ];
  }
  if (!predicted) return [...COLUMNS];
  return [
    ...COLUMNS,
    'prediction',
    'probability',
    'probability_lower',
    'probability_upper',
    'prediction_set',
  ];
}

function kindOf(column: string): ColumnKind {
  return INTEGERS.includes(column) ? 'integer' : TEXTS.includes(column) ? 'text' : 'number';
}

/** The format of the output; null where none is wanted. @throws TanimarkError (usage) */
export function expectFormat({ output, format, ...inputs }: ExpectOptions): string | null {
  if (output === undefined) {
    if (format === undefined) return null;
    throw new TanimarkError(
      'usage',
      `${optionValue('format', format)}: the format of a file; name it with -o`,
    );
  }
  if (isFolder(output)) {
    throw new TanimarkError('usage', `-o ${output} is a folder; name a file in it`);
  }
  const { library, libraryPredictions, predictions, split, data, train, truth } = inputs;
  for (const input of [library, libraryPredictions, predictions, split, data, train, truth]) {
    if (input !== undefined) checkOutput(input, output, 'an input');
  }
  return outputFormatOf(output, format, outputFormats());
}

/** Writes a row for each row of the library; the file appears whole or not at all. @throws TanimarkError (file), AbortedError */
export async function writeExpected(
  batches: AsyncIterable<Iterable<ExpectedMolecule>>,
  columns: readonly (keyof ExpectedMolecule)[],
  output: string,
  format: string,
  job: Job,
): Promise<ExpectSummary['outputs'][number]> {
  let rows = 0;
  const cells = async function* () {
    for await (const batch of batches) {
      const own = [...batch].map((one) => columns.map((column) => one[column] ?? null));
      rows += own.length;
      yield own;
    }
  };
  const outputs = new OutputBatch(job);
  try {
    const file = await outputs.open(output);
    const kinds = columns.map(kindOf);
    for await (const piece of tablePieces(format, columns, cells(), job, { kinds })) {
      await file.write(piece);
    }
    const sha256 = file.close();
    await outputs.finish();
    return { path: output, format, sha256, rows };
  } finally {
    outputs.discard();
  }
}
