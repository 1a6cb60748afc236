import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { TanimarkError } from '../../errors.js';
import type { DelimitedFormat, RawRecord } from './format.js';
import { delimitedWriter } from './line-writer.js';

/** A record may be this long, in characters; longer ones are a broken quote or an attack. */
const MAX_RECORD = 32 * 1024 * 1024;

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

async function* readDelimited(
  text: AsyncIterable<string>,
  name: string,
  delimiter: string,
): AsyncGenerator<RawRecord> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    // Ragged rows are judged by the caller, who can name the row and the line.
    relax_column_count: true,
    max_record_size: MAX_RECORD,
  });
  const input = Readable.from(text);
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  // csv-parse counts a CRLF inside quotes as two lines.
  let countedTwice = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      for (const cell of record) {
        if (cell.includes('\r\n')) countedTwice += cell.split('\r\n').length - 1;
      }
      yield { cells: record, line: info.lines - countedTwice };
    }
  } catch (error) {
    throw explain(error as CsvError, name);
  } finally {
    input.destroy();
  }
}

function explain(error: CsvError, name: string): unknown {
  const line = typeof error.lines === 'number' ? ` line ${error.lines}` : '';
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new TanimarkError(
        'table',
        `${name}${line}: a quote (") is opened and never closed; close it, or double it inside a quoted cell`,
      );
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return new TanimarkError(
        'table',
        `${name}${line}: a quote (") stands inside a cell; quote the whole cell and double the quotes in it`,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return new TanimarkError(
        'table',
        `${name}${line}: a row is longer than 32 million characters; is a quote left open, or is this not a table?`,
      );
    default:
      return error;
  }
}

export const csv = {
  name: 'csv',
  extensions: ['.csv'],
  content: 'delimited',
  delimiter: ',',
  rectangular: true,
  read: readDelimited,
  writer: delimitedWriter(','),
} as const satisfies DelimitedFormat;

/** Cells between a separator that is found from the first lines. */
export const text = {
  name: 'txt',
  extensions: ['.txt'],
  isAmbiguous: true,
  content: 'delimited',
  rectangular: true,
  read: readDelimited,
} as const satisfies DelimitedFormat;
