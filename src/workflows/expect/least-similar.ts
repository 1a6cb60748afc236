import type { ExpectedMolecule } from './types.js';

/** The library rows that are least similar to training, of rows that come one by one. */
export class LeastSimilar {
  private readonly kept: { readonly similarity: number; readonly molecule: ExpectedMolecule }[] =
    [];
  private readonly taken = new Set<string>();

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  /** The least similar first; equal ones in the order of rows. */
  get rows(): ExpectedMolecule[] {
    return this.kept.map(({ molecule }) => molecule);
  }

  /**
   * Takes a row that comes after all others so far. A SMILES that is among them already is not taken again.
   *
   * @param similarity its max similarity to training
   */
  offer(molecule: ExpectedMolecule, similarity: number): void {
    const { kept, taken, most } = this;
    const isFull = kept.length >= most;
    if (most === 0 || (isFull && similarity >= kept[most - 1].similarity)) return;
    if (taken.has(molecule.smiles)) return;
    if (isFull) taken.delete(kept.pop()?.molecule.smiles ?? '');
    taken.add(molecule.smiles);
    kept.splice(this.placeOf(similarity), 0, { similarity, molecule });
  }

  /** The place after all rows of this similarity or a lower one. */
  private placeOf(similarity: number): number {
    let [low, high] = [0, this.kept.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.kept[middle].similarity > similarity) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
