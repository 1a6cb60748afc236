import { TanimarkError } from '../../errors.js';
import { optionValue } from '../../spelling.js';
import { list } from '../../text.js';
import { shownInput } from '../table.js';
import { csv, text } from './delimited.js';
import { fasta } from './fasta.js';
import type { ReadableFormat, Rewriter, TableFormat } from './format.js';
import { json } from './json.js';
import { jsonl } from './json-lines.js';
import { npy } from './npy.js';
import { remedyOf } from './other-files.js';
import { parquet } from './parquet.js';
import { sdf } from './sdf.js';
import { smi } from './smi.js';
import { tsv } from './tabbed.js';

/** Every format of tables. To add one, write its file and put it here. */
const formats: TableFormat[] = [csv, tsv, smi, text, json, jsonl, sdf, parquet, fasta, npy];

/** Endings of files that are no text tables; refused unless a format has them. */
const OTHERS = /\.(mol|mol2|fps|xlsx?|xlsm|ods|pdb|zip|tar|pkl|pickle|feather)$/;

/** Every registered format. */
export function tableFormats(): readonly TableFormat[] {
  return formats;
}

/**
 * Adds a format to those that all commands read and write.
 *
 * @returns removes it
 * @throws TanimarkError (usage) where another format has its name or one of its endings
 */
export function registerTableFormat(format: TableFormat): () => void {
  const taken = formats.find(
    ({ name, extensions }) =>
      name === format.name || extensions.some((own) => format.extensions.includes(own)),
  );
  if (taken) {
    throw new TanimarkError(
      'usage',
      `table format "${format.name}": the format "${taken.name}" has the same name or file ending; choose another`,
    );
  }
  formats.push(format);
  return () => {
    formats.splice(formats.indexOf(format), 1);
  };
}

/** The format that a file's ending names, plain or gzipped. */
export function formatOfFile(path: string): TableFormat | undefined {
  const plain = path.toLowerCase().replace(/\.gz$/, '');
  return formats.find(({ extensions }) => extensions.some((own) => plain.endsWith(own)));
}

/** Whether a file can be read as a table, by its ending. */
export function isReadableFile(path: string): boolean {
  const format = formatOfFile(path);
  return format !== undefined && format.content !== 'none';
}

/** Whether a file's ending says that it is a table, and one that can be read; for a look at what a folder holds. */
export function isTableFile(path: string): boolean {
  return isReadableFile(path) && formatOfFile(path)?.isAmbiguous !== true;
}

/** A path without the ending of its format and without `.gz` after it; as it is where no format has its ending. */
export function withoutEnding(path: string): string {
  const format = formatOfFile(path);
  if (!format) return path;
  const plain = path.replace(/\.gz$/i, '');
  const ending = format.extensions.find((own) => plain.toLowerCase().endsWith(own)) as string;
  return plain.slice(0, -ending.length);
}

/** The usual endings of formats, such as `.csv`. */
export function endingsOf(some: readonly TableFormat[]): string[] {
  return some.map(({ extensions }) => extensions[0]);
}

/** The usual ending of a format, by its name. */
export function endingOf(name: string): string {
  return formatNamed(name)?.extensions[0] ?? outputFormatNamed(name).extensions[0];
}

/** Formats that are read from files. */
export function readableFormats(): ReadableFormat[] {
  return formats.filter((format) => format.content !== 'none');
}

/** Formats in which results are written. */
export function outputFormats(): TableFormat[] {
  return formats.filter(({ writer }) => writer !== undefined);
}

/** Formats of tables that are written, and read again by other commands; some only where they were read. */
export function tableOutputFormats(): TableFormat[] {
  return formats.filter(
    (format) => format.content !== 'none' && (format.writer || rewriterNamed(format.name)),
  );
}

/** What writes records of a file again, for the formats that are written in this way alone. */
export function rewriterNamed(name: string): Rewriter | undefined {
  const format = formatNamed(name);
  return format?.content === 'text' ? format.rewriter : undefined;
}

/**
 * The format in which a file is read: the one that the user named, else by its ending, else text whose separator is found
 * from its first lines.
 *
 * @throws TanimarkError (file) for files that cannot be read, (usage) for an unknown name
 */
export function inputFormat(path: string, named?: string): ReadableFormat {
  if (named !== undefined) return readableFormatNamed(named);
  const format = formatOfFile(path);
  if (format && format.content !== 'none') return format;
  const other = OTHERS.exec(path.toLowerCase().replace(/\.gz$/, ''))?.[0] ?? format?.extensions[0];
  if (other === undefined) return text;
  const remedy = remedyOf(other);
  if (remedy !== undefined) {
    throw new TanimarkError(
      'file',
      `${shownInput(path)}: ${other} files cannot be read; ${remedy}`,
    );
  }
  const known = list(endingsOf(readableFormats()), 'or');
  throw new TanimarkError(
    'file',
    `${shownInput(path)}: ${other} files cannot be read; give ${known} (each may be gzipped)`,
  );
}

function readableFormatNamed(name: string): ReadableFormat {
  const formats = readableFormats();
  const format = formats.find((one) => one.name === name);
  if (format) return format;
  const known = formats.map((one) => one.name);
  throw new TanimarkError(
    'usage',
    `${optionValue('inputFormat', name)}: unknown table format; use ${list(known, 'or')}`,
    { option: 'inputFormat' },
  );
}

/** Any format, by its name. */
export function formatNamed(name: string): TableFormat | undefined {
  return formats.find((one) => one.name === name);
}

/** A format in which tables are written, by its name. @throws TanimarkError (usage) */
export function outputFormatNamed(
  name: string,
): TableFormat & Required<Pick<TableFormat, 'writer'>> {
  const format = formatNamed(name);
  if (format?.writer) return { ...format, writer: format.writer };
  const known = outputFormats().map((one) => one.name);
  throw new TanimarkError('usage', `unknown table format "${name}"; use ${list(known, 'or')}`);
}
