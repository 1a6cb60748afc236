// Molecules a second and thread: parsing and fingerprints, with scaffolds, and what tanimark needs of a
// table; beside RDKit called plainly (parse, Morgan, delete), in turn on the same molecules. The bits are compared.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StructureCache } from '../dist/chemistry/cache/structure-cache.js';
import { Describer } from '../dist/chemistry/describe.js';
import { parseFingerprint } from '../dist/chemistry/fingerprint.js';
import { ChemistryPool } from '../dist/chemistry/pool.js';
import { compileRDKit, startRDKit } from '../dist/chemistry/rdkit.js';
import { describeStructures, distinctTexts } from '../dist/chemistry/structures.js';
import { loadTable } from '../dist/dataset/molecules.js';
import { resolveInput } from '../dist/dataset/named/resolve.js';
import { Job } from '../dist/job.js';
import { dataset, median, table } from './common.js';

const fingerprint = parseFingerprint('morgan');
const MOST = 6000;
const CHUNK = 250;

export async function structures(input) {
  const pool = new ChemistryPool(fingerprint, { threads: 1 });
  try {
    const { path } = await resolveInput(input);
    const { table: rows, smilesColumn } = await loadTable(path, {}, pool, new Job());
    return distinctTexts(rows.rows.map((row) => row[smilesColumn].trim())).texts.slice(0, MOST);
  } finally {
    await pool.close();
  }
}

/** As in RDKit's own examples. */
function plainly(rdkit, smiles) {
  const result = [];
  for (const text of smiles) {
    const mol = rdkit.get_mol(text);
    result.push(mol?.get_morgan_fp_as_uint8array('{"radius":2,"nBits":2048}'));
    mol?.delete();
  }
  return result;
}

/**
 * One thread: each way in turn on small chunks, so that the machine's moods are shared; molecules per second
 * of processor time, which other programs do not take away.
 */
async function oneThread(smiles) {
  const module = await compileRDKit();
  const rdkit = await startRDKit(module);
  const describer = new Describer(module, fingerprint);
  const options = [
    { canonical: false },
    { canonical: false, scaffolds: true },
    { canonical: true },
  ];
  const times = [[], [], [], []];
  const timed = async (k, work) => {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    times[k].push((user + system) / 1000);
    return result;
  };
  for (let start = 0; start + CHUNK <= smiles.length; start += CHUNK) {
    const chunk = smiles.slice(start, start + CHUNK);
    const plain = await timed(0, () => plainly(rdkit, chunk));
    for (const [k, wanted] of options.entries()) {
      const { words } = await timed(k + 1, () => describer.describe(chunk, () => {}, wanted));
      plain.forEach((bits, i) => {
        const row = words.subarray(i * fingerprint.words, (i + 1) * fingerprint.words);
        const ours = new Uint8Array(row.buffer, row.byteOffset, row.byteLength);
        if (bits && Buffer.compare(bits, ours) !== 0) throw new Error(`other bits: ${chunk[i]}`);
      });
    }
  }
  // RDKit's WebAssembly is compiled anew as it warms up: the first quarter is left out.
  return times.map((ms) => {
    const kept = ms.slice(ms.length >> 2).sort((a, b) => a - b);
    return (1000 * CHUNK) / kept[kept.length >> 1];
  });
}

/** Molecules a second of the whole work on a table's structures, workers started beforehand. */
async function pooled(smiles, threads, options) {
  const pool = new ChemistryPool(fingerprint, { threads });
  try {
    await pool.describe(smiles.slice(0, 3000), undefined, { canonical: false });
    const { ms } = await median(3, () => describeStructures(smiles, pool, new Job(), options));
    return (1000 * smiles.length) / ms;
  } finally {
    await pool.close();
  }
}

/** Seconds of the first and of the second run with a cache. */
async function cached(smiles) {
  const folder = mkdtempSync(join(tmpdir(), 'tanimark-bench-'));
  const seconds = [];
  try {
    for (let run = 0; run < 2; run++) {
      const pool = new ChemistryPool(fingerprint, {
        threads: 2,
        cache: new StructureCache(folder),
      });
      const { ms } = await median(1, () =>
        describeStructures(smiles, pool, new Job(), { scaffolds: true }),
      );
      await pool.close();
      seconds.push((ms / 1000).toFixed(2));
    }
    return seconds;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function run() {
  const single = [
    ['data', 'molecules', 'plain call', 'tanimark', 'ratio', '+ scaffolds', '+ canonical SMILES'],
  ];
  const whole = [
    ['data', 'one thread', 'two', '+ scaffolds, one', 'two', 'first run, s', 'from the cache, s'],
  ];
  for (const name of ['IC50_EGFR.csv', 'HIV.csv.gz']) {
    const input = dataset(name);
    const smiles = await structures(input);
    const [plain, fast, scaffolds, canonical] = await oneThread(smiles);
    const short = input.split('/').pop();
    single.push([
      short,
      smiles.length,
      Math.round(plain),
      Math.round(fast),
      (fast / plain).toFixed(2),
      Math.round(scaffolds),
      Math.round(canonical),
    ]);
    const rates = [];
    for (const options of [{}, { scaffolds: true }]) {
      for (const threads of [1, 2]) rates.push(Math.round(await pooled(smiles, threads, options)));
    }
    whole.push([short, ...rates, ...(await cached(smiles))]);
    if (input.startsWith('dataset:')) break;
  }
  console.log('## Fingerprints, molecules a second, one thread\n');
  table(single);
  console.log('## The structures of a table, molecules a second\n');
  table(whole);
}
