import { bracketAtom, elementOf, plainAtom, readBracket } from './atom-text.js';
import { readSmiles, type SmilesText, type TextBond, withBondOrders } from './bond-text.js';

/** An atom of a Kekulé SMILES with what decides on how its charges are drawn. */
interface Atom {
  readonly index: number;
  readonly element: string;
  charge: number;
  /** Of one in brackets those written; null for one without, which are as many as fit. */
  hydrogens: number | null;
  readonly bonds: Bond[];
}

interface Bond {
  readonly text: TextBond;
  readonly ends: readonly [Atom, Atom];
  order: number;
}

/** Elements that may have more than eight electrons, so that a charge beside an anion is only drawn. */
const EXPANDED: ReadonlySet<string> = new Set('P S As Se Sb Te'.split(' '));
const ACID_DONORS: ReadonlySet<string> = new Set(['O', 'S']);
const ANION_DONORS: ReadonlySet<string> = new Set(['O', 'S', 'N']);
/** Longest conjugated way, in bonds, that is looked for; around a ring it may be the longer one. */
const LONGEST = 12;
/** A hydroxyl so many bonds from a cation is an acid: in 4-hydroxypyridinium, in the cations of amides. */
const ACIDIC = 4;

/**
 * A Kekulé SMILES with charges that are only a way of drawing taken away, as RDKit's `Normalizer` does (its list
 * of transformations, Code/GraphMol/MolStandardize/TransformCatalog/normalizations.in), but that sulfoxides become `S=O`:
 *
 * - P, S, As, Se, Sb and Te with a positive charge beside C, N, O, S or Se with a negative one are bonded doubly:
 *   sulfoxides, sulfones, sulfilimines, phosphine oxides, ylides.
 * - Azides and diazo compounds are `N=[N+]=[N-]` and `C=[N+]=[N-]`.
 * - An anion and a cation of N without hydrogen that a conjugated way joins are neutral: `C[n+]1ccccc1[O-]` is
 *   N-methylpyridone.
 * - Hydroxylated cations of N without other hydrogens lose the proton: `C[N+](C)(C)O` is an N-oxide, `C[N+](C)=CO`
 *   an amide, N-methyl-4-hydroxypyridinium a pyridone.
 * - A carbocation beside N gives it the charge: `N[C+](N)N` is `NC(N)=[NH2+]`.
 *
 * @param smiles as RDKit writes it, Kekulé
 * @returns the same text where nothing applies
 */
export function normalizeCharges(smiles: string): string {
  const drawing = readDrawing(smiles);
  if (!drawing) return smiles;
  const changed = new Set<Atom>();
  for (const cation of drawing.atoms) {
    if (cation.charge > 0) for (const atom of normalized(cation)) changed.add(atom);
  }
  return changed.size === 0 ? smiles : written(drawing, changed);
}

/**
 * Further drawings of amidinium, guanidinium and imidazolium ions without hydrogens on N: `CN(C)C=[N+](C)CC` is
 * `C[N+](C)=CN(C)CC`, too.
 *
 * @param smiles as RDKit writes it, Kekulé
 */
export function cationDrawings(smiles: string): string[] {
  const { atoms = [] } = readDrawing(smiles) ?? {};
  return atoms.flatMap(({ index }) => movedCharges(smiles, index));
}

/** Drawings with the charge of a cation of N on another N of its amidine. */
function movedCharges(smiles: string, cation: number): string[] {
  const drawings: string[] = [];
  for (let other = 0; ; other++) {
    // Each drawing is made from the text, because bonds are changed in place.
    const drawing = readDrawing(smiles);
    const nitrogen = drawing?.atoms[cation];
    if (!drawing || nitrogen?.element !== 'N' || nitrogen.charge !== 1 || !isFixed(nitrogen)) break;
    const double = nitrogen.bonds.find(({ order }) => order === 2);
    if (!double) break;
    const carbon = otherEnd(double, nitrogen);
    const single = carbon.bonds.filter((bond) => isTertiary(otherEnd(bond, carbon)))[other];
    if (carbon.element !== 'C' || !single) break;
    const donor = otherEnd(single, carbon);
    [double.order, single.order] = [1, 2];
    [nitrogen.charge, donor.charge] = [0, 1];
    drawings.push(written(drawing, new Set([nitrogen, donor])));
  }
  return drawings;
}

/** Whether an atom is N with three single bonds and nothing else. */
function isTertiary({ element, charge, bonds }: Atom): boolean {
  const single = bonds.length === 3 && bonds.every(({ order }) => order === 1);
  return element === 'N' && charge === 0 && single;
}

/** A SMILES in atoms and bonds that can be changed. */
interface Drawing {
  readonly text: SmilesText;
  readonly atoms: readonly Atom[];
  readonly bonds: readonly Bond[];
}

function readDrawing(smiles: string): Drawing | null {
  const text = readSmiles(smiles);
  if (!text) return null;
  const atoms = text.atoms.map((token, index): Atom => {
    const { charge = 0, hydrogens = null } = readBracket(text.tokens[token]) ?? {};
    return { index, element: elementOf(text.tokens[token]), charge, hydrogens, bonds: [] };
  });
  const bonds = text.bonds.map((own): Bond => {
    const bond = {
      text: own,
      ends: [atoms[own.from], atoms[own.to]] as const,
      order: orderOf(own),
    };
    for (const end of bond.ends) end.bonds.push(bond);
    return bond;
  });
  return { text, atoms, bonds };
}

/** The SMILES of a drawing whose bonds were changed, and some of whose atoms. */
function written({ text, bonds }: Drawing, changed: ReadonlySet<Atom>): string {
  const orders = new Map(
    bonds.flatMap((bond) =>
      bond.order === orderOf(bond.text) ? [] : [[bond.text, bond.order] as const],
    ),
  );
  const texts = new Map<number, string>();
  for (const { index, charge, hydrogens } of changed) {
    const token = text.tokens[text.atoms[index]];
    const own = readBracket(token);
    if (own || charge !== 0) {
      const atom = { ...(own ?? plainAtom(token)), charge, hydrogens: hydrogens ?? 0 };
      texts.set(index, bracketAtom(atom));
    }
  }
  return withBondOrders(text, orders, texts);
}

/** Applies to a cation what applies. @returns the atoms whose charge or hydrogens are others now */
function normalized(cation: Atom): Atom[] {
  if (EXPANDED.has(cation.element)) return withNeighbors(cation);
  if (cation.element === 'C') return withCharge(cation);
  if (cation.element !== 'N' || cation.charge !== 1) return [];
  return diazo(cation) ?? (isFixed(cation) ? (oxide(cation) ?? joined(cation) ?? []) : []);
}

/** Joins an expanded atom's charges with those of anions beside it. */
function withNeighbors(atom: Atom): Atom[] {
  const changed: Atom[] = [];
  for (const bond of atom.bonds) {
    const other = otherEnd(bond, atom);
    if (atom.charge === 0 || other.charge !== -1 || bond.order !== 1) continue;
    if (!['C', 'N', 'O', 'S', 'Se'].includes(other.element)) continue;
    bond.order = 2;
    atom.charge--;
    other.charge++;
    changed.push(atom, other);
  }
  return changed;
}

/** `[A-]-[N+]#N` as `A=[N+]=[N-]`. */
function diazo(middle: Atom): Atom[] | null {
  const triple = middle.bonds.find(({ order }) => order === 3);
  const single = middle.bonds.find(({ order }) => order === 1);
  if (!triple || !single || middle.bonds.length !== 2) return null;
  const [end, anion] = [otherEnd(triple, middle), otherEnd(single, middle)];
  if (end.element !== 'N' || end.charge !== 0 || end.bonds.length !== 1) return null;
  if (anion.charge !== -1 || !['C', 'N'].includes(anion.element)) return null;
  triple.order = 2;
  single.order = 2;
  end.charge = -1;
  anion.charge = 0;
  return [end, anion];
}

/** Takes the proton from `[N+]-OH`. */
function oxide(nitrogen: Atom): Atom[] | null {
  const bond = nitrogen.bonds.find((b) => isHydroxyl(otherEnd(b, nitrogen)) && b.order === 1);
  if (!bond) return null;
  const oxygen = otherEnd(bond, nitrogen);
  oxygen.charge = -1;
  oxygen.hydrogens = 0;
  return [oxygen];
}

/** Makes a fixed cation and an anion, or a hydroxyl, neutral along a conjugated way between them. */
function joined(nitrogen: Atom): Atom[] | null {
  for (const bond of nitrogen.bonds) {
    if (bond.order !== 2) continue;
    const near = within(nitrogen, ACIDIC);
    const isDonor = (atom: Atom) => isAnionDonor(atom) || (near.has(atom) && isHydroxyl(atom));
    const way = wayToDonor(otherEnd(bond, nitrogen), [bond], new Set([nitrogen]), isDonor);
    if (!way) continue;
    const donor = otherEnd(way.bonds[way.bonds.length - 1], way.before);
    for (const each of way.bonds) each.order = each.order === 2 ? 1 : 2;
    nitrogen.charge = 0;
    if (donor.charge === -1) donor.charge = 0;
    else donor.hydrogens = 0;
    return [nitrogen, donor];
  }
  return null;
}

interface Way {
  readonly bonds: readonly Bond[];
  /** The atom before the donor. */
  readonly before: Atom;
}

/** Bonds, double and single in turn, from a cation to a donor; the last leads to it. */
function wayToDonor(
  at: Atom,
  bonds: readonly Bond[],
  seen: ReadonlySet<Atom>,
  isDonor: (atom: Atom) => boolean,
): Way | null {
  if (at.charge !== 0 || !['C', 'N'].includes(at.element)) return null;
  const singles = at.bonds.filter((b) => b.order === 1 && !seen.has(otherEnd(b, at)));
  const donor = singles.find((b) => at.element === 'C' && isDonor(otherEnd(b, at)));
  if (donor) return { bonds: [...bonds, donor], before: at };
  if (bonds.length + 3 > LONGEST) return null;
  for (const single of singles) {
    const next = otherEnd(single, at);
    if (next.charge !== 0) continue;
    for (const double of next.bonds) {
      const after = otherEnd(double, next);
      if (double.order !== 2 || seen.has(after) || after === at) continue;
      const known = new Set([...seen, at, next]);
      const found = wayToDonor(after, [...bonds, single, double], known, isDonor);
      if (found) return found;
    }
  }
  return null;
}

/** Whether an atom is an anion with no cation beside it. */
function isAnionDonor(atom: Atom): boolean {
  const alone = atom.bonds.every((b) => otherEnd(b, atom).charge === 0);
  return atom.charge === -1 && ANION_DONORS.has(atom.element) && alone;
}

/** Atoms at most so many bonds away. */
function within(atom: Atom, bonds: number): Set<Atom> {
  const found = new Set([atom]);
  for (let n = 0; n < bonds; n++) {
    for (const one of [...found]) for (const bond of one.bonds) found.add(otherEnd(bond, one));
  }
  return found;
}

/** Whether an atom is `OH` or `SH`. */
function isHydroxyl({ element, charge, hydrogens, bonds }: Atom): boolean {
  if (!ACID_DONORS.has(element) || charge !== 0 || bonds.length !== 1 || bonds[0].order !== 1) {
    return false;
  }
  return hydrogens === null || hydrogens === 1;
}

/** Moves a carbocation's charge to a nitrogen beside it; one with hydrogens first. */
function withCharge(carbon: Atom): Atom[] {
  if (carbon.charge !== 1 || carbon.bonds.some(({ order }) => order !== 1)) return [];
  const beside = carbon.bonds.filter((bond) => {
    const { element, charge, bonds } = otherEnd(bond, carbon);
    return element === 'N' && charge === 0 && bonds.every(({ order }) => order === 1);
  });
  const free = (bond: Bond) => 3 - otherEnd(bond, carbon).bonds.length;
  const [bond] = beside.sort((a, b) => free(b) - free(a));
  if (!bond) return [];
  const nitrogen = otherEnd(bond, carbon);
  nitrogen.hydrogens ??= free(bond);
  bond.order = 2;
  carbon.charge = 0;
  nitrogen.charge = 1;
  return [carbon, nitrogen];
}

/** Whether a cation has no hydrogen to lose, and no anion beside it. */
function isFixed(atom: Atom): boolean {
  return atom.hydrogens === 0 && atom.bonds.every((b) => otherEnd(b, atom).charge >= 0);
}

function otherEnd({ ends: [one, other] }: Bond, atom: Atom): Atom {
  return one === atom ? other : one;
}

function orderOf({ symbol }: TextBond): number {
  return symbol === '=' ? 2 : symbol === '#' ? 3 : symbol === '->' || symbol === '<-' ? 0 : 1;
}
