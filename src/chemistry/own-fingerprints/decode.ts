import { packBytes } from '../fingerprint.js';
import { ENCODINGS, type Encoding } from './spec.js';

/** Ones in cells of 0 and 1 from which on these are no hexadecimal digits: a chance of 4^-32. */
const ENOUGH_ONES = 32;
/** Characters other than A and 0 in cells of hexadecimal digits from which on these are no base64. */
const ENOUGH_DIGITS = 32;

const FORMS: Readonly<Record<Encoding, RegExp>> = {
  hex: /^(?:[\da-f]{2})+$|^(?:[\dA-F]{2})+$/,
  base64: /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/,
  bits: /^[01]+$/,
};

/** Whether a cell can hold a fingerprint in this encoding. */
export function isEncoded(cell: string, encoding: Encoding): boolean {
  return FORMS[encoding].test(cell);
}

/** Number of bits that a cell holds. */
export function bitsIn(cell: string, encoding: Encoding): number {
  if (encoding === 'bits') return cell.length;
  return encoding === 'hex' ? cell.length * 4 : Buffer.byteLength(cell, 'base64') * 8;
}

/** Unpacks a cell into words, which are zero before. */
export function decodeInto(cell: string, encoding: Encoding, into: Uint32Array): void {
  if (encoding !== 'bits') {
    packBytes(Buffer.from(cell, encoding), into, 0);
    return;
  }
  for (let b = 0; b < cell.length; b++) if (cell[b] === '1') into[b >>> 5] |= 1 << (b & 31);
}

/**
 * The encoding that cells certainly have; null where several are possible, undefined where none is.
 *
 * @param cells not empty
 */
export function encodingOf(cells: Iterable<string>): Encoding | null | undefined {
  let possible: Encoding[] = [...ENCODINGS];
  let ones = 0;
  let digits = 0;
  for (const cell of cells) {
    possible = possible.filter((encoding) => isEncoded(cell, encoding));
    if (possible.length === 0) return undefined;
    if (possible.includes('bits') && ones < ENOUGH_ONES) ones += countOf(cell, '1');
    if (digits < ENOUGH_DIGITS) digits += cell.length - countOf(cell, 'A') - countOf(cell, '0');
  }
  if (possible.length === 1) return possible[0];
  if (possible.includes('bits')) return ones >= ENOUGH_ONES ? 'bits' : null;
  // Of what fits both, base64 would have letters beyond F.
  return digits >= ENOUGH_DIGITS ? 'hex' : null;
}

function countOf(text: string, char: string): number {
  return text.split(char).length - 1;
}
