import { totalmem } from 'node:os';
import { TanimarkError } from '../errors.js';
import { optionValue } from '../spelling.js';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
};

/** Bytes for neighbors where nothing else is said: 4 GiB, or half of the machine's memory if that is less. */
export function defaultMemory(): number {
  // A container may have less than its machine.
  const allowed = process.constrainedMemory?.() || Number.POSITIVE_INFINITY;
  return Math.min(4 * 2 ** 30, Math.floor(Math.min(totalmem(), allowed) / 2));
}

/**
 * Reads an amount of memory such as `4GiB`, `4G`, `512 MB` or `1.5g`, always in powers of 1024.
 *
 * @throws TanimarkError (usage) unless it is one, of at least 1 MiB
 */
export function parseMemory(text: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim());
  const bytes = match ? Math.floor(Number(match[1]) * UNITS[match[2].toUpperCase()]) : 0;
  if (!(bytes >= 2 ** 20)) {
    throw new TanimarkError(
      'usage',
      `${optionValue('memory', text)}: give an amount with its unit, at least 1MiB, such as 4GiB or 512MiB`,
    );
  }
  return bytes;
}

/** Bytes as `--memory` takes them: `4GiB`, `1536MiB`. */
export function memoryText(bytes: number): string {
  const gib = bytes / 2 ** 30;
  return Number.isInteger(gib) ? `${gib}GiB` : `${Math.floor(bytes / 2 ** 20)}MiB`;
}
