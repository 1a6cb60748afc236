import { DisjointSets } from '../disjoint-sets.js';
import { makeUnits, type Units } from './units.js';

/**
 * Units that hold clusters together as well: units and clusters that share a molecule become one.
 *
 * @param cluster of each molecule, -1 for none
 */
export function joinUnits(units: Units, cluster: Int32Array): Units {
  const sets = new DisjointSets(units.count);
  const first = new Map<number, number>();
  cluster.forEach((c, m) => {
    if (c < 0) return;
    const known = first.get(c);
    if (known === undefined) first.set(c, units.of[m]);
    else sets.join(known, units.of[m]);
  });
  const roots = sets.roots();
  const joined = units.of.map((u) => roots[u]);
  return makeUnits(joined.length, joined, units.weight);
}
