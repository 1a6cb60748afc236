import { TanimarkError } from '../../errors.js';
import { columnNamed } from '../../tables/columns.js';
import { list, printable } from '../../text.js';
import { widthOf } from './checks.js';
import { bitsIn, decodeInto, encodingOf, isEncoded } from './decode.js';
import { Filling, type OwnRows, type OwnWords, placeOf } from './filling.js';
import { ENCODINGS, type Encoding, type OwnSpec } from './spec.js';

/** How the base64 of RDKit's compressed form starts, which `ToBase64()` gives. */
const RDKIT_BASE64 = /^[24]P\/\/\//;

/**
 * Fingerprints in a column of the table itself.
 *
 * @throws TanimarkError (column, table)
 */
export async function fromColumn(spec: OwnSpec, rows: OwnRows): Promise<OwnWords> {
  const { table, moleculeOf } = rows;
  const column = columnNamed(table, spec.name, 'fingerprint');
  const source = `${table.name}: column "${printable(table.columns[column], 40)}"`;
  const cellOf = (row: number) => table.rows[row][column].trim();
  const filled: number[] = [];
  moleculeOf.forEach((molecule, r) => {
    if (molecule >= 0 && cellOf(r) !== '') filled.push(r);
  });
  const compressed = filled.find((r) => RDKIT_BASE64.test(cellOf(r)));
  if (compressed !== undefined) {
    throw new TanimarkError(
      'column',
      `${source}: ${placeOf(rows, compressed)} holds RDKit's compressed form (ToBase64), which is not read; write fp.ToBitString(), or DataStructs.BitVectToFPSText(fp)`,
    );
  }
  const encoding = spec.encoding ?? detected(spec, rows, filled, cellOf, source);
  const bits = filled.length === 0 ? 1 : bitsIn(cellOf(filled[0]), encoding);
  const width = widthOf(bits, source);
  const filling = new Filling(rows, width, source, (row) => placeOf(rows, row - 1));
  const own = new Uint32Array(width);
  for (const r of filled) {
    const cell = cellOf(r);
    checkCell(cell, encoding, bits, `${source}: ${placeOf(rows, r)}`);
    own.fill(0);
    decodeInto(cell, encoding, own);
    filling.put(moleculeOf[r], own, r + 1);
  }
  filling.requireAll('because their cells are empty');
  return { words: filling.words, width, bits, found: { encoding } };
}

function detected(
  spec: OwnSpec,
  rows: OwnRows,
  filled: readonly number[],
  cellOf: (row: number) => string,
  source: string,
): Encoding {
  const encoding = encodingOf(filled.map(cellOf));
  if (encoding) return encoding;
  if (encoding === null) {
    throw new TanimarkError(
      'column',
      `${source}: its cells can be read in more than one way; say which: column:${spec.name},encoding=${ENCODINGS.join('|')}`,
    );
  }
  const wrong =
    filled.find((r) => !ENCODINGS.some((one) => isEncoded(cellOf(r), one))) ?? filled[0];
  throw new TanimarkError(
    'column',
    `${source}: no fingerprints (${placeOf(rows, wrong)}: "${printable(cellOf(wrong), 40)}"); give ${list(['hexadecimal digits', 'base64', 'a text of 0 and 1 without separators'], 'or')}, all cells alike`,
  );
}

function checkCell(cell: string, encoding: Encoding, bits: number, where: string): void {
  if (!isEncoded(cell, encoding)) {
    throw new TanimarkError(
      'column',
      `${where}: "${printable(cell, 40)}" is not ${encoding}; correct the cell`,
    );
  }
  const own = bitsIn(cell, encoding);
  if (own === bits) return;
  throw new TanimarkError(
    'column',
    `${where}: a fingerprint of ${own} bits, but the first one has ${bits}; give all the same length`,
  );
}
