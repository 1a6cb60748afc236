/**
 * How far structures are made alike, each level on top of those before it:
 *
 * - `none`: nothing but RDKit's canonical SMILES.
 * - `salts`: without counter-ions and solvents, the largest organic fragment alone ({@link withoutSaltFormers}).
 * - `charges`: charges taken off where hydrogens can be added or removed ({@link neutralize}).
 * - `isotopes`: labels dropped, so that deuterium is hydrogen.
 * - `stereo`: no tetrahedral, double-bond or other stereo.
 * - `tautomers`: one key for tautomers ({@link inchiOptions}).
 */
export const STANDARDIZE_LEVELS = [
  'none',
  'salts',
  'charges',
  'isotopes',
  'stereo',
  'tautomers',
] as const;
export type StandardizeLevel = (typeof STANDARDIZE_LEVELS)[number];
