// Errors of real models on real test molecules, in pairs: what two models get wrong on one molecule. Two models of one
// kind see different random halves of a training set; models of two kinds see one half each.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sampleCorrelation } from 'simple-statistics';
import { searchNeighbors, split } from '../dist/index.js';
import { Job } from '../dist/job.js';
import { Random } from '../dist/random.js';
import { fingerprintsOf } from '../dist/similarity/compared.js';
import { selectFingerprints } from '../dist/similarity/fingerprints.js';

const DATASETS = ['IC50_EGFR.csv', 'Ki_Carbonic_anhydrase_I.csv', 'biogen_logS.csv'];
const folder = fileURLToPath(new URL('../../shared/datasets/', import.meta.url));

/** Which models are compared; each sees a random half of the training molecules. */
const PAIRS = [
  ['5-NN', '5-NN'],
  ['ridge', 'ridge'],
  ['5-NN', 'ridge'],
];
const LABELS = ['[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]'];

/** Predictions of the nearest five of the seen training molecules, weighted by similarity. */
function nearest({ found, trainLabels }, seen) {
  const { offsets, indices, intersections, unions } = found;
  return Array.from({ length: offsets.length - 1 }, (_, i) => {
    let [sum, weight, used] = [0, 0, 0];
    for (let n = offsets[i]; n < offsets[i + 1] && used < 5; n++) {
      if (!seen[indices[n]]) continue;
      const similarity = intersections[n] / unions[n] + 1e-9;
      sum += similarity * trainLabels[indices[n]];
      weight += similarity;
      used++;
    }
    return sum / weight;
  });
}

/** Positions of the bits that are set, per fingerprint. */
function bitsOf({ words, width, count }) {
  return Array.from({ length: count }, (_, r) => {
    const bits = [];
    for (let w = 0; w < width; w++) {
      const word = words[r * width + w];
      for (let b = 0; b < 32; b++) if ((word >>> b) & 1) bits.push(32 * w + b);
    }
    return bits;
  });
}

/** Ridge regression on the bits (penalty 30), by conjugate gradients on the normal equations. */
function ridge({ trainBits, testBits, trainLabels, size }, seen) {
  const own = trainBits.filter((_, r) => seen[r]);
  const labels = trainLabels.filter((_, r) => seen[r]);
  const mean = labels.reduce((a, b) => a + b, 0) / labels.length;
  const dot = (bits, weights) => bits.reduce((sum, b) => sum + weights[b], 0);
  const back = (values) => {
    const out = new Float64Array(size);
    own.forEach((bits, r) => {
      for (const b of bits) out[b] += values[r];
    });
    return out;
  };
  const times = (v) => {
    const out = back(own.map((bits) => dot(bits, v)));
    return out.map((x, i) => x + 30 * v[i]);
  };
  const inner = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  let weights = new Float64Array(size);
  let rest = back(labels.map((y) => y - mean));
  let direction = rest;
  let norm = inner(rest, rest);
  for (let k = 0; k < 60 && norm > 1e-8; k++) {
    const image = times(direction);
    const step = norm / inner(direction, image);
    weights = weights.map((x, i) => x + step * direction[i]);
    rest = rest.map((x, i) => x - step * image[i]);
    const next = inner(rest, rest);
    direction = rest.map((x, i) => x + (next / norm) * direction[i]);
    norm = next;
  }
  return testBits.map((bits) => mean + dot(bits, weights));
}

const MODELS = { '5-NN': nearest, ridge };

async function dataOf(name) {
  const { data, records } = await split({ input: folder + name, test: '0.25' });
  const { set, labels } = data;
  const fingerprints = fingerprintsOf(data.compared);
  const of = (what) => [...records.keys()].filter((r) => records[r].split === what);
  const [test, train] = [of('test'), of('train')];
  const rows = (list) =>
    selectFingerprints(
      fingerprints,
      list.map((r) => set.moleculeOf[r]),
    );
  const [testPrints, trainPrints] = [rows(test), rows(train)];
  const found = await searchNeighbors(testPrints, trainPrints, { k: 60 }, new Job());
  return {
    found,
    trainBits: bitsOf(trainPrints),
    testBits: bitsOf(testPrints),
    size: 32 * trainPrints.width,
    trainLabels: train.map((r) => labels.values[r]),
    truth: test.map((r) => labels.values[r]),
    stratum: test.map((r) => Math.min(2, Math.floor(3 * records[r].maxSimilarity + 1e-12))),
  };
}

/** The signed errors of two models on the molecules of one stratum. */
export async function errorPopulations() {
  const populations = [];
  for (const name of DATASETS) {
    if (!existsSync(folder + name)) continue;
    const data = await dataOf(name);
    const random = new Random(7);
    const half = () => data.trainLabels.map(() => random.uniform() < 0.5);
    for (const [first, second] of PAIRS) {
      const errors = [first, second].map((kind) =>
        MODELS[kind](data, half()).map((p, i) => p - data.truth[i]),
      );
      LABELS.forEach((label, s) => {
        const inside = data.stratum.flatMap((of, i) => (of === s ? [i] : []));
        const [a, b] = errors.map((list) => Float64Array.from(inside, (i) => list[i]));
        populations.push({
          name: name.replace(/\.csv$/, ''),
          pair: `${first}, ${second}`,
          label,
          a,
          b,
        });
      });
    }
  }
  return populations.map((one) => ({ ...one, rho: sampleCorrelation([...one.a], [...one.b]) }));
}

const absolute = (values) => values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length;

/**
 * The population with another correlation of errors: the second model's errors are moved towards the first's, or away
 * from them, and keep their mean absolute size.
 */
export function withCorrelation(population, rho) {
  const { a, b } = population;
  const mix = (w) => {
    const mixed = b.map((e, i) => (1 - w) * e + w * a[i]);
    const scale = absolute(b) / absolute(mixed);
    return mixed.map((e) => e * scale);
  };
  let [low, high] = [-3, 1];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (sampleCorrelation([...a], [...mix(middle)]) < rho) low = middle;
    else high = middle;
  }
  return { ...population, b: mix(high), rho };
}
