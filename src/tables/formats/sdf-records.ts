import { TanimarkError } from '../../errors.js';
import { linesOf } from './lines.js';

/** A record may be this long, in characters. */
const MAX_RECORD = 32 * 1024 * 1024;

/** A record of an SDF file. */
export interface SdfRecord {
  /** The line on which it ends, from 1. */
  readonly line: number;
  /** The mol block, up to `M  END`; up to the first data field where that is missing. */
  readonly block: string;
  /** The first line of the block. */
  readonly title: string;
  /** Names and values of the data fields; the value of several lines holds line feeds. */
  readonly fields: ReadonlyMap<string, string>;
  readonly hasRepeatedField: boolean;
  /** Whether the structure has groups of relative or racemic centers. */
  readonly hasStereoGroups: boolean;
  /** Why its structure cannot be read, as far as the lines show; null where they look whole. */
  readonly problem: string | null;
}

/**
 * The records of an SDF file as text, with the line on which each ends. A record ends with a line `$$$$`, which is not
 * part of it; what follows the last of them is a record unless it is blank.
 *
 * @throws TanimarkError (table) for a record that does not end
 */
export async function* sdfTexts(
  text: AsyncIterable<string>,
  name: string,
): AsyncGenerator<readonly [text: string, line: number]> {
  let parts: string[] = [];
  let length = 0;
  let number = 0;
  for await (const [line, end] of linesOf(text, name)) {
    number++;
    if (line.startsWith('$$$$')) {
      yield [parts.join(''), number];
      parts = [];
      length = 0;
      continue;
    }
    parts.push(line, end);
    length += line.length + end.length;
    if (length > MAX_RECORD) {
      throw new TanimarkError(
        'table',
        `${name} line ${number}: a record is longer than 32 million characters; is a "$$$$" line missing, or is this not an SDF file?`,
      );
    }
  }
  const rest = parts.join('');
  if (rest.trim() !== '') yield [rest, number];
}

/** The name of a data field in its first line, such as `>  <IC50> (12)`; undefined for other lines. */
export function fieldName(line: string): string | undefined {
  return line.startsWith('>') ? /<(.*)>/.exec(line)?.[1] : undefined;
}

/** @param line on which the record ends */
export function parseSdfRecord(text: string, line: number): SdfRecord {
  const lines = text.split(/\r\n|\n|\r/);
  const isEnd = (one: string) => /^M {2}END\s*$/.test(one);
  const first = lines.findIndex((one) => isEnd(one) || fieldName(one) !== undefined);
  const hasEnd = first >= 0 && isEnd(lines[first]);
  const end = hasEnd ? first + 1 : first < 0 ? lines.length : first;
  const rest = lines.slice(end);
  return {
    line,
    block: `${lines.slice(0, end).join('\n')}\n`,
    title: end === 0 ? '' : lines[0].trim(),
    ...fieldsOf(rest),
    hasStereoGroups: text.includes('MDLV30/STER'),
    problem: problemOf(text, hasEnd, rest.some(isEnd)),
  };
}

function problemOf(text: string, hasEnd: boolean, hasSecond: boolean): string | null {
  if (text.trim() === '') return 'empty record';
  if (!hasEnd) return 'the mol block has no "M  END" line';
  return hasSecond ? 'two mol blocks in one record; a "$$$$" line is missing between them' : null;
}

/** A value ends with an empty line. */
function fieldsOf(lines: readonly string[]): Pick<SdfRecord, 'fields' | 'hasRepeatedField'> {
  const fields = new Map<string, string>();
  let hasRepeatedField = false;
  for (let i = 0; i < lines.length; i++) {
    const name = fieldName(lines[i]);
    if (name === undefined) continue;
    const start = i + 1;
    while (i + 1 < lines.length && lines[i + 1] !== '') i++;
    hasRepeatedField ||= fields.has(name);
    fields.set(name, lines.slice(start, i + 1).join('\n'));
  }
  return { fields, hasRepeatedField };
}
