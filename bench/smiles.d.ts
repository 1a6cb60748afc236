export class Graph {
  atoms: number[];
  bonds: number[];
  bond(a: number, b: number, order: number): void;
}
export function readSmiles(text: string): Graph | null;
export function writeSmiles(graph: Graph): string;
