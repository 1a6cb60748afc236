import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { openFps } from '../../tables/fps.js';
import { printable } from '../../text.js';
import { checkUnchanged, widthOf } from './checks.js';
import { Filling, type OwnRows, type OwnWords, placeOf } from './filling.js';
import { wordsOfFps } from './fps-words.js';
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
  for await (const { line, id, words } of wordsOfFps(file, spec.name, job)) {
    const molecule = keys.get(id.trim());
    if (molecule !== undefined) filling.put(molecule, words, line);
  }
  const sha256 = file.digest();
  checkUnchanged(spec, sha256);
  return { filling, bits, sha256 };
}
