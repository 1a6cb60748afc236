/**
 * What RDKit is busy with: the molecule itself, or what can be done without, its properties, its
 * scaffold, its standardized forms or their InChI.
 */
export type Stage = (typeof stages)[number];

const stages = ['molecule', 'properties', 'scaffold', 'forms', 'inchi'] as const;

/** A position in a batch and the stage in one whole number, so that they are never seen apart. */
export function placeOf(position: number, stage: Stage): number {
  return position * stages.length + stages.indexOf(stage);
}

/** The inverse of {@link placeOf}. */
export function readPlace(place: number): { position: number; stage: Stage } {
  return { position: Math.floor(place / stages.length), stage: stages[place % stages.length] };
}
