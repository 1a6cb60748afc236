import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import type { FpsFile } from '../../tables/fps.js';
import { printable } from '../../text.js';
import { widthOf } from './checks.js';

/** A record of an FPS file, unpacked. */
export interface FpsWords {
  /** Number of its line, from 1. */
  readonly line: number;
  readonly id: string;
  /** Packed bits; the same array for each record. */
  readonly words: Uint32Array;
}

/**
 * The fingerprints of an FPS file, one after the other.
 *
 * @param name of the file, for messages
 * @throws TanimarkError (file) at the first record that is wrong, (table) where the fingerprints are too long
 * @throws AbortedError
 */
export async function* wordsOfFps(file: FpsFile, name: string, job: Job): AsyncGenerator<FpsWords> {
  const { bits } = file;
  const words = new Uint32Array(widthOf(bits, name));
  for await (const { line, hex, id } of file.records) {
    const problem = unpack(hex, bits, words);
    if (problem !== null) throw new TanimarkError('file', `${name}: line ${line}: ${problem}`);
    yield { line, id, words };
    if ((line & 1023) === 0 && job.due()) await job.breathe();
  }
}

/** Unpacks hexadecimal digits, and says what is wrong with them. */
function unpack(hex: string, bits: number, into: Uint32Array): string | null {
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
