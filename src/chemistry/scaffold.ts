import type { MainModule, Mol } from '@rdkit/rdkit';
import { scaffoldJson } from './scaffold-json.js';

/** How RDKit is to read what {@link scaffoldJson} writes: aromatic as it stands. */
const AS_IT_STANDS = JSON.stringify({ sanitize: false, removeHs: false, assignStereo: false });

/** The most characters that a {@link ScaffoldMemo} holds on to. */
const MEMO_CHARACTERS = 16 * 1024 * 1024;

/**
 * Canonical SMILES of scaffolds by their JSON. Molecules of one series have the same scaffold, and
 * often its atoms in the same order; RDKit's part of the work is then done once. Starts again when
 * it is full, and never changes a result.
 */
export class ScaffoldMemo {
  private readonly known = new Map<string, string>();
  private characters = 0;

  /** @param limit the most characters held */
  constructor(private readonly limit = MEMO_CHARACTERS) {}

  get size(): number {
    return this.known.size;
  }

  get(json: string): string | undefined {
    return this.known.get(json);
  }

  set(json: string, smiles: string): void {
    const more = json.length + smiles.length;
    if (this.characters + more > this.limit) {
      this.known.clear();
      this.characters = 0;
      if (more > this.limit) return;
    }
    this.known.set(json, smiles);
    this.characters += more;
  }
}

/**
 * The Bemis-Murcko scaffold of a molecule as canonical SMILES: its rings, what links them, and the
 * atoms doubly bonded to either. Empty for a molecule without rings; `null` if RDKit does not
 * accept the scaffold, which is not the same thing.
 *
 * Bemis and Murcko, J. Med. Chem. 39 (1996) 2887, as RDKit has it: the text is that of its
 * `MurckoScaffold.MurckoScaffoldSmiles`, so without stereo and isotopes and with atoms doubly
 * bonded to rings and linkers, which Bemis and Murcko leave out. Where a molecule has several
 * fragments, all that have rings are in the scaffold. Rings closed by dative bonds are rings.
 *
 * @throws whatever RDKit throws; it must not be used any more then
 */
export function murckoScaffold(rdkit: MainModule, mol: Mol, memo?: ScaffoldMemo): string | null {
  const json = scaffoldJson(mol.get_json());
  if (json === null) return '';
  const known = memo?.get(json);
  if (known !== undefined) return known;
  const scaffold = rdkit.get_mol(json, AS_IT_STANDS);
  if (!scaffold) return null;
  try {
    const smiles = scaffold.get_smiles();
    memo?.set(json, smiles);
    return smiles;
  } finally {
    scaffold.delete();
  }
}
