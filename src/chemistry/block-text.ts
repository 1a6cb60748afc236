import type { StructureText } from './smiles-text.js';

/**
 * The longest mol block that is handed to RDKit, in characters. A structure of 5,000 atoms, which is far above what a
 * SMILES may have, takes 600,000.
 */
const MAX_BLOCK_LENGTH = 1_000_000;

/** A mol block as {@link readStructureText} gives cells. */
export function readBlockText(block: string): StructureText {
  return { smiles: block, problem: blockProblem(block), extras: [], parts: [] };
}

function blockProblem(block: string): string | null {
  if (block.length > MAX_BLOCK_LENGTH) {
    return `a mol block of ${block.length} characters, longer than the limit of ${MAX_BLOCK_LENGTH}`;
  }
  // RDKit takes a text without this line for a SMILES.
  return block.includes('M  END') ? null : 'the mol block has no "M  END" line';
}
