import type { MainModule, Mol } from '@rdkit/rdkit';
import { DRAWING, plainSvg, SHADE } from './plain-svg.js';
import { compileRDKitOnce, startRDKit } from './rdkit.js';
import { type Difference, differences, surroundingsOf } from './surroundings.js';

/** A molecule with more heavy atoms is not drawn: at this size nobody could read it. */
export const MOST_ATOMS = 150;
/** Longer texts are not even read: no molecule of {@link MOST_ATOMS} atoms needs them. */
const MOST_CHARACTERS = 1000;

/** A drawing, or why there is none. */
export type Drawing =
  | { readonly svg: string }
  | { readonly svg: null; readonly reason: 'too_large' | 'not_readable' };

/** A molecule that is drawn beside another one. */
export interface Compared {
  /** Atoms that differ are shaded, with the bonds between them. */
  readonly drawing: Drawing;
  /** How it differs from the other molecule; null where one of the two is not drawn. */
  readonly difference: Difference | null;
  /** False for molecules so unlike that shading would say nothing. */
  readonly isShaded: boolean;
}

/** Draws molecules, one after the other, the same bytes for the same SMILES. */
export interface Drawer {
  /** @param smiles as in a file */
  draw(smiles: string): Drawing;
  /** Two molecules, each with its atoms shaded whose surroundings the other one lacks ({@link differences}). */
  drawPair(first: string, second: string): readonly [Compared, Compared];
}

/** Starts RDKit in this thread and makes a drawer of it, which takes about 0.15 s. Equal drawings are made once. */
export async function startDrawer(): Promise<Drawer> {
  let rdkit: MainModule | null = await startRDKit(compileRDKitOnce());
  const known = new Map<string, Drawing>();
  const using: Using = (texts, make) => {
    if (!rdkit) return null;
    try {
      return usingMolecules(rdkit, texts, make);
    } catch {
      // After an exception an RDKit may hold anything: nothing more is drawn with it.
      rdkit = null;
      return null;
    }
  };
  const once = (key: string, make: () => Drawing): Drawing => {
    const drawing = known.get(key) ?? make();
    known.set(key, drawing);
    return drawing;
  };
  const draw = (smiles: string): Drawing => {
    if (smiles.length > MOST_CHARACTERS) return { svg: null, reason: 'too_large' };
    return once(smiles, () => using([smiles], ([own]) => drawn(own)) ?? UNREADABLE);
  };
  const drawShaded = (smiles: string, molecule: Mol, shaded: Difference): Drawing =>
    once([smiles, ...shaded.differing].join(' '), () => drawn(molecule, shaded));
  return {
    draw,
    drawPair(...pair) {
      const areShort = pair.every(({ length }) => length <= MOST_CHARACTERS);
      const compared = areShort
        ? using(pair, ([first, second]) => compare(pair, [first, second], drawShaded))
        : null;
      return compared ?? [alone(draw(pair[0])), alone(draw(pair[1]))];
    },
  };
}

/** What a function makes of molecules; null where a text is none. */
type Using = <Result>(
  texts: readonly string[],
  make: (molecules: readonly Mol[]) => Result,
) => Result | null;

const UNREADABLE: Drawing = { svg: null, reason: 'not_readable' };

function alone(drawing: Drawing): Compared {
  return { drawing, difference: null, isShaded: false };
}

/** @returns null where one of the two is not drawn */
function compare(
  smiles: readonly [string, string],
  molecules: readonly [Mol, Mol],
  draw: (smiles: string, molecule: Mol, shaded: Difference) => Drawing,
): readonly [Compared, Compared] | null {
  if (molecules.some((own) => whyNot(own) !== null)) return null;
  const [first, second] = molecules;
  const found = differences(surroundingsOf(first.get_json()), surroundingsOf(second.get_json()));
  const isShaded = found.every(tells);
  const compared = (m: 0 | 1): Compared => {
    const difference = found[m];
    const shaded = isShaded ? difference : { ...difference, differing: [], bonds: [] };
    return { drawing: draw(smiles[m], molecules[m], shaded), difference, isShaded };
  };
  return [compared(0), compared(1)];
}

/** Whether few enough atoms differ to shade them: at most 60%. */
function tells({ atoms, differing }: Difference): boolean {
  return 5 * differing.length <= 3 * atoms;
}

function usingMolecules<Result>(
  rdkit: MainModule,
  texts: readonly string[],
  make: (molecules: readonly Mol[]) => Result,
): Result | null {
  const molecules: Mol[] = [];
  try {
    for (const text of texts) {
      const molecule: Mol | null = rdkit.get_mol(text);
      if (!molecule) return null;
      molecules.push(molecule);
    }
    return make(molecules);
  } finally {
    for (const molecule of molecules) molecule.delete();
  }
}

/** Why a molecule is not drawn; null if it is. */
function whyNot(molecule: Mol): 'too_large' | 'not_readable' | null {
  const atoms = molecule.get_num_atoms(true);
  if (atoms > MOST_ATOMS) return 'too_large';
  return atoms === 0 ? 'not_readable' : null;
}

/** Options of RDKit's drawings, of which all are of one size and bonds of one length. */
const OPTIONS = { ...DRAWING, bondLineWidth: 1, fixedBondLength: 26, padding: 0.06 } as const;

function drawn(molecule: Mol, shaded?: Difference): Drawing {
  const reason = whyNot(molecule);
  if (reason !== null) return { svg: null, reason };
  const { differing: atoms, bonds } = shaded ?? { differing: [], bonds: [] };
  const highlights = atoms.length === 0 ? {} : { atoms, bonds, highlightColour: SHADE.rdkit };
  return {
    svg: plainSvg(molecule.get_svg_with_highlights(JSON.stringify({ ...OPTIONS, ...highlights }))),
  };
}
