import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { filesAt } from '../tables/part-files.js';

/** Characters of the name of a cell or of a split: 80 bits. */
const LENGTH = 20;

/** A value as JSON in one form: keys in the order of their letters, those without a value left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, own: unknown) => {
    if (own === null || typeof own !== 'object' || Array.isArray(own)) return own;
    const entries = Object.entries(own).filter(([, one]) => one !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

/** The name of what was made from some ingredients, and from nothing else: the first 20 digits of a SHA-256. */
export function identityOf(ingredients: unknown): string {
  return createHash('sha256').update(canonicalJson(ingredients)).digest('hex').slice(0, LENGTH);
}

/** SHA-256 of the bytes of a file, or of the files of a table in parts. @throws NodeJS.ErrnoException */
export async function checksumOf(path: string): Promise<string> {
  const files = filesAt(path);
  const sums: string[] = [];
  for (const file of files) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    sums.push(hash.digest('hex'));
  }
  return sums.length === 1 ? sums[0] : createHash('sha256').update(sums.join('\n')).digest('hex');
}
