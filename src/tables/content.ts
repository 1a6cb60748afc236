import { TanimarkError } from '../errors.js';
import { optionValue } from '../spelling.js';
import type {
  BinaryFormat,
  DelimitedFormat,
  FileFormat,
  RawRecord,
  ReadContext,
  TextFormat,
} from './formats/format.js';
import { otherText, sayFormat } from './formats/other-files.js';
import { type Layout, type LayoutOptions, layoutOf } from './layout.js';
import type { Source } from './source.js';
import { shownInput } from './table.js';

/** Characters of a table that are looked at to see how it is written; more where the first line is longer. */
const HEAD = 64 * 1024;
const MAX_HEAD = 1_000_000;

/** The records of a file, and how they are to be understood. */
export interface Content {
  readonly records: AsyncIterable<RawRecord>;
  /** True where every record is as long as the first one. */
  readonly rectangular: boolean;
  /** True where records that end early have empty cells, see `hasGrowingColumns` of a format. */
  readonly isGrowing?: boolean;
  readonly defaultColumns?: readonly string[] | undefined;
  /** Undefined where cells are not parts of lines. */
  readonly delimiter?: string;
  /** True where the first record is known to hold the names of the columns. */
  readonly hasHeader: boolean;
  /** Lines before those that the records count. */
  readonly before: number;
  /** The column of structures, where the format says which. */
  readonly structureColumn?: number | undefined;
  /** Complete once the records are exhausted. */
  readonly notes: readonly string[];
}

/** The records of text with separators, whose layout is found from its first lines. */
export async function delimitedContent(
  source: Source,
  byName: DelimitedFormat,
  options: LayoutOptions & { readonly inputFormat?: string | undefined },
): Promise<Content> {
  const chunks = source.text();
  const head = await readHead(chunks);
  if (options.inputFormat === undefined) refuseOtherText(source.name, head);
  const layout = await layoutOf(source.name, byName, head, options);
  const { format, delimiter, notes } = layout;
  const text = (async function* () {
    yield withoutLines(head, layout);
    yield* chunks;
  })();
  return {
    records: format.read(text, shownInput(source.name), delimiter),
    rectangular: format.rectangular,
    defaultColumns: format.defaultColumns,
    delimiter,
    hasHeader: layout.header !== undefined,
    before: layout.skipped - (layout.header === undefined ? 0 : 1),
    notes,
  };
}

/** Refuses text in another format than its name says, which would be read as lines of cells. */
function refuseOtherText(path: string, head: string): void {
  const other = otherText(head);
  if (other === undefined) return;
  throw new TanimarkError(
    'file',
    `${shownInput(path)} looks like ${other.toUpperCase()}; ${sayFormat(other, path)}`,
    { option: 'inputFormat' },
  );
}

/** A form of its own. */
type OwnReadable = TextFormat | BinaryFormat | FileFormat;

/** What a file in a form of its own is read with. */
type OwnOptions = Pick<LayoutOptions, 'header' | 'structures'> & Pick<ReadContext, 'blocks'>;

/**
 * The records of a file in a form of its own.
 *
 * @throws TanimarkError (usage) where the option says that the columns have no names
 */
export function ownContent(
  source: Source,
  format: OwnReadable,
  { header, structures, blocks }: OwnOptions,
): Content {
  const name = shownInput(source.name);
  if (header === false) {
    throw new TanimarkError(
      'usage',
      `${name}: ${format.name} files name their columns; leave out ${optionValue('header', 'false')}`,
    );
  }
  const notes: string[] = [];
  const note = (text: string) => notes.push(`${name}: ${text}`);
  return {
    records: ownRecords(source, format, { name, structures, blocks, note }),
    rectangular: format.hasGrowingColumns !== true,
    isGrowing: format.hasGrowingColumns === true,
    hasHeader: true,
    before: 0,
    structureColumn: format.structureColumn,
    notes,
  };
}

/** The records of a file that is not delimited text, the first one with the names of the columns. */
export async function* ownRecords(
  source: Source,
  format: OwnReadable,
  context: ReadContext,
): AsyncGenerator<RawRecord> {
  if (format.content === 'text') {
    const text = source.text();
    yield* whole(text, format.read(leftOpen(text), context));
  } else if (format.content === 'file') {
    const file = await source.file();
    try {
      yield* format.read(file, context);
      await file.finish();
    } finally {
      await file.close();
    }
  } else {
    const bytes = source.bytes();
    yield* whole(bytes, format.read(leftOpen(bytes), context));
  }
}

/** Chunks that stay open when their reader has seen enough. */
function leftOpen<T>(chunks: AsyncGenerator<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }) };
}

/** Records, and then the rest of the file, which its checksum is of as well. */
async function* whole(
  chunks: AsyncGenerator<unknown>,
  records: AsyncIterable<RawRecord>,
): AsyncGenerator<RawRecord> {
  try {
    yield* records;
    while (!(await chunks.next()).done);
  } finally {
    await chunks.return(undefined);
  }
}

/** Reads enough to see how the lines are written. */
async function readHead(chunks: AsyncGenerator<string>): Promise<string> {
  let head = '';
  while (head.length < HEAD || !/[\n\r]/.test(head.trimStart())) {
    if (head.length >= MAX_HEAD) break;
    const next = await chunks.next();
    if (next.done) return `${head}\n`;
    head += next.value;
  }
  return head;
}

/** A text without its first lines, and with a header in place of the last of them if there is one. */
export function withoutLines(text: string, { skipped, header }: Layout): string {
  if (skipped === 0) return text;
  let at = 0;
  for (let line = 0; line < skipped; line++) {
    const end = /\r\n|\n|\r/.exec(text.slice(at));
    if (!end) return '';
    at += end.index + end[0].length;
  }
  return header === undefined ? text.slice(at) : `${header}\n${text.slice(at)}`;
}
