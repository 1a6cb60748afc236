/** An atom of RDKit's JSON; what is left out has the value of `defaults.atom`. */
export interface AtomJson {
  readonly z?: number;
  readonly impHs?: number;
  readonly chg?: number;
  readonly nRad?: number;
  readonly isotope?: number;
  readonly stereo?: string;
}

/** A bond of RDKit's JSON; what is left out has the value of `defaults.bond`. */
export interface BondJson {
  readonly bo?: number;
  readonly atoms: readonly [number, number];
  /** `cis` or `trans` of the neighbors with the highest ranks; left out where it is not specified. */
  readonly stereo?: string;
}

export interface ExtensionJson {
  readonly name: string;
  readonly formatVersion: number;
  readonly toolkitVersion: string;
  readonly aromaticAtoms?: readonly number[];
  readonly aromaticBonds?: readonly number[];
  /** Atoms with R or S. */
  readonly cipCodes?: readonly (readonly [number, string])[];
  /** The atoms of each ring, in the order around it; left out where there are none. */
  readonly atomRings?: readonly (readonly number[])[];
}

/** The parts of RDKit's JSON that are read here. */
export interface DocumentJson {
  readonly rdkitjson: object;
  readonly defaults: { readonly atom: Required<AtomJson>; readonly bond: { readonly bo: number } };
  readonly molecules: readonly {
    readonly atoms: readonly AtomJson[];
    readonly bonds: readonly BondJson[];
    readonly extensions?: readonly ExtensionJson[];
  }[];
}

/** The extension that says what is aromatic and which rings there are. */
export const REPRESENTATION = 'rdkitRepresentation';
