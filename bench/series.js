// Analog series: a lead, made of halves of two real molecules or of one real one, and its variations
// at one to three places, as in the libraries of companies and vendors.
import { cutsOf, isNeutral, MAX_ATOMS, part, side, Urn } from './fragments.js';
import { ATOMS, atom, DOUBLE, Graph, isAromatic, SINGLE } from './smiles.js';

const MIN_ATOMS = 10;
const LARGEST_SUBSTITUENT = 12;

/** How the set is made up; tuned so that its similarities are those of real screening sets. */
const SHARE = {
  /** Leads that are whole real molecules. */
  realLeads: 0.25,
  /** Leads of which an atom or two of the skeleton are exchanged. */
  hops: 0.5,
  /** Analogs of which an atom is exchanged beside what is bound at the places of variation. */
  analogHops: 0.08,
  /**
   * How unequally real molecules and halves are used: about the share p^(1/popularity) of what is
   * made comes from the share p of them, and the first few are used alike.
   */
  popularity: 6,
  classics: 40,
  /** Heavy atoms of a lead of two halves. */
  smallest: 10,
  heaviest: 30,
  /** Exponent of the sizes of series: the share of those of at least m is m^-exponent. */
  sizes: 1.05,
  largestSeries: 1500,
};

/** A number below n, the lower the likelier: some chemistry is everywhere, most of it is rare. */
function popular(n, random) {
  const top = Math.max(SHARE.classics, n * random.uniform() ** SHARE.popularity);
  return random.below(Math.min(n, Math.ceil(top)));
}

/** The two graphs as one, with a single bond between atom a of the first and b of the second. */
function joined(first, a, second, b) {
  const result = new Graph();
  const shift = first.atoms.length;
  result.atoms = first.atoms.concat(second.atoms);
  result.bonds = first.bonds.slice();
  const { bonds } = second;
  for (let k = 0; k < bonds.length; k += 3) {
    result.bond(bonds[k] + shift, bonds[k + 1] + shift, bonds[k + 2]);
  }
  result.bond(a, b + shift, SINGLE);
  return result;
}

/** One half of a random molecule with a half that fits of another. */
function twoHalves({ molecules, halves }, random) {
  const { graph, cuts } = molecules[popular(molecules.length, random)];
  if (cuts.length === 0) return null;
  const { i, j, kindI, kindJ } = cuts[random.below(cuts.length)];
  const [a, b, kinds] = random.below(2) ? [i, j, kindJ + kindI] : [j, i, kindI + kindJ];
  const members = side(graph.neighbors(), a, b);
  const others = halves.get(kinds);
  if (!others) return null;
  const k = popular(others.length / 3, random) * 3;
  const other = molecules[others[k]].graph;
  const otherMembers = side(other.neighbors(), others[k + 1], others[k + 2]);
  const size = members.length + otherMembers.length;
  if (
    size < SHARE.smallest ||
    size > SHARE.heaviest ||
    Math.min(members.length, otherMembers.length) < 6
  )
    return null;
  const [half, otherHalf] = [part(graph, members), part(other, otherMembers)];
  return isNeutral(half) && isNeutral(otherHalf) ? joined(half, 0, otherHalf, 0) : null;
}

/** What atom i may become without any other atom's noticing: valences and rings stay in order. */
function exchangesFor(graph, neighbors, i) {
  const list = neighbors[i];
  const text = ATOMS[graph.atoms[i]];
  if (list.length !== 4) return [];
  const [left, right] = [graph.atoms[list[0]], graph.atoms[list[2]]];
  if (isAromatic(graph.atoms[i])) {
    const bothCarbon = ATOMS[left] === 'c' && ATOMS[right] === 'c';
    if (text === 'c') return bothCarbon ? ['n'] : [];
    return { n: ['c'], o: ['s', '[nH]'], s: ['o', '[nH]'] }[text] ?? [];
  }
  if (list[1] !== SINGLE || list[3] !== SINGLE) return [];
  // No bond between heteroatoms, and no aromatic ring in the spelling of one that is not.
  for (const n of [list[0], list[2]]) {
    if (!/^c$/i.test(ATOMS[graph.atoms[n]])) return [];
    if (text === 'C' && neighbors[n].some((order, k) => k % 2 === 1 && order === DOUBLE)) return [];
  }
  if (isAromatic(left) && isAromatic(right)) return [];
  return { O: ['S', 'N', 'C'], N: ['O', 'C'], S: ['O', 'C'], C: ['O', 'N', 'S'] }[text] ?? [];
}

/** The graph with one atom exchanged, or itself where the atoms tried cannot be. */
function hopped(graph, random) {
  const neighbors = graph.neighbors();
  for (let attempt = 0; attempt < 12; attempt++) {
    const i = random.below(graph.atoms.length);
    const choices = exchangesFor(graph, neighbors, i);
    if (choices.length === 0) continue;
    const result = new Graph();
    result.atoms = graph.atoms.slice();
    result.bonds = graph.bonds;
    result.atoms[i] = atom(choices[random.below(choices.length)]);
    return result;
  }
  return graph;
}

export function drawLead(fragments, random) {
  let lead = null;
  if (random.uniform() < SHARE.realLeads) {
    lead = fragments.molecules[popular(fragments.molecules.length, random)].graph;
  }
  while (!lead) lead = twoHalves(fragments, random);
  if (random.uniform() < SHARE.hops) {
    lead = hopped(lead, random);
    if (random.below(2)) lead = hopped(lead, random);
  }
  return lead;
}

export function drawSize(random) {
  const size = Math.floor((random.uniform() + 2 ** -33) ** (-1 / SHARE.sizes));
  return Math.min(size, SHARE.largestSeries);
}

/** A lead and what is varied in it. */
export class Series {
  /** @param size of how many molecules it shall be */
  constructor(fragments, lead, size, random) {
    this.size = size;
    this.random = random;
    const wanted = 1 + random.below(1 + random.below(3));
    const { sites, removed } = chooseSites(lead, wanted, random);
    const kept = [...lead.atoms.keys()].filter((a) => !removed[a]);
    const place = new Map(kept.map((a, i) => [a, i]));
    this.core = part(lead, kept);
    const perSite = Math.max(2, Math.ceil((2.5 * size) ** (1 / Math.max(1, sites.length))));
    this.sites = sites.map((site) => ({
      atom: place.get(site.atom),
      palette: choosePalette(fragments, site, perSite, random),
    }));
  }

  /** A random member; the same one may come again. Null where it is too small or too large. */
  draw() {
    const { random } = this;
    const graph = new Graph();
    graph.atoms = this.core.atoms.slice();
    graph.bonds = this.core.bonds.slice();
    for (const { atom: a, palette } of this.sites) {
      const substituent = palette[random.below(palette.length)];
      if (substituent) bind(graph, a, substituent);
    }
    const { length } = graph.atoms;
    if (length < MIN_ATOMS || length > MAX_ATOMS) return null;
    return random.uniform() < SHARE.analogHops ? hopped(graph, random) : graph;
  }
}

/** Binds a substituent by its first atom, in place. */
function bind(graph, a, { atoms, bonds }) {
  const shift = graph.atoms.length;
  for (const number of atoms) graph.atoms.push(number);
  for (let k = 0; k < bonds.length; k += 3) {
    graph.bond(bonds[k] + shift, bonds[k + 1] + shift, bonds[k + 2]);
  }
  graph.bond(a, shift, SINGLE);
}

/** Places at which the lead is varied: at substituents, which are taken off, and at aromatic CH. */
function chooseSites(lead, wanted, random) {
  const neighbors = lead.neighbors();
  const removed = lead.atoms.map(() => false);
  const taken = lead.atoms.map(() => false);
  let left = lead.atoms.length;
  const sites = [];
  for (const { i, j, kindI, kindJ } of random.shuffle(cutsOf(lead))) {
    if (sites.length === wanted) break;
    if (random.below(4) === 0) continue;
    const sideI = side(neighbors, i, j);
    const iGoes = sideI.length * 2 < lead.atoms.length;
    const members = iGoes ? sideI : side(neighbors, j, i);
    const stays = iGoes ? j : i;
    if (members.length > LARGEST_SUBSTITUENT || left - members.length < lead.atoms.length / 2)
      continue;
    if (removed[stays] || members.some((m) => removed[m] || taken[m])) continue;
    const group = part(lead, members);
    if (!isNeutral(group)) continue;
    for (const m of members) removed[m] = true;
    left -= members.length;
    taken[stays] = true;
    const [kind, gone] = iGoes ? [kindJ, kindI] : [kindI, kindJ];
    sites.push({ atom: stays, kind, gone, group, mayBeHydrogen: /^[cCNOKV]$/.test(kind) });
  }
  const hydrogens = [...lead.atoms.keys()].filter(
    (a) => ATOMS[lead.atoms[a]] === 'c' && neighbors[a].length === 4 && !removed[a],
  );
  for (const a of random.shuffle(hydrogens)) {
    if (sites.length === wanted) break;
    sites.push({ atom: a, kind: 'c', gone: null, group: null, mayBeHydrogen: true });
  }
  return { sites, removed };
}

/** What is seen at a site, null for hydrogen: what the lead has there, and others at random. */
function choosePalette({ substituents }, site, size, random) {
  const palette = [site.group];
  if (site.group && site.mayBeHydrogen && random.below(2)) palette.push(null);
  // A site is varied either in kind (an amide stays one) or freely.
  const alike = site.gone && random.below(2) ? substituents.get(site.kind + site.gone) : undefined;
  const urn = alike ?? substituents.get(site.kind) ?? new Urn();
  const number = Math.max(1, Math.round(size * (0.5 + random.uniform())));
  for (let k = 0; k < number && urn.items.length > 0; k++) palette.push(urn.draw(random));
  return palette;
}
