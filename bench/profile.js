// node bench/profile.js <file>… : how alike the molecules of each set are, to see whether a made
// set is one to benchmark with. Sizes, on-bits, pairs and nearest neighbors of a sample, and
// neighbors and nearest neighbors of a few hundred molecules in the whole set.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { packBytes } from '../dist/chemistry/fingerprint.js';
import { compileRDKit, startRDKit } from '../dist/chemistry/rdkit.js';
import { Random } from '../dist/random.js';
import { machine, table } from './common.js';

const WORDS = 64;
const SAMPLE = 20_000;
const QUERIES = 500;

async function* smilesOf(path) {
  const bytes = createReadStream(path);
  const text = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  for await (const row of text.pipe(parse({ columns: true }))) yield row.smiles ?? row.SMILES;
}

/** Fingerprints of what RDKit can read, and the heavy atoms of each. */
async function read(path, rdkit) {
  const fingerprints = [];
  const atoms = [];
  let invalid = 0;
  for await (const smiles of smilesOf(path)) {
    const molecule = rdkit.get_mol(smiles, '{"removeHs":false,"assignStereo":false}');
    if (!molecule) {
      invalid++;
      continue;
    }
    const words = new Uint32Array(WORDS);
    packBytes(molecule.get_morgan_fp_as_uint8array('{"radius":2,"nBits":2048}'), words, 0);
    fingerprints.push(words);
    atoms.push(molecule.get_num_atoms(true));
    molecule.delete();
  }
  return { fingerprints, atoms, invalid };
}

/** For each bit the molecules in which it is on. */
class Index {
  constructor(fingerprints) {
    const lengths = new Int32Array(WORDS * 32 + 1);
    this.onBits = new Int32Array(fingerprints.length);
    fingerprints.forEach((words, m) => {
      forEachBit(words, (bit) => {
        lengths[bit + 1]++;
        this.onBits[m]++;
      });
    });
    for (let bit = 0; bit < WORDS * 32; bit++) lengths[bit + 1] += lengths[bit];
    this.starts = lengths;
    this.postings = new Int32Array(lengths[WORDS * 32]);
    const next = lengths.slice();
    fingerprints.forEach((words, m) => {
      forEachBit(words, (bit) => {
        this.postings[next[bit]++] = m;
      });
    });
    this.overlaps = new Uint16Array(fingerprints.length);
  }

  /** Highest similarity to any but `self`, and how many others reach each of the levels. */
  query(words, self, levels) {
    const { overlaps, onBits, postings, starts } = this;
    overlaps.fill(0);
    let own = 0;
    forEachBit(words, (bit) => {
      own++;
      for (let p = starts[bit]; p < starts[bit + 1]; p++) overlaps[postings[p]]++;
    });
    const reached = levels.map(() => 0);
    let highest = 0;
    for (let m = 0; m < overlaps.length; m++) {
      if (m === self) continue;
      const similarity = overlaps[m] / (own + onBits[m] - overlaps[m]);
      if (similarity > highest) highest = similarity;
      for (let l = 0; l < levels.length && similarity >= levels[l]; l++) reached[l]++;
    }
    return { highest, reached };
  }
}

function forEachBit(words, visit) {
  for (let w = 0; w < words.length; w++) {
    for (let rest = words[w]; rest !== 0; rest &= rest - 1) {
      visit(w * 32 + 31 - Math.clz32(rest & -rest));
    }
  }
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const mean = sorted.reduce((sum, v) => sum + v, 0) / sorted.length;
  const sd = Math.sqrt(sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0) / sorted.length);
  return { mean, sd, at };
}

const LEVELS = [1 / 3, 1 / 2, 2 / 3];
const percent = (share) => `${(100 * share).toPrecision(3)}%`;
const below = (values, limit) => percent(values.filter((v) => v < limit).length / values.length);

function describe({ fingerprints, atoms, invalid }, random) {
  const order = random.shuffle([...fingerprints.keys()]);
  const sample = order.slice(0, SAMPLE).map((m) => fingerprints[m]);
  const inSample = new Index(sample);
  const found = sample.map((words, m) => inSample.query(words, m, LEVELS));
  const pairs = LEVELS.map(
    (_, l) =>
      found.reduce((sum, { reached }) => sum + reached[l], 0) /
      (sample.length * (sample.length - 1)),
  );
  const nearest = found.map(({ highest }) => highest);
  const whole = new Index(fingerprints);
  const wide = order.slice(0, QUERIES).map((m) => whole.query(fingerprints[m], m, LEVELS));
  const wideNearest = wide.map(({ highest }) => highest);
  const [size, bits, near, degree] = [
    spread(atoms),
    spread(inSample.onBits),
    spread(nearest),
    spread(wide.map(({ reached }) => reached[0])),
  ];
  return [
    fingerprints.length,
    invalid,
    `${size.mean.toFixed(1)} ± ${size.sd.toFixed(1)}`,
    `${bits.mean.toFixed(1)} ± ${bits.sd.toFixed(1)}`,
    ...pairs.map(percent),
    `${near.mean.toFixed(2)} ± ${near.sd.toFixed(2)}`,
    ...[0.4, 0.6].map((limit) => below(nearest, limit)),
    spread(wideNearest).mean.toFixed(2),
    ...[0.4, 0.5, 0.6, 0.7, 0.8].map((limit) => below(wideNearest, limit)),
    Math.round(degree.mean),
    [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => degree.at(share)).join(' '),
    spread(wide.map(({ reached }) => reached[2])).mean.toFixed(1),
  ];
}

const COLUMNS = [
  'set',
  'molecules',
  'not read',
  'heavy atoms',
  'on-bits',
  ...['1/3', '1/2', '2/3'].map((level) => `pairs ≥ ${level}`),
  `nearest among ${SAMPLE}`,
  'below 0.4',
  'below 0.6',
  'nearest in the whole set',
  ...[0.4, 0.5, 0.6, 0.7, 0.8].map((limit) => `below ${limit}`),
  'neighbors ≥ 1/3, mean',
  '… 5, 25, 50, 75, 95%',
  'neighbors ≥ 2/3, mean',
];

const rdkit = await startRDKit(await compileRDKit());
const columns = [COLUMNS];
for (const path of process.argv.slice(2)) {
  const set = await read(path, rdkit);
  columns.push([path.split('/').pop(), ...describe(set, new Random(1))]);
}
console.log(`${machine()}\n`);
table(COLUMNS.map((_, row) => columns.map((column) => column[row])));
