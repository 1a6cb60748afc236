import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { openFps } from '../../tables/fps.js';
import { printable } from '../../text.js';
import { checkUnchanged, widthOf } from './checks.js';
import { Filling, type OwnRows, type OwnWords, placeOf } from './filling.js';
import type { OwnSpec } from './spec.js';

/** Molecules by id, or by SMILES. */
type Keys = ReadonlyMap<string, number>;

/**
 * Fingerprints of an FPS file, found by the ids of the table; where none of these is in the file, by SMILES as written.
 * The file is read for each table, and only what the table needs is kept.
 *
 * @throws TanimarkError (file, table)
 */
export async function fromFps(spec: OwnSpec, rows: OwnRows, job: Job): Promise<OwnWords> {
  const { table, idColumn } = rows;
  if (idColumn !== undefined) {
    const byId = await fill(spec, rows, keysById(rows, idColumn), job);
    if (byId.filling.missing < rows.count) {
      byId.filling.requireAll(`by the ids of column "${printable(table.columns[idColumn], 40)}"`);
      return wordsOf(byId);
    }
  }
  const bySmiles = await fill(spec, rows, keysBySmiles(rows), job);
  const ids = idColumn === undefined ? '' : `by id (column "${table.columns[idColumn]}") or `;
  bySmiles.filling.requireAll(
    `${ids}by SMILES${idColumn === undefined ? ' (the table has no column of ids that is known as one)' : ''}`,
  );
  return wordsOf(bySmiles);
}

interface Filled {
  readonly filling: Filling;
  readonly bits: number;
  readonly sha256: string;
}

function wordsOf({ filling: { words, width }, bits, sha256 }: Filled): OwnWords {
  return { words, width, bits, found: { sha256 } };
}

/** @throws TanimarkError (table) where one id is that of two molecules */
function keysById(rows: OwnRows, column: number): Keys {
  const keys = new Map<string, number>();
  const { table, moleculeOf } = rows;
  for (let r = 0; r < moleculeOf.length; r++) {
    const molecule = moleculeOf[r];
    const id = table.rows[r][column].trim();
    if (molecule < 0 || id === '') continue;
    const before = keys.get(id);
    if (before === undefined) keys.set(id, molecule);
    else if (before !== molecule) {
      throw new TanimarkError(
        'table',
        `${table.name}: ${placeOf(rows, moleculeOf.indexOf(before))} and ${placeOf(rows, r)} are different molecules with one id, "${printable(id, 60)}", so their fingerprints cannot be told apart; name a column with unique ids`,
      );
    }
  }
  return keys;
}

function keysBySmiles({ moleculeOf, structure }: OwnRows): Keys {
  const keys = new Map<string, number>();
  moleculeOf.forEach((molecule, r) => {
    if (molecule >= 0) keys.set(structure(r), molecule);
  });
  return keys;
}

async function fill(spec: OwnSpec, rows: OwnRows, keys: Keys, job: Job): Promise<Filled> {
  const file = await openFps(spec.name, job.signal);
  const { bits } = file;
  const width = widthOf(bits, spec.name);
  const filling = new Filling(rows, width, spec.name, (line) => `line ${line}`);
  const own = new Uint32Array(width);
  for await (const { line, hex, id } of file.records) {
    const problem = unpackHex(hex, bits, own);
    if (problem !== null) throw new TanimarkError('file', `${spec.name}: line ${line}: ${problem}`);
    const molecule = keys.get(id.trim());
    if (molecule !== undefined) filling.put(molecule, own, line);
    if ((line & 1023) === 0 && job.due()) await job.breathe();
  }
  const sha256 = file.digest();
  checkUnchanged(spec, sha256);
  return { filling, bits, sha256 };
}

/** Unpacks hexadecimal digits, and says what is wrong with them. */
export function unpackHex(hex: string, bits: number, into: Uint32Array): string | null {
  into.fill(0);
  for (let i = 0; i < hex.length; i += 2) {
    const [high, low] = [digit(hex.charCodeAt(i)), digit(hex.charCodeAt(i + 1))];
    if (high < 0 || low < 0) {
      return `"${printable(hex.slice(i, i + 2))}" is not a pair of hexadecimal digits`;
    }
    into[i >>> 3] |= ((high << 4) | low) << ((i & 7) << 2);
  }
  const last = bits & 31;
  const beyond = last === 0 ? 0 : into[into.length - 1] >>> last;
  return beyond === 0 ? null : `a bit beyond the ${bits} of a fingerprint is on`;
}

/** Value of a hexadecimal digit, -1 for another character. */
function digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = (code | 32) - 97;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}
