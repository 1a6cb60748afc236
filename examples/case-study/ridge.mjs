// Ridge regression on Morgan fingerprints, alpha = 10: needs Node.js and the package @rdkit/rdkit, which tanimark uses.
import { readFileSync, writeFileSync } from 'node:fs';
import initRDKitModule from '@rdkit/rdkit';

const BITS = 2048;
const ALPHA = 10;
const [trainPath, testPath, out] = process.argv.slice(2);
const rdkit = await initRDKitModule();

/** Numbers of the bits that are set. */
function bitsOf(smiles) {
  const molecule = rdkit.get_mol(smiles);
  const bytes = molecule.get_morgan_fp_as_uint8array(JSON.stringify({ radius: 2, nBits: BITS }));
  molecule.delete();
  return Array.from({ length: BITS }, (_, b) => b).filter((b) => bytes[b >> 3] & (1 << (b & 7)));
}

// The files have two columns, the structure and, but for the test file, the label. Neither has commas.
const rows = (path) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
const train = rows(trainPath).map(([smiles, y]) => ({ bits: bitsOf(smiles), y: Number(y) }));
const test = rows(testPath).map(([smiles]) => ({ smiles, bits: bitsOf(smiles) }));

// (XᵀX + alpha) w = Xᵀy, of X and y without their means; the intercept is not penalized.
const n = train.length;
const meanY = train.reduce((sum, { y }) => sum + y, 0) / n;
const meanX = new Float64Array(BITS);
for (const { bits } of train) for (const b of bits) meanX[b] += 1 / n;
const a = Array.from({ length: BITS }, () => new Float64Array(BITS));
const w = new Float64Array(BITS);
for (const { bits, y } of train) {
  for (const i of bits) {
    w[i] += y - meanY;
    for (const j of bits) if (j <= i) a[i][j] += 1;
  }
}
for (let i = 0; i < BITS; i++) {
  for (let j = 0; j <= i; j++) a[i][j] -= n * meanX[i] * meanX[j];
  a[i][i] += ALPHA;
}

// Cholesky's decomposition in place, then both triangles.
for (const [i, row] of a.entries()) {
  for (const [j, other] of a.slice(0, i + 1).entries()) {
    let sum = row[j];
    for (let k = 0; k < j; k++) sum -= row[k] * other[k];
    row[j] = i === j ? Math.sqrt(sum) : sum / other[j];
  }
}
for (let i = 0; i < BITS; i++) {
  for (let k = 0; k < i; k++) w[i] -= a[i][k] * w[k];
  w[i] /= a[i][i];
}
for (let i = BITS - 1; i >= 0; i--) {
  for (let k = i + 1; k < BITS; k++) w[i] -= a[k][i] * w[k];
  w[i] /= a[i][i];
}

const intercept = meanY - meanX.reduce((sum, x, b) => sum + x * w[b], 0);
const predicted = test.map(({ smiles, bits }) => {
  return `${smiles},${bits.reduce((sum, b) => sum + w[b], intercept)}`;
});
writeFileSync(out, `smiles,prediction\n${predicted.join('\n')}\n`);
