// node bench/generate.js [-n 1000000] [--seed 0] [-o file.csv | file.csv.gz]
// Writes distinct, plausible molecules in analog series of every size, for benchmarks at a scale at
// which no real set may be shipped: id, smiles, activity. The same n and seed give the same bytes
// wherever the same real molecules are at hand to be taken apart.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { Random } from '../dist/random.js';
import { readFragments } from './fragments.js';
import { keyOf } from './graph-key.js';
import { drawLead, drawSize, Series } from './series.js';
import { writeSmiles } from './smiles.js';

/** Series that are being written at any time: neighbors in the file are not neighbors in structure. */
const OPEN_SERIES = 2000;
/** Members drawn without a new one before a series counts as exhausted. */
const PATIENCE = 12;

/**
 * Molecules that are distinct from one another and from the real ones that they are made of.
 *
 * @param options `count` (default 1,000,000) and `seed` (default 0)
 * @returns an async iterator of `{ smiles, activity }`
 */
export async function* generateMolecules({ count = 1_000_000, seed = 0 } = {}) {
  const random = new Random(seed);
  const fragments = await readFragments();
  const seen = fragments.keys.copy();
  const environments = new Int32Array(96);
  const open = [];
  const width = Math.min(OPEN_SERIES, Math.ceil(count / 50));
  for (let written = 0; written < count; ) {
    while (open.length < width) {
      const lead = drawLead(fragments, random);
      open.push(new Series(fragments, lead, drawSize(random), random));
    }
    const chosen = random.below(width);
    const series = open[chosen];
    let found = false;
    for (let attempt = 0; attempt < PATIENCE && !found; attempt++) {
      const graph = series.draw();
      if (!graph) continue;
      const key = keyOf(graph, -1, environments);
      if (!seen.add(key)) continue;
      found = true;
      written++;
      yield { smiles: writeSmiles(graph), activity: activityOf(graph, environments, key) };
    }
    if (!found || --series.size === 0) {
      open[chosen] = open[width - 1];
      open.pop();
    }
  }
}

/**
 * A potency such as an assay reports (pIC50): every atom adds what its surroundings decide, so that
 * analogs have much in common, and the molecule itself something like an assay's error.
 */
function activityOf(graph, environments, key) {
  let sum = 6.2;
  for (let i = 0; i < graph.atoms.length; i++) {
    sum += (environments[i] / 2 ** 32) * 0.6;
  }
  sum += ((key % 1009) / 1009 - 0.5) * 0.8;
  return Math.min(11, Math.max(3, sum)).toFixed(2);
}

async function* rows(count, seed) {
  let chunk = 'id,smiles,activity\n';
  let id = 0;
  for await (const { smiles, activity } of generateMolecules({ count, seed })) {
    chunk += `G${++id},${smiles},${activity}\n`;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** Writes molecules as a table with the columns id, smiles, activity; gzipped if the name says so. */
export async function writeMolecules(path, { count = 1_000_000, seed = 0 } = {}) {
  const gzip = path.endsWith('.gz') ? [createGzip()] : [];
  await pipeline(rows(count, seed), ...gzip, createWriteStream(path));
}

async function main() {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', short: 'n', default: '1000000' },
      seed: { type: 'string', default: '0' },
      output: { type: 'string', short: 'o' },
    },
  });
  const [count, seed] = [Number(values.count), Number(values.seed)];
  if (!(Number.isSafeInteger(count) && count > 0 && Number.isSafeInteger(seed) && seed >= 0)) {
    throw new Error('-n must be a whole number above 0, --seed one from 0');
  }
  const { output } = values;
  if (output) await writeMolecules(output, { count, seed });
  else await pipeline(rows(count, seed), process.stdout);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
