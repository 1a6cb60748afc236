import { TanimarkError } from '../errors.js';
import { printable } from '../text.js';
import { linesOf } from './formats/lines.js';
import { Source } from './source.js';
import { shownInput } from './table.js';

/** A fingerprint of an FPS file. */
export interface FpsRecord {
  /** Number of its line, from 1. */
  readonly line: number;
  /** Two hexadecimal digits a byte; bit 0 is the least significant bit of the first byte. */
  readonly hex: string;
  readonly id: string;
}

/** An FPS file whose header was read. */
export interface FpsFile {
  /** Length of each fingerprint in bits. */
  readonly bits: number;
  /** What the header says of what made them; undefined where it says nothing. */
  readonly type: string | undefined;
  /** To be gone through once. @throws TanimarkError (file) at the first record that is wrong */
  readonly records: AsyncIterable<FpsRecord>;
  /** SHA-256 of the file, hexadecimal; complete after the last record. */
  digest(): string;
}

/** Whether a file is one of fingerprints, by its name. */
export function isFpsFile(path: string): boolean {
  return /\.fps(\.gz)?$/i.test(path);
}

/**
 * Opens a file of fingerprints in chemfp's text format (https://chemfp.com/fps_format), plain or gzipped: lines that
 * start with `#`, of which `#num_bits=` and `#type=` count here, then a fingerprint, a tab and an id a line; further cells are
 * ignored.
 *
 * @throws TanimarkError (file) when it cannot be read or holds no fingerprint
 */
export async function openFps(path: string, signal?: AbortSignal): Promise<FpsFile> {
  const source = new Source(path, signal);
  await source.size();
  const name = shownInput(path);
  const problem = (text: string) => new TanimarkError('file', `${name}: ${text}`);
  const lines = linesOf(source.text(), name)[Symbol.asyncIterator]();
  let stated: number | undefined;
  let type: string | undefined;
  let line = 0;
  let first: string | undefined;
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    line++;
    const [text] = next.value;
    if (text.startsWith('#')) {
      type ??= /^#type=\s*(.*?)\s*$/.exec(text)?.[1];
      const [, value] = /^#num_bits=\s*(.*?)\s*$/.exec(text) ?? [];
      if (value === undefined) continue;
      if (!/^[1-9]\d{0,8}$/.test(value)) {
        throw problem(`line ${line}: num_bits is "${printable(value, 20)}", not a whole number`);
      }
      stated = Number(value);
    } else if (text !== '') {
      first = text;
      break;
    }
  }
  if (first === undefined) throw problem('holds no fingerprint; check the file');
  const digits = first.split('\t', 1)[0].length;
  const bits = stated ?? digits * 4;
  const record = (text: string, at: number): FpsRecord => {
    const tab = text.indexOf('\t');
    if (tab < 0) {
      throw problem(
        `line ${at}: no tab; each line needs a fingerprint in hexadecimal digits, a tab and an id (FPS format)`,
      );
    }
    const end = text.indexOf('\t', tab + 1);
    const id = text.slice(tab + 1, end < 0 ? undefined : end);
    if (tab !== 2 * Math.ceil(bits / 8)) {
      throw problem(
        `line ${at}: ${tab} hexadecimal digits, but a fingerprint of ${bits} bits (${stated === undefined ? 'as in the first line' : 'num_bits'}) has ${2 * Math.ceil(bits / 8)}`,
      );
    }
    return { line: at, hex: text.slice(0, tab), id };
  };
  async function* records(start: string): AsyncGenerator<FpsRecord> {
    yield record(start, line);
    for (let next = await lines.next(); !next.done; next = await lines.next()) {
      line++;
      const [text] = next.value;
      if (text !== '') yield record(text, line);
    }
  }
  return { bits, type, records: records(first), digest: () => source.digest() };
}
