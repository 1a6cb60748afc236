import type { Rewriter } from './format.js';
import { fieldName, sdfTexts } from './sdf-records.js';

/** Records of an SDF file with further data fields; their blocks and fields stay as they are, but for new names. */
export const rewriteSdf: Rewriter['write'] = async function* (text, name, rows, columns) {
  const wanted = rows[Symbol.iterator]();
  let next = wanted.next();
  let number = 0;
  for await (const [record] of sdfTexts(text, name)) {
    if (next.done) continue;
    if (next.value.record === number++) {
      const end = /\r\n|\n|\r/.exec(record)?.[0] ?? '\n';
      yield* [renamed(record, columns.renamed), separator(record, end)];
      for (const [c, column] of columns.added.entries()) {
        yield `>  <${column}>${end}${next.value.added[c]}${end}${end}`;
      }
      yield `$$$$${end}`;
      next = wanted.next();
    }
  }
};

/** What has to stand between a record and a further field: the end of its last line, and the empty line after a value. */
function separator(record: string, end: string): string {
  const ended = record === '' || /[\n\r]$/.test(record) ? '' : end;
  const lines = `${record}${ended}`.split(/\r\n|\n|\r/);
  const last = lines.length < 2 ? '' : lines[lines.length - 2];
  const isInField = last !== '' && lines.some((line) => fieldName(line) !== undefined);
  return `${ended}${isInField ? end : ''}`;
}

function renamed(record: string, newName: (column: string) => string): string {
  return record.replace(/^>[^\n\r]*<([^\n\r]*)>[^\n\r]*$/gm, (line, column: string) => {
    const name = newName(column);
    return name === column ? line : line.replace(`<${column}>`, `<${name}>`);
  });
}
