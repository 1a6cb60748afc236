import { TanimarkError } from '../../errors.js';
import { optionValue } from '../../spelling.js';
import { type OwnSpec, ownSpecText } from './spec.js';

/** Longer fingerprints are refused. */
const MOST_BITS = 16_384;

/** Words of a fingerprint. @throws TanimarkError (table) when it is longer than can be compared */
export function widthOf(bits: number, source: string): number {
  if (bits >= 1 && bits <= MOST_BITS) return Math.ceil(bits / 32);
  throw new TanimarkError(
    'table',
    `${source}: fingerprints of ${bits} bits; from 1 to 16,384 can be compared; fold them first`,
  );
}

/** @throws TanimarkError (file) when a file is not the one that the specification names by its checksum */
export function checkUnchanged(spec: OwnSpec, sha256: string): void {
  if (spec.sha256 === undefined || spec.sha256 === sha256) return;
  const { sha256: _, ...plain } = spec;
  throw new TanimarkError(
    'file',
    `${spec.name}: not the fingerprints with which the split was made (its sha256 is ${sha256.slice(0, 12)}…, the manifest says ${spec.sha256.slice(0, 12)}…); restore the file, or use it as it is with ${optionValue('fingerprint', ownSpecText(plain))}`,
  );
}
