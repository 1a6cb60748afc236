import { AtomTyper } from './atom-typer.js';
import { crippenTypes } from './crippen-table.js';
import type { Graph } from './graph.js';

const typer = new AtomTyper(crippenTypes.map(([, smarts]) => smarts));

/**
 * Log P (octanol, water) as the sum of what atoms, hydrogens too, add by their types
 * ({@link crippenTypes}); atoms without a type add nothing. RDKit's CrippenClogP.
 */
export function crippenLogP(graph: Graph): number {
  let sum = 0;
  for (const type of typer.types(graph)) if (type >= 0) sum += crippenTypes[type][2];
  return sum;
}

/** The names of the types, in the order of {@link AtomTyper.types}; empty for an atom without one. @internal only for tests */
export function crippenTypeNames(graph: Graph): string[] {
  return Array.from(typer.types(graph), (type) => crippenTypes[type]?.[0] ?? '');
}
