import { printable } from '../../text.js';

/** Manifest entries that depend on the place, the time or the files, not on the split. */
const APART = [
  'manifest',
  'schema',
  'input',
  'sources',
  'graph',
  'outputs',
  'warnings',
  'invalid',
  'seconds',
  'format',
  'written',
];

/**
 * The first value in a manifest that a split made again does not have, in words; null where it has all of them.
 * What is new in the other does not count, for manifests of older versions know less.
 */
export function contradiction(known: object, made: object): string | null {
  for (const [key, value] of Object.entries(known)) {
    if (APART.includes(key)) continue;
    const found = differing(key, value, (made as Record<string, unknown>)[key]);
    if (found !== null) return found;
  }
  return null;
}

function differing(at: string, known: unknown, made: unknown): string | null {
  if (typeof known !== 'object' || known === null || typeof made !== 'object' || made === null) {
    if (Object.is(known, made)) return null;
    const [is, was] = [known, made].map((value) =>
      printable(JSON.stringify(value) ?? 'nothing', 60),
    );
    return `${at} is ${is}, but ${was} when repeated`;
  }
  if (Array.isArray(known) && known.length !== (made as unknown[]).length) {
    return `${at} has ${known.length} entries, but ${(made as unknown[]).length} when repeated`;
  }
  for (const [key, value] of Object.entries(known)) {
    const found = differing(`${at}.${key}`, value, (made as Record<string, unknown>)[key]);
    if (found !== null) return found;
  }
  return null;
}
