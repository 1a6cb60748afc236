export function generateMolecules(options?: {
  count?: number;
  seed?: number;
}): AsyncGenerator<{ smiles: string; activity: string }>;
