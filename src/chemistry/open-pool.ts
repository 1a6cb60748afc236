import type { Job } from '../job.js';
import type { StructureCache } from './cache/structure-cache.js';
import { computedBy, type FingerprintSource } from './own-fingerprints/index.js';
import { ChemistryPool } from './pool.js';
import { RDKitWorkers } from './rdkit-workers.js';

/**
 * RDKit for one command, to be closed. Commands of one run that share what takes long to make have the same workers, which
 * end with the run.
 */
export function openPool(
  source: FingerprintSource,
  { threads, shared }: Job,
  cache: StructureCache | undefined,
): ChemistryPool {
  const fingerprint = computedBy(source);
  const workers = shared?.get(`RDKit ${fingerprint.spec}`, () => new RDKitWorkers(fingerprint));
  return new ChemistryPool(source, { threads, cache, workers });
}
