/** An atom, a bond, a ring closure, a branch or a dot. */
const TOKEN =
  /(\[[^\]]*\]|Br|Cl|[BCNOPSFIbcnops*])|(->|<-|[-=#$:~/\\])|(%\d\d|%\(\d+\)|\d)|([().])/y;

/** A bond in the text of a SMILES. */
export interface TextBond {
  /** Atoms, by position; `from` comes first in the text, or opens the ring. */
  readonly from: number;
  readonly to: number;
  /** What is written for it; empty for a single (or aromatic) bond. */
  readonly symbol: string;
  /** Token before which its symbol stands, and token of the symbol, -1 without one. */
  readonly before: number;
  readonly symbolAt: number;
  /** Tokens of the two ring closures; null for a bond along a chain. */
  readonly ring: readonly [number, number] | null;
}

/** The text of a SMILES in pieces. */
export interface SmilesText {
  readonly tokens: readonly string[];
  /** Token of each atom. */
  readonly atoms: readonly number[];
  readonly bonds: readonly TextBond[];
}

/**
 * Splits a SMILES into atoms and bonds.
 *
 * @param smiles that RDKit can read
 * @returns null where the text cannot be followed
 */
export function readSmiles(smiles: string): SmilesText | null {
  const tokens: string[] = [];
  const atoms: number[] = [];
  const bonds: TextBond[] = [];
  const open = new Map<string, { atom: number; symbolAt: number; token: number }>();
  const branches: number[] = [];
  let last = -1;
  let symbolAt = -1;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < smiles.length) {
    const match = TOKEN.exec(smiles);
    if (!match) return null;
    const [token, atom, bond, ring, mark] = match;
    const at = tokens.push(token) - 1;
    if (bond !== undefined) {
      symbolAt = at;
      continue;
    }
    if (atom !== undefined) {
      const own = atoms.push(at) - 1;
      if (last >= 0) {
        bonds.push({
          from: last,
          to: own,
          symbol: symbolOf(tokens, symbolAt),
          before: at,
          symbolAt,
          ring: null,
        });
      }
      last = own;
    } else if (ring !== undefined) {
      if (last < 0) return null;
      const label = ring.replace(/[%()]/g, '');
      const other = open.get(label);
      if (!other) open.set(label, { atom: last, symbolAt, token: at });
      else {
        open.delete(label);
        const own =
          symbolAt >= 0
            ? { symbolAt, before: at }
            : { symbolAt: other.symbolAt, before: other.token };
        bonds.push({
          from: other.atom,
          to: last,
          symbol: symbolOf(tokens, own.symbolAt),
          ...own,
          ring: [other.token, at],
        });
      }
    } else if (mark === '(') branches.push(last);
    else if (mark === ')') last = branches.pop() ?? -1;
    else last = -1;
    symbolAt = -1;
  }
  return open.size === 0 && branches.length === 0 ? { tokens, atoms, bonds } : null;
}

function symbolOf(tokens: readonly string[], at: number): string {
  return at < 0 ? '' : tokens[at];
}

/**
 * The SMILES without some of its bonds. Everything else stays, stereo of atoms that keep their bonds included: what
 * hangs on a bond that goes is written after the rest.
 *
 * @param atomTexts new texts of some atoms, by position
 */
export function withoutBonds(
  { tokens, atoms, bonds }: SmilesText,
  cut: ReadonlySet<TextBond>,
  atomTexts: ReadonlyMap<number, string>,
): string {
  const texts = [...tokens];
  // Each ring closure has a number of its own, because parts of the text change places.
  let number = 0;
  for (const bond of bonds) {
    if (!bond.ring) continue;
    const gone = cut.has(bond);
    number++;
    for (const token of bond.ring) texts[token] = gone ? '' : `%(${number})`;
    if (gone && bond.symbolAt >= 0) texts[bond.symbolAt] = '';
  }
  for (const [atom, text] of atomTexts) texts[atoms[atom]] = text;
  const detached = new Set<number>();
  for (const bond of cut) {
    if (bond.ring) continue;
    detached.add(bond.before);
    if (bond.symbolAt >= 0) texts[bond.symbolAt] = '';
  }
  return rearranged(texts, tokens, detached);
}

/**
 * The SMILES with other orders of some bonds; marks of double-bond stereo on them go.
 *
 * @param orders 1 or 2
 * @param atomTexts new texts of some atoms, by position
 */
export function withBondOrders(
  { tokens, atoms }: SmilesText,
  orders: ReadonlyMap<TextBond, number>,
  atomTexts: ReadonlyMap<number, string>,
): string {
  const texts = [...tokens];
  for (const [atom, text] of atomTexts) texts[atoms[atom]] = text;
  for (const [{ symbolAt, before }, order] of orders) {
    const symbol = order === 2 ? '=' : '';
    if (symbolAt >= 0) texts[symbolAt] = symbol;
    else texts[before] = `${symbol}${texts[before]}`;
  }
  return texts.join('');
}

/** The texts, with each part that begins at a detached atom, and ends with its branch, written apart. */
function rearranged(
  texts: readonly string[],
  tokens: readonly string[],
  detached: ReadonlySet<number>,
): string {
  const parts: string[] = [];
  // What was being written when a branch opened, or a part began.
  const outer: { readonly text: string; readonly branch: boolean }[] = [];
  let text = '';
  const endParts = () => {
    while (outer.length > 0 && !outer[outer.length - 1].branch) {
      parts.push(text);
      text = outer.pop()?.text ?? '';
    }
  };
  tokens.forEach((token, t) => {
    if (detached.has(t)) {
      outer.push({ text, branch: false });
      text = '';
    } else if (token === '(') {
      outer.push({ text: '', branch: true });
    } else if (token === ')') {
      endParts();
      outer.pop();
    }
    text += texts[t];
  });
  endParts();
  return [text, ...parts].map((part) => part.replaceAll('()', '')).join('.');
}
