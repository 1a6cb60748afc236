// The mean label of the 3 training molecules whose SMILES share most pairs of characters: needs Node.js alone.
import { readFileSync, writeFileSync } from 'node:fs';

const [train, test, out] = process.argv.slice(2);
const cells = (line) => line.match(/"(?:[^"]|"")*"|[^,"]+/g);
const rows = (path) => readFileSync(path, 'utf8').trim().split('\n').slice(1).map(cells);
const pairs = (smiles) => new Set([...smiles].map((c, i) => c + (smiles[i + 1] ?? '')));
const shared = (a, b) => [...a].filter((pair) => b.has(pair)).length / new Set([...a, ...b]).size;

// The files have the columns name, smiles and, but for the test file, the label.
const known = rows(train).map(([, smiles, label]) => ({ bits: pairs(smiles), y: Number(label) }));
const predicted = rows(test).map(([name, smiles]) => {
  const near = known.map(({ bits, y }) => [shared(bits, pairs(smiles)), y]);
  near.sort((a, b) => b[0] - a[0]);
  return `${name},${(near[0][1] + near[1][1] + near[2][1]) / 3}`;
});
writeFileSync(out, `name,prediction\n${predicted.join('\n')}\n`);
