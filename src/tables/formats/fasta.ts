import { TanimarkError } from '../../errors.js';
import { printable } from '../../text.js';
import type { RawRecord, TextFormat } from './format.js';
import { linesOf } from './lines.js';

/** Columns of a FASTA file. */
export const FASTA_COLUMNS = ['id', 'description', 'sequence'] as const;

/** Characters of a line in a message. */
const SHOWN = 30;

/**
 * Sequences in FASTA: a line of `>`, an id and, after a blank, a description; then the lines of the sequence. Lines that
 * begin with `;` are comments. Letters stay as they are.
 *
 * @throws TanimarkError (table) where a sequence has no line of `>` before it, or such a line has no id
 */
async function* readFasta(text: AsyncIterable<string>, name: string): AsyncGenerator<RawRecord> {
  yield { cells: [...FASTA_COLUMNS], line: 0 };
  let line = 0;
  let head: { readonly id: string; readonly description: string } | null = null;
  let parts: string[] = [];
  const record = (end: number): RawRecord[] =>
    head === null ? [] : [{ cells: [head.id, head.description, parts.join('')], line: end }];
  for await (const [raw] of linesOf(text, name)) {
    line++;
    const content = raw.trim();
    if (content === '' || content.startsWith(';')) continue;
    if (!content.startsWith('>')) {
      if (head === null) {
        throw new TanimarkError(
          'table',
          `${name}: line ${line}: "${printable(content, SHOWN)}" has no header before it; in FASTA, a line such as ">P00533" names each sequence`,
        );
      }
      parts.push(content.replace(/\s+/g, ''));
      continue;
    }
    yield* record(line - 1);
    const [, id = '', description = ''] = /^>\s*(\S*)\s*(.*)$/.exec(content) ?? [];
    if (id === '') {
      throw new TanimarkError(
        'table',
        `${name}: line ${line}: the header has no id after ">"; add one, such as ">P00533"`,
      );
    }
    head = { id, description };
    parts = [];
  }
  yield* record(line);
}

/** Sequences with ids, such as the targets of drug-target pairs. */
export const fasta: TextFormat = {
  name: 'fasta',
  extensions: ['.fasta', '.fa', '.faa'],
  content: 'text',
  read: (text, { name }) => readFasta(text, name),
};
