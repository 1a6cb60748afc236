import type { Graph } from './smiles.js';

export function keyOf(graph: Graph, marked?: number, environments?: Int32Array): number;
export class KeySet {
  size: number;
  add(key: number): boolean;
  copy(): KeySet;
}
