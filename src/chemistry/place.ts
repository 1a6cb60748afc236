/** What RDKit is busy with: the molecule itself, or what can be done without, its properties or its scaffold. */
export type Stage = 'molecule' | 'properties' | 'scaffold';

const stages: readonly Stage[] = ['molecule', 'properties', 'scaffold'];

/** A position in a batch and the stage in one whole number, so that they are never seen apart. */
export function placeOf(position: number, stage: Stage): number {
  return position * stages.length + stages.indexOf(stage);
}

/** The inverse of {@link placeOf}. */
export function readPlace(place: number): { position: number; stage: Stage } {
  return { position: Math.floor(place / stages.length), stage: stages[place % stages.length] };
}
