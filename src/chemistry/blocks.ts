import type { Job } from '../job.js';
import type { BlockStructure, ReadBlocks } from '../tables/formats/format.js';
import type { ChemistryPool } from './pool.js';

/** Canonical SMILES of mol blocks, with the stereo that the block has; hydrogens are implicit, as in a SMILES. */
export function blockReader(pool: ChemistryPool, job?: Job): ReadBlocks {
  return async (blocks) => {
    job?.check();
    const { canonical, problems } = await pool.describe(blocks, undefined, {
      blocks: true,
      fingerprints: false,
    });
    return blocks.map((_, i): BlockStructure => ({ smiles: canonical[i], problem: problems[i] }));
  };
}
