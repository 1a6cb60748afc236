import { AROMATIC, DOUBLE, SINGLE, TRIPLE } from './graph.js';

/** What a SMARTS may ask of an atom by itself. */
export interface AtomTraits {
  readonly element: number;
  readonly aromatic: boolean;
  /** All hydrogens on it. */
  readonly hydrogens: number;
  /** All neighbors, hydrogens included. */
  readonly connections: number;
  readonly charge: number;
}

type AtomTest = (atom: AtomTraits) => boolean;

/** An atom of a pattern. */
export interface PatternAtom {
  /** The SMARTS of the atom alone. */
  readonly text: string;
  readonly test: AtomTest;
  /** Position of the atom that it hangs on, -1 for the first. */
  readonly parent: number;
  /** The kinds of bonds ({@link SINGLE} and so on) that it may hang by. */
  readonly bond: number;
}

const symbols: Readonly<Record<string, number>> = {
  ...{ C: 6, N: 7, O: 8, F: 9, P: 15, S: 16, Cl: 17, Br: 35, I: 53 },
  ...{ c: 6, n: 7, o: 8, p: 15, s: 16 },
};

const bondKinds: Readonly<Record<string, number>> = {
  '-': SINGLE,
  '=': DOUBLE,
  '#': TRIPLE,
  ':': AROMATIC,
};

/**
 * Reads the part of SMARTS that has no rings and no recursion: atoms by symbol, `A`, `a`, `#n`,
 * `Hn`, `Xn` and charge with `!`, `&` (left out), `,` and `;`; bonds `-`, `=`, `#`, `:` and none
 * (single or aromatic); branches. Atoms are in the order of the text.
 *
 * @throws Error for anything else
 */
export function parseSmarts(smarts: string): PatternAtom[] {
  const atoms: PatternAtom[] = [];
  const branches: number[] = [];
  const token = /\[([^\]]+)\]|(Cl|Br|[A-Za-z])|([-=#:])|([()])/y;
  let parent = -1;
  let bond = SINGLE | AROMATIC;
  while (token.lastIndex < smarts.length) {
    const at = token.lastIndex;
    const match = token.exec(smarts);
    if (!match) throw new Error(`SMARTS not understood from character ${at + 1}: ${smarts}`);
    const [, inBrackets, bare, mark, parenthesis] = match;
    if (mark) {
      bond = bondKinds[mark];
    } else if (parenthesis === '(') {
      branches.push(parent);
    } else if (parenthesis === ')') {
      parent = branches.pop() ?? -1;
    } else {
      const text = inBrackets ?? bare;
      atoms.push({ text, test: atomTest(text), parent, bond });
      parent = atoms.length - 1;
      bond = SINGLE | AROMATIC;
    }
  }
  return atoms;
}

function atomTest(text: string): AtomTest {
  const all = text.split(';').map((part) => {
    const any = part.split(',').map(conjunction);
    return (atom: AtomTraits) => any.some((test) => test(atom));
  });
  return (atom) => all.every((test) => test(atom));
}

/** Primitives one after the other. */
function conjunction(text: string): AtomTest {
  const token = /(!?)(?:#(\d+)|H(\d*)|X(\d+)|([+-])(\d*)|(Cl|Br|[A-Za-z]))/y;
  const tests: AtomTest[] = [];
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) throw new Error(`SMARTS atom not understood: ${text}`);
    const [, not, number, hydrogens, connections, sign, size, symbol] = match;
    const test = primitive({ number, hydrogens, connections, sign, size, symbol });
    tests.push(not ? (atom) => !test(atom) : test);
  }
  return (atom) => tests.every((test) => test(atom));
}

function primitive(
  part: Readonly<
    Record<'number' | 'hydrogens' | 'connections' | 'sign' | 'size' | 'symbol', string | undefined>
  >,
): AtomTest {
  const { number, hydrogens, connections, sign, size, symbol } = part;
  if (number !== undefined) return ({ element }) => element === Number(number);
  if (hydrogens !== undefined) return (atom) => atom.hydrogens === Number(hydrogens || 1);
  if (connections !== undefined) return (atom) => atom.connections === Number(connections);
  if (sign !== undefined) {
    const charge = Number(size || 1) * (sign === '-' ? -1 : 1);
    return (atom) => atom.charge === charge;
  }
  if (symbol === 'A') return ({ aromatic }) => !aromatic;
  if (symbol === 'a') return ({ aromatic }) => aromatic;
  const wanted = symbols[symbol as string];
  if (wanted === undefined) throw new Error(`SMARTS symbol not known: ${symbol}`);
  const small = symbol === symbol?.toLowerCase();
  return ({ element, aromatic }) => element === wanted && aromatic === small;
}
