import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { StructureCache } from '../dist/chemistry/cache/structure-cache.js';
import { parseFingerprint } from '../dist/chemistry/fingerprint.js';
import { ChemistryPool } from '../dist/chemistry/pool.js';
import { readMoleculeTable } from '../dist/dataset/molecule-table.js';
import { Job } from '../dist/job.js';
import { fingerprintMatrix } from '../dist/similarity/fingerprints.js';

const shared = fileURLToPath(new URL('../../shared/datasets/', import.meta.url));

/** Real data where it is at hand, else the bundled set. */
export function dataset(name) {
  return existsSync(shared + name) ? shared + name : 'dataset:drugs';
}

export async function fingerprintsOf(input) {
  // What is measured here comes after the reading, which need not be done twice.
  const cache = new StructureCache();
  const pool = new ChemistryPool(parseFingerprint('morgan'), { cache });
  try {
    const { set } = await readMoleculeTable(input, {}, pool, new Job());
    return fingerprintMatrix(set.words, pool.fingerprint.words);
  } finally {
    await pool.close();
  }
}

/** Median wall-clock of `repeats` runs, in milliseconds, and the last result. */
export async function median(repeats, work) {
  const times = [];
  let result;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    result = await work(i);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { ms: times[times.length >> 1], result };
}

export function machine() {
  return `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
}

export function table(rows) {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((r) => String(r[c]).length)));
  for (const row of rows) {
    console.log(`| ${row.map((cell, c) => String(cell).padEnd(widths[c])).join(' | ')} |`);
    if (row === rows[0]) console.log(`| ${widths.map((w) => '-'.repeat(w)).join(' | ')} |`);
  }
  console.log();
}
