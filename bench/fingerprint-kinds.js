// Molecules a second of every kind of fingerprint, parsing included, relative to Morgan: one thread, in turn on the same
// molecules, medians of the chunks; seconds of processor time.

import { Describer } from '../dist/chemistry/describe.js';
import { parseFingerprint } from '../dist/chemistry/fingerprint.js';
import { fingerprintKinds } from '../dist/chemistry/fingerprint-kinds.js';
import { compileRDKit } from '../dist/chemistry/rdkit.js';
import { dataset, table } from './common.js';
import { structures } from './fingerprints.js';

const CHUNK = 100;
const CHUNKS = 12;

export async function run() {
  const smiles = (await structures(dataset('IC50_EGFR.csv'))).slice(0, CHUNK * CHUNKS);
  const module = await compileRDKit();
  const kinds = fingerprintKinds().map(({ name }) => ({
    name,
    describer: new Describer(module, parseFingerprint(name)),
    times: [],
  }));
  for (let start = 0; start < smiles.length; start += CHUNK) {
    const chunk = smiles.slice(start, start + CHUNK);
    for (const { describer, times } of kinds) {
      const before = process.cpuUsage();
      await describer.describe(chunk, () => {}, { canonical: false });
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1e6);
    }
  }
  const rates = kinds.map(({ name, times }) => {
    // The first quarter is left out: RDKit's WebAssembly is compiled anew as it warms up.
    const kept = times.slice(times.length >> 2).sort((a, b) => a - b);
    return { name, rate: CHUNK / kept[kept.length >> 1] };
  });
  const [morgan] = rates;
  console.log('## Kinds of fingerprints, molecules a second, one thread\n');
  table([
    ['fingerprint', 'molecules a second', 'relative to Morgan'],
    ...rates.map(({ name, rate }) => [name, Math.round(rate), (rate / morgan.rate).toFixed(2)]),
  ]);
}
