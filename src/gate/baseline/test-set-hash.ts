import { createHash } from 'node:crypto';

/** A row of a test set: its structure as written, and its true values, NaN for none. */
export interface TestRow {
  readonly smiles: string;
  readonly truth: readonly number[];
}

/** Digits that every program keeps when it writes a table again; the 16th and 17th of a double may be lost. */
const DIGITS = 15;

/** Properties that identify a row. */
export function rowKey({ smiles, truth }: TestRow): string {
  // JSON has no NaN: a missing value is null.
  return JSON.stringify([smiles, ...truth.map((y) => Number(y.toPrecision(DIGITS)))]);
}

/** SHA-256 of the rows of a test set in any order: another structure, true value, or number of rows makes another one. */
export function testSetHash(rows: readonly TestRow[]): string {
  return hashOf(rows.map(rowKey));
}

/** SHA-256 of texts in any order. */
export function hashOf(texts: readonly string[]): string {
  return createHash('sha256')
    .update([...texts].sort().join('\n'))
    .digest('hex');
}
