import type { Job } from '../job.js';
import { PROPERTIES } from './descriptors/properties.js';
import type { ChemistryPool } from './pool.js';
import { distinctTexts } from './structures.js';

/**
 * Properties of molecules, each distinct text read once. The pool's cache has none of them.
 *
 * @param smiles any texts, blanks around them apart
 * @returns SMILES × {@link PROPERTIES}, row-major; NaN for what is no molecule, or a molecule whose
 * properties could not be found out
 */
export async function readProperties(
  smiles: readonly string[],
  pool: ChemistryPool,
  job: Job,
): Promise<Float64Array> {
  const { texts, of } = distinctTexts(smiles.map((text) => text.trim()));
  const options = { canonical: false, fingerprints: false, properties: true };
  const { properties = new Float64Array() } = await pool.describe(texts, job, options);
  const width = PROPERTIES.length;
  const result = new Float64Array(smiles.length * width);
  of.forEach((text, i) => {
    result.set(properties.subarray(text * width, (text + 1) * width), i * width);
  });
  return result;
}
