/**
 * Numbers of bonds that RDKit thinks normal for an element, by atomic number; it fills an atom up
 * to the next of them with hydrogens. Elements that are not listed, the metals of the middle of
 * the periodic table above all, get none.
 */
const normal: Readonly<Record<number, readonly number[]>> = {
  ...row(1, [[1], [0]]),
  ...row(3, [[1], [2], [3], [4], [3], [2], [1], [0]]),
  ...row(11, [[1], [2], [3], [4], [3, 5], [2, 4, 6], [1], [0]]),
  ...row(19, [[1], [2]]),
  ...row(31, [[3], [4], [3, 5], [2, 4, 6], [1], [0]]),
  ...row(37, [[1], [2]]),
  ...row(49, [[3], [2, 4], [3, 5], [2, 4, 6], [1, 3, 5], [0, 2, 4, 6]]),
  ...row(55, [[1], [2]]),
  ...row(82, [[2, 4], [3, 5], [2, 4, 6], [1, 3, 5], [0]]),
  ...row(87, [[1], [2]]),
};

function row(first: number, valences: readonly number[][]): Record<number, readonly number[]> {
  return Object.fromEntries(valences.map((list, i) => [first + i, list]));
}

/** What decides how many hydrogens an atom gets that does not say. */
export interface Valences {
  readonly element: number;
  readonly charge: number;
  readonly aromatic: boolean;
  /** The sum of its bond orders, an aromatic bond counting one and a half, and its unpaired electrons. */
  readonly used: number;
}

/**
 * The hydrogens that RDKit (Code/GraphMol/Atom.cpp) gives an atom whose number of them is left open.
 * A charged atom has the valences of the element with as many electrons, N+ those of carbon.
 */
export function implicitHydrogens({ element, charge, aromatic, used }: Valences): number {
  const bareIon = element === 1 && charge !== 0;
  if (bareIon || !(element in normal)) return 0;
  const expands = mayExpand(element, element - charge);
  const valences = normal[expands ? element : element - charge] ?? [];
  const taken = Math.round(used) - (expands ? charge : 0);
  for (const valence of aromatic ? valences.slice(0, 1) : valences) {
    if (valence >= taken) return valence - taken;
  }
  return 0;
}

/** Anions of P, S, As and Se with the electrons of a halogen or a noble gas, which have more bonds than those. */
function mayExpand(element: number, isoelectronic: number): boolean {
  if (element === 15 || element === 16) return isoelectronic > 16;
  return (element === 33 || element === 34) && isoelectronic > 34;
}
