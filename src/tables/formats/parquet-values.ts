import type { SchemaElement } from 'hyparquet';

/** What makes a cell of a value that is not null. */
type CellOf = (value: unknown) => string;

/**
 * How the values of a column become cells: the shortest text that gives the same number again, `true` and `false`, dates
 * and times as ISO texts (times without a zone are UTC); NaN, which pandas writes for a missing value, is an empty cell.
 *
 * @returns null for values that are no single ones, and for bytes
 */
export function cellMaker({ type, type_length, ...element }: SchemaElement): CellOf | null {
  const logical = element.logical_type?.type;
  const isDecimal = element.converted_type === 'DECIMAL' || logical === 'DECIMAL';
  if (element.num_children || element.repetition_type === 'REPEATED') return null;
  if (isDecimal) return (value) => Number(value).toFixed(element.scale ?? 0);
  if (type === 'FIXED_LEN_BYTE_ARRAY') {
    if (logical === 'UUID') return String;
    return logical === 'FLOAT16' ? numberCell : null;
  }
  if (element.converted_type === 'DATE' || logical === 'DATE') {
    return (value) => (value as Date).toISOString().slice(0, 10);
  }
  if (['JSON', 'BSON', 'VARIANT', 'GEOMETRY', 'GEOGRAPHY'].includes(logical ?? '')) return null;
  if (['JSON', 'BSON', 'INTERVAL'].includes(element.converted_type ?? '')) return null;
  if (type === 'FLOAT') return (value) => float32Cell(value as number);
  return type === 'DOUBLE' ? numberCell : String;
}

function numberCell(value: unknown): string {
  return Number.isNaN(value) ? '' : String(value);
}

/** The shortest text of a number of 32 bits: `0.1`, and not `0.10000000149011612`. */
function float32Cell(value: number): string {
  if (!Number.isFinite(value)) return numberCell(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/** A time as an ISO text, with as many digits after the second as it needs. @param nanoseconds since 1970 */
function timeText(nanoseconds: bigint): string {
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = Number((nanoseconds - fraction) / 1_000_000_000n);
  const digits = String(fraction).padStart(9, '0').replace(/0+$/, '');
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return digits === '' ? whole : `${whole}.${digits}`;
}

/** Readers of times, which keep every digit. */
export const TIME_PARSERS = {
  timestampFromMilliseconds: (value: bigint) => timeText(BigInt(value) * 1_000_000n),
  timestampFromMicroseconds: (value: bigint) => timeText(BigInt(value) * 1000n),
  timestampFromNanoseconds: (value: bigint) => timeText(BigInt(value)),
};
