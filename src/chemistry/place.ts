/** What RDKit is busy with: the molecule itself, or its scaffold, which can be done without. */
export type Stage = 'molecule' | 'scaffold';

/** A position in a batch and the stage in one whole number, so that they are never seen apart. */
export function placeOf(position: number, stage: Stage): number {
  return position * 2 + (stage === 'scaffold' ? 1 : 0);
}

/** The inverse of {@link placeOf}. */
export function readPlace(place: number): { position: number; stage: Stage } {
  return { position: place >> 1, stage: place & 1 ? 'scaffold' : 'molecule' };
}
