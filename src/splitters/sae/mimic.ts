import { TanimarkError } from '../../errors.js';
import { compareRational, parseRational, type Rational } from '../../rational.js';
import { parseBins, type SimilarityBins } from '../../similarity/bins.js';
import { optionName, optionValue } from '../../spelling.js';
import { printable } from '../../text.js';
import type { Preparation } from '../splitter.js';

/** Bins of an external set's similarity, unless others are given. */
export const MIMIC_BINS = '0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1';

const NUMBER = String.raw`(\d*\.?\d+(?:e-?\d+)?(?:\s*/\s*\d+)?)`;
/** `[0, 0.1)`, `[0.9, 1]`, `0-0.1`, `0..0.1`, `0 to 0.1`, or the lower edge alone. */
const BIN = new RegExp(
  String.raw`^\[?\s*${NUMBER}\s*(?:(?:,|-|–|\.\.|to)\s*${NUMBER}\s*[)\]]?)?$`,
  'i',
);
const COUNT = /^\d+(?:\.\d+)?$/;

/**
 * The distribution of an external set: the histogram of its molecules' max similarity to the whole
 * input, or, if the file is a table of bins and counts, what it says.
 *
 * @throws TanimarkError (file, table, column, structure, usage)
 */
export async function mimicTarget(
  path: string,
  { bins, readTable, similarityToInput }: Preparation,
): Promise<{ bins: SimilarityBins; shares: Rational[] }> {
  const { columns, rows } = await readTable(path, isHistogramRow);
  const written = histogramIn(path, columns, rows);
  if (written) return fromHistogram(path, written, bins);
  const used = bins ?? parseBins(MIMIC_BINS);
  const counts = await similarityToInput(path, used);
  return { bins: used, shares: counts.map((num) => ({ num, den: 1 })) };
}

/** Whether a first row is data of a histogram, not its header. */
function isHistogramRow(cells: readonly string[]): boolean {
  return cells.length === 2 && BIN.test(cells[0].trim()) && COUNT.test(cells[1].trim());
}

/** Bins and counts, if that is what a table holds: two columns that read as such in every row. */
function histogramIn(
  path: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): { bins: string[]; counts: string[] } | null {
  const [first, second] = rows[0].map((cell) => cell.trim());
  if (columns.length !== 2 || !BIN.test(first) || !/^[-+]?[\d.]/.test(second)) return null;
  const wrong = rows.findIndex((row) => !isHistogramRow(row));
  if (wrong >= 0) {
    throw new TanimarkError(
      'table',
      `${path}: row ${wrong + 1}, "${printable(rows[wrong].join(','), 40)}", must hold a bin and a count; write one row per bin, from 0 to 1, such as "0-0.1,12"`,
    );
  }
  return { bins: rows.map((row) => row[0].trim()), counts: rows.map((row) => row[1].trim()) };
}

function fromHistogram(
  path: string,
  written: { bins: string[]; counts: string[] },
  given: SimilarityBins | undefined,
): { bins: SimilarityBins; shares: Rational[] } {
  const wrong = (what: string) =>
    new TanimarkError(
      'table',
      `${path}: ${what}; write one row per bin, from 0 to 1, such as "0-0.1,12"`,
    );
  const ranges = written.bins.map((bin) => BIN.exec(bin) as RegExpExecArray);
  ranges.forEach((range, i) => {
    const next = ranges[i + 1]?.[1] ?? '1';
    if (range[2] !== undefined && !sameNumber(range[2], next)) {
      throw wrong(
        `the bin "${printable(written.bins[i], 30)}" must end where the next one begins (${next})`,
      );
    }
  });
  const edges = [...ranges.map((range) => range[1].replace(/\s/g, '')), '1'];
  let bins: SimilarityBins;
  try {
    bins = parseBins(edges.join(','));
  } catch {
    throw wrong(`its bins (${printable(edges.slice(0, -1).join(', '), 60)}) must cover 0 to 1`);
  }
  if (given && !given.equals(bins)) {
    throw new TanimarkError(
      'usage',
      `${optionValue('bins', given.texts.join(','))}: ${path} has different bins (${bins.texts.join(',')}); leave out ${optionName('bins')}`,
    );
  }
  // Counts may be shares: as many digits as are written, as whole numbers over a power of ten.
  const shares = written.counts.map((text) => {
    const [whole, digits = ''] = text.split('.');
    return { num: Number(whole + digits), den: 10 ** digits.length };
  });
  if (
    shares.some(({ num }) => !Number.isSafeInteger(num)) ||
    shares.every(({ num }) => num === 0)
  ) {
    throw wrong('its counts are all 0 or too large');
  }
  return { bins, shares };
}

/** Whether two texts are the same number; false for what is none, such as 1/0. */
function sameNumber(a: string, b: string): boolean {
  try {
    return compareRational(parseRational(a, ''), parseRational(b, '')) === 0;
  } catch {
    return false;
  }
}
