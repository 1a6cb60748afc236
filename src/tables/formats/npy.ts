import { TanimarkError } from '../../errors.js';
import { readNpy, shapeText } from '../npy.js';
import { wholeBytes } from '../whole.js';
import type { BinaryFormat } from './format.js';
import { NAMELESS } from './nameless.js';

/** Larger arrays are no tables. */
const MAX_BYTES = 1024 ** 3;

/**
 * A NumPy array of one dimension, or of two: rows and columns. Its columns have no names: they are `prediction`, or of
 * several `0`, `1`, …, as pandas calls them. NaN is an empty cell.
 */
export const npy: BinaryFormat = {
  name: 'npy',
  extensions: ['.npy'],
  // Fingerprints have the same ending.
  isAmbiguous: true,
  content: 'bytes',
  async *read(bytes, { name }) {
    const tooLarge = () => new TanimarkError('table', `${name} holds more than 1 GiB`);
    const { shape, values } = readNpy(await wholeBytes(bytes, MAX_BYTES, tooLarge), name);
    const [rows, width = 1, ...more] = shape;
    if (rows === undefined || more.length > 0 || width === 0) {
      throw new TanimarkError(
        'table',
        `${name} has the shape ${shapeText(shape)}; a table needs (rows,) or (rows, columns): np.save(file, array.reshape(len(array), -1))`,
      );
    }
    yield {
      cells: width === 1 ? [NAMELESS] : Array.from({ length: width }, (_, c) => String(c)),
      line: 0,
    };
    for (let r = 0; r < rows; r++) {
      const cells = Array.from({ length: width }, (_, c) => values[r * width + c]);
      yield { cells: cells.map((v) => (Number.isNaN(v) ? '' : String(v))), line: r + 1 };
    }
  },
};
