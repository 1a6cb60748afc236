import { makeUnits, type Units } from './units.js';

/**
 * Units that hold clusters together as well: units and clusters that share a molecule become one.
 *
 * @param cluster of each molecule, -1 for none
 */
export function joinUnits(units: Units, cluster: Int32Array): Units {
  // A set of units is named after its smallest, so that the result does not depend on the order of joining.
  const parent = Int32Array.from({ length: units.count }, (_, u) => u);
  const root = (unit: number): number => {
    let r = unit;
    while (parent[r] !== r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  };
  const first = new Map<number, number>();
  cluster.forEach((c, m) => {
    if (c < 0) return;
    const known = first.get(c);
    if (known === undefined) {
      first.set(c, units.of[m]);
      return;
    }
    const [a, b] = [root(known), root(units.of[m])];
    parent[Math.max(a, b)] = Math.min(a, b);
  });
  const joined = units.of.map((u) => root(u));
  return makeUnits(joined.length, joined, units.weight);
}
