import { totalmem } from 'node:os';

/** Bytes for neighbours where nothing else is said: 4 GiB, or half of the machine's memory if that is less. */
export function defaultMemory(): number {
  // A container may have less than its machine.
  const allowed = process.constrainedMemory?.() || Number.POSITIVE_INFINITY;
  return Math.min(4 * 2 ** 30, Math.floor(Math.min(totalmem(), allowed) / 2));
}
