import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { type NpyArray, readNpy, shapeText } from '../../tables/npy.js';
import { Source } from '../../tables/source.js';
import { wholeBytes } from '../../tables/whole.js';
import { packBytes } from '../fingerprint.js';
import { checkUnchanged, widthOf } from './checks.js';
import { Filling, type OwnRows, type OwnWords } from './filling.js';
import type { OwnSpec } from './spec.js';

/** More bytes are not held at once. */
const MOST_BYTES = 2 ** 31;

/**
 * Fingerprints of a `.npy` file: a row for each row of the table, a bit for each column, or eight of them packed into
 * a byte, in either bit order: similarities do not depend on it.
 *
 * @throws TanimarkError (file, table)
 */
export async function fromNpy(spec: OwnSpec, rows: OwnRows, job: Job): Promise<OwnWords> {
  const { table, moleculeOf, firstRow, rowsOfFile } = rows;
  const source = new Source(spec.name, job.signal);
  const bytes = await bytesOf(spec, source);
  const sha256 = source.digest();
  checkUnchanged(spec, sha256);
  const array = readNpy(bytes, spec.name);
  const problem = (text: string) => new TanimarkError('table', `${spec.name}: ${text}`);
  const { shape } = array;
  if (shape.length !== 2) {
    throw problem(
      `an array of shape ${shapeText(shape)}; give a matrix with a row for each row of ${table.name} and a column for each bit`,
    );
  }
  const [n, columns] = shape;
  if (n !== rowsOfFile) {
    throw problem(
      `${n} rows, but ${table.name} has ${rowsOfFile}; a .npy file is matched by row order and needs the same rows; give fingerprints with ids as fps:<file>`,
    );
  }
  const bits = spec.packed ? columns * 8 : columns;
  const width = widthOf(bits, spec.name);
  const pack = spec.packed ? packedRow(array, problem) : unpackedRow(array, spec, problem);
  const filling = new Filling(rows, width, spec.name, (row) => `row ${row}`);
  const own = new Uint32Array(width);
  for (let r = 0; r < moleculeOf.length; r++) {
    own.fill(0);
    pack(firstRow + r, own);
    if (moleculeOf[r] >= 0) filling.put(moleculeOf[r], own, firstRow + r + 1);
    if ((r & 1023) === 0 && job.due()) await job.breathe();
  }
  return { words: filling.words, width, bits, found: { sha256 } };
}

async function bytesOf(spec: OwnSpec, source: Source): Promise<Uint8Array> {
  const tooLarge = () =>
    new TanimarkError(
      'file',
      `${spec.name}: larger than 2 GiB; write np.packbits(array, axis=1) and say npy:${spec.name},packed=true`,
    );
  const size = await source.size();
  if ((size ?? 0) > MOST_BYTES) throw tooLarge();
  return wholeBytes(source.bytes(), MOST_BYTES, tooLarge);
}

type Problem = (text: string) => TanimarkError;
type Pack = (row: number, into: Uint32Array) => void;

function packedRow({ values, shape, dtype }: NpyArray, problem: Problem): Pack {
  if (!(values instanceof Uint8Array)) {
    throw problem(
      `packed=true needs bytes (uint8), as numpy.packbits writes them, but holds ${dtype}`,
    );
  }
  const [, bytes] = shape;
  return (row, into) => packBytes(values.subarray(row * bytes, (row + 1) * bytes), into, 0);
}

function unpackedRow({ values, shape }: NpyArray, spec: OwnSpec, problem: Problem): Pack {
  const [, bits] = shape;
  return (row, into) => {
    for (let b = 0; b < bits; b++) {
      const value = values[row * bits + b];
      if (value === 1) into[b >>> 5] |= 1 << (b & 31);
      else if (value !== 0) {
        const remedy =
          values instanceof Uint8Array
            ? `if it is from np.packbits: npy:${spec.name},packed=true`
            : 'counts cannot be compared; write (array > 0)';
        throw problem(
          `row ${row + 1}, column ${b + 1} is ${value}, but bits are 0 or 1; ${remedy}`,
        );
      }
    }
  };
}
