import { TanimarkError } from '../../errors.js';
import { type FingerprintMatrix, fingerprintMatrix } from '../../similarity/fingerprints.js';
import { optionValue } from '../../spelling.js';
import { printable } from '../../text.js';

/** Letters of the alphabet; each is an amino acid, or stands for several (B, Z, J) or any (X). */
const LETTERS = 26;
const ANY = 'X'.charCodeAt(0);
const FIRST = 'A'.charCodeAt(0);

/** Lengths of the words that sequences are compared by, and the usual one. */
const LONGEST_WORD = 3;
export const DEFAULT_SEQUENCE_FINGERPRINT = 'kmer:3';

/**
 * Reads `kmer:3`: the length of the words that sequences are compared by.
 *
 * @throws TanimarkError (usage)
 */
export function parseSequenceFingerprint(text: string): number {
  const [, length] = /^kmer:(\d)$/.exec(text.trim()) ?? [];
  const k = Number(length);
  if (k >= 1 && k <= LONGEST_WORD) return k;
  throw new TanimarkError(
    'usage',
    `${optionValue('partnerFingerprint', text)}: sequences are compared by words of 1 to ${LONGEST_WORD} letters; give kmer:1, kmer:2 or kmer:3`,
  );
}

/** A sequence of amino acids as it is compared: upper case, without blanks and a stop at its end; or why it is none. */
export type ReadSequence =
  | { readonly letters: string; readonly problem: null }
  | { readonly letters: null; readonly problem: string };

/** Reads a cell or a record as a sequence that has at least one word of `k` known letters. */
export function readSequence(text: string, k: number): ReadSequence {
  const letters = text.replace(/\s+/g, '').toUpperCase().replace(/\*$/, '');
  const problem = (what: string) => ({ letters: null, problem: what });
  if (letters === '') return problem('empty sequence');
  const unknown = /[^A-Z]/.exec(letters);
  if (unknown) {
    const what = printable(unknown[0], 4);
    return problem(
      unknown[0] === '-' || unknown[0] === '.'
        ? `the sequence has a gap ("${what}") at position ${unknown.index + 1}; remove the gaps of an alignment`
        : unknown[0] === '*'
          ? `the sequence has a stop ("*") at position ${unknown.index + 1}, before its end`
          : `"${what}" at position ${unknown.index + 1} is not an amino acid (one-letter code)`,
    );
  }
  if (letters.length < k) {
    return problem(`the sequence has fewer than ${k} letters, the length of the compared words`);
  }
  if (!hasWord(letters, k)) return problem(`the sequence has no ${k} letters in a row without X`);
  return { letters, problem: null };
}

function hasWord(letters: string, k: number): boolean {
  return letters.split('X').some((part) => part.length >= k);
}

/** Fewer letters are as likely a word. */
const SHORTEST = 25;
/** Different letters of a text with gaps that is no SMILES such as CCCC.CCCC. */
const LETTERS_OF_ALIGNED = 8;

/**
 * Whether a text looks like a sequence of amino acids, and not like a word: also with the gaps of an alignment, so that
 * sequences that cannot be used are not taken for names.
 */
export function looksLikeSequence(text: string): boolean {
  const own = text.trim();
  if (/^[A-Za-z]+\*?$/.test(own)) return own.length >= SHORTEST;
  const letters = own.replace(/[-.*]/g, '');
  return (
    /^[A-Z]+$/.test(letters) &&
    letters.length >= SHORTEST &&
    new Set(letters).size >= LETTERS_OF_ALIGNED
  );
}

/**
 * The words of `k` letters in each sequence, one bit each, so that the Tanimoto similarity of two rows is the Jaccard
 * similarity of their sets of words. Words with an X are left out.
 *
 * @param sequences as {@link readSequence} gives them
 */
export function wordFingerprints(sequences: readonly string[], k: number): FingerprintMatrix {
  const width = Math.ceil(LETTERS ** k / 32);
  const words = new Uint32Array(sequences.length * width);
  const most = LETTERS ** (k - 1);
  sequences.forEach((letters, s) => {
    let word = 0;
    let known = 0;
    for (let i = 0; i < letters.length; i++) {
      const code = letters.charCodeAt(i);
      known = code === ANY ? 0 : known + 1;
      word = (word % most) * LETTERS + code - FIRST;
      if (known >= k) words[s * width + (word >>> 5)] |= 1 << (word & 31);
    }
  });
  return fingerprintMatrix(words, width);
}
