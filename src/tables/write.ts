import { Job } from '../job.js';
import type { Cell, LineWriter, WriteOptions } from './formats/format.js';
import { outputFormatNamed } from './formats/registry.js';

/** Characters of a piece of text, about: a string can hold half a gigabyte at most, a file any number of pieces. */
export const PIECE = 1 << 16;

/** Rows as they come, or in batches. */
type Rows = Iterable<readonly Cell[]>;

/**
 * A table in a format, in pieces that are the file together.
 *
 * @param batches the rows, batch by batch; to be gone through once
 * @throws TanimarkError (usage) for an unknown format
 */
export async function* tablePieces(
  format: string,
  columns: readonly string[],
  batches: Iterable<Rows> | AsyncIterable<Rows>,
  job = new Job(),
  options: WriteOptions = {},
): AsyncGenerator<string | Uint8Array> {
  const { writer } = outputFormatNamed(format);
  if (writer.kind === 'file') {
    yield* writer.write(columns, rowsOf(batches, job), options);
    return;
  }
  let text = writer.header(columns);
  for await (const batch of batches) {
    for (const row of batch) {
      if (text.length >= PIECE) {
        yield text;
        text = '';
        // A batch may be of millions of rows.
        if (job.due()) await job.breathe();
      }
      text += writer.line(row, columns);
    }
  }
  yield text;
}

async function* rowsOf(
  batches: Iterable<Rows> | AsyncIterable<Rows>,
  job: Job,
): AsyncGenerator<readonly Cell[]> {
  for await (const batch of batches) {
    for (const row of batch) {
      yield row;
      if (job.due()) await job.breathe();
    }
  }
}

/** A table as one text, line by line. */
export function tableText(columns: readonly string[], rows: Rows, writer: LineWriter): string {
  let text = writer.header(columns);
  for (const row of rows) text += writer.line(row, columns);
  return text;
}
