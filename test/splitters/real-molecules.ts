import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { moleculeLabels } from '../../src/dataset/molecule-labels.js';
import { type MoleculeTable, readMoleculeTable } from '../../src/dataset/molecule-table.js';
import { Job } from '../../src/job.js';
import { fingerprintsOf } from '../../src/similarity/compared.js';
import type { Facts, Molecules } from '../../src/splitters/splitter.js';
import { factsOf } from '../../src/workflows/split/column-data.js';
import { numbered } from '../../src/workflows/split/numbered.js';
import { sharedPath } from '../shared.js';

export interface RealMolecules {
  readonly molecules: Molecules;
  readonly data: MoleculeTable;
  readonly properties: Awaited<ReturnType<Facts['properties']>>;
}

/** The molecules of one of the shared data sets, with fingerprints, labels, properties and, on request, scaffolds. */
export async function realMolecules(
  file: string,
  label: string,
  { scaffolds = false } = {},
): Promise<RealMolecules> {
  const job = new Job();
  const pool = new ChemistryPool(parseFingerprint('morgan:radius=2,bits=2048'));
  try {
    const path = sharedPath(`datasets/${file}`);
    const data = await readMoleculeTable(path, { label, scaffolds }, pool, job);
    const molecules = {
      count: data.set.count,
      fingerprints: fingerprintsOf(data.compared),
      labels: moleculeLabels(data),
      labelTask: data.labels?.task ?? null,
      scaffolds: data.set.scaffolds ? numbered(data.set.scaffolds) : null,
    };
    return { molecules, data, properties: await factsOf(data, pool, job).properties() };
  } finally {
    await pool.close();
  }
}
