import { STANDARDIZE_LEVELS } from '../chemistry/standardize/levels.js';
import { grouped } from '../grouped.js';
import { orderlessMean } from '../numerics/orderless-mean.js';
import type { FingerprintMatrix } from '../similarity/fingerprints.js';

/**
 * Levels at which two structures can be the same, finest first. Up to `tautomers` they are those of
 * standardization, each of which includes those before it; `inchi` is the first block of the InChIKey,
 * the connectivity without stereo, isotopes and mobile hydrogens.
 */
export const SAME_LEVELS = [...STANDARDIZE_LEVELS, 'inchi'] as const;
export type SameLevel = (typeof SAME_LEVELS)[number];

/** A level and those before it. */
export function levelsUpTo(level: SameLevel): readonly SameLevel[] {
  return SAME_LEVELS.slice(0, SAME_LEVELS.indexOf(level) + 1);
}

/** Records by molecule, or by pair, and their labels. */
export interface LabeledRecords {
  /** Records of molecule m: `records[offsets[m]]` up to, not including, `offsets[m + 1]`. */
  readonly offsets: Int32Array;
  readonly records: Int32Array;
  /** Label of each record, NaN where it has none; null without labels. For classes 0 and 1. */
  readonly labels: Float64Array | null;
}

/** The records of one side of a split, and their distinct molecules. Numbers of records and molecules count from 0. */
export interface Side extends LabeledRecords {
  /** Name of the side: `train`, `valid` or `test`. */
  readonly name: string;
  /** Molecule of each record. */
  readonly moleculeOf: Int32Array;
  /** One row per molecule. */
  readonly fingerprints: FingerprintMatrix;
  /** SMILES of each record, as written. */
  readonly smiles: readonly string[];
  /** By level a number for each molecule: equal ones, also of different sides, are the same there. -1 is not known. */
  readonly keys: Readonly<Record<SameLevel, Int32Array>>;
  /** A number for each molecule's Bemis-Murcko scaffold, comparable between sides; -1 without rings or not known. */
  readonly scaffolds: Int32Array;
}

/** How many records and molecules a side has. */
export function recordCount({ moleculeOf }: Side): number {
  return moleculeOf.length;
}

export function moleculeCount({ offsets }: Side): number {
  return offsets.length - 1;
}

/** The records of each molecule, in the form that {@link Side} has them in. @param count number of molecules */
export function groupByMolecule(
  moleculeOf: Int32Array,
  count: number,
): Pick<Side, 'offsets' | 'records'> {
  const { offsets, members } = grouped(moleculeOf, count);
  return { offsets, records: members };
}

/** The mean label of each molecule's records; NaN where none has one. Null without labels. */
export function meanLabels({ labels, offsets, records }: LabeledRecords): Float64Array | null {
  if (!labels) return null;
  return Float64Array.from({ length: offsets.length - 1 }, (_, m) => {
    const own = Array.from(records.subarray(offsets[m], offsets[m + 1]), (r) => labels[r]);
    return orderlessMean(own.filter((y) => !Number.isNaN(y)));
  });
}
