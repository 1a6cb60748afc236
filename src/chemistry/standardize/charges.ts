import type { MainModule } from '@rdkit/rdkit';
import { type AtomChanges, changeAtoms, countAtoms, hasCharge } from './atom-text.js';
import { deprotonate, neutralize } from './neutralize.js';
import { cationDrawings, normalizeCharges } from './normalize.js';
import { accepted, canonical, ROUNDS, using } from './rdkit-text.js';

/** How RDKit is to read a SMILES so that its atoms are those of the text. */
const EVERY_ATOM = JSON.stringify({ removeHs: false });
/** Aromatic rings may have more or fewer hydrogens afterwards, and be none. */
const KEKULE = JSON.stringify({ doKekule: true });

/**
 * The canonical SMILES with its charges taken off: those that are only drawn ({@link normalizeCharges}), those that
 * protons can take off ({@link neutralize}); then acids lose protons to cations that remain ({@link deprotonate}).
 *
 * @param smiles canonical
 */
export function neutralForm(rdkit: MainModule, smiles: string): string {
  if (!hasCharge(smiles)) return smiles;
  let text = smiles;
  // A charge that is gone may be what kept another.
  for (let round = 0; round < ROUNDS && hasCharge(text); round++) {
    const less = step(rdkit, text, (kekule) => {
      const drawn = normalizeCharges(kekule);
      return drawn === kekule ? withChanges(rdkit, kekule, neutralize) : drawn;
    });
    if (less === text) break;
    text = less;
  }
  if (!hasCharge(text)) return text;
  return firstDrawing(
    rdkit,
    step(rdkit, text, (kekule) => withChanges(rdkit, kekule, deprotonate)),
  );
}

/** Nitro groups, as RDKit writes them, and cations of N. */
const NITRO = /O=\[N\+\]\(\[O-\]\)|\[N\+\]\(=O\)\[O-\]/g;
const CATION = /\[[nN]\+\]/;
/** More drawings of one molecule are not looked for. */
const MOST_DRAWINGS = 16;

/** Of the drawings of an amidinium or imidazolium ion ({@link cationDrawings}) the first by letter. */
function firstDrawing(rdkit: MainModule, smiles: string): string {
  if (!CATION.test(smiles.replace(NITRO, ''))) return smiles;
  const drawings = new Set([smiles]);
  for (const text of drawings) {
    const kekule = using(rdkit, text, (mol) => mol.get_smiles(KEKULE));
    for (const drawing of cationDrawings(kekule)) {
      if (drawings.size >= MOST_DRAWINGS) break;
      drawings.add(accepted(() => canonical(rdkit, drawing)) ?? text);
    }
  }
  return [...drawings].reduce((first, text) => (text < first ? text : first));
}

/** What is made of the Kekulé SMILES of a molecule, canonical; the same text where that is no molecule. */
function step(rdkit: MainModule, text: string, make: (kekule: string) => string): string {
  const kekule = using(rdkit, text, (mol) => mol.get_smiles(KEKULE));
  const made = make(kekule);
  // Bridging hydrides, for one, have no neutral form.
  return made === kekule ? text : (accepted(() => canonical(rdkit, made)) ?? text);
}

function withChanges(
  rdkit: MainModule,
  kekule: string,
  find: (json: string) => AtomChanges,
): string {
  const changes = using(
    rdkit,
    kekule,
    (mol) => {
      if (mol.get_num_atoms() !== countAtoms(kekule)) throw new Error('atoms were lost');
      return find(mol.get_json());
    },
    EVERY_ATOM,
  );
  return changes.size === 0 ? kekule : changeAtoms(kekule, changes);
}
