// tanimark expect on a large library: the whole command, with structures cached by a run before, and without. Molecules are
// those of the HIV screen where it is at hand, and made-up ones.
//
//   node bench/expect.js [molecules of the library, 100000] [of training, 20000]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { Random } from '../dist/random.js';
import { machine, table } from './common.js';
import { generateMolecules } from './generate.js';

const [library, train] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 20_000)];
const TEST = 2000;
const hiv = fileURLToPath(new URL('../../shared/datasets/HIV.csv.gz', import.meta.url));
const random = new Random(1);
const real = existsSync(hiv)
  ? gunzipSync(readFileSync(hiv))
      .toString()
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0])
  : [];
const made = [];
for await (const { smiles } of generateMolecules({ count: library + train + TEST - real.length })) {
  made.push(smiles);
}
const all = random.shuffle([...real, ...made]);
/** Seconds of CPU that processes which ended took so far; NaN where the system does not tell. */
function cpuOfChildren() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tanimark-expect-'));
try {
  const file = (name, head, rows) => {
    writeFileSync(join(folder, name), [head, ...rows, ''].join('\n'));
    return join(folder, name);
  };
  const label = () => (4 + 4 * random.uniform()).toFixed(3);
  const own = all.slice(0, train + TEST);
  const split = file(
    'split.csv',
    'id,smiles,y,split',
    own.map((smiles, i) => `m${i},${smiles},${label()},${i < train ? 'train' : 'test'}`),
  );
  const predictions = file(
    'predictions.csv',
    'id,y_pred',
    own.slice(train).map((_, i) => `m${train + i},${label()}`),
  );
  const input = file('library.csv', 'smiles', all.slice(train + TEST));
  const executable = fileURLToPath(new URL('../bin/tanimark.js', import.meta.url));
  const args = ['expect', input, '--split', split, '--predictions', predictions, '--json'];
  const runs = ['first run', 'structures cached', 'cached, with -o'].map((name, k) => {
    const start = performance.now();
    const cpu = cpuOfChildren();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [executable, ...args, '--threads', '2', ...(k === 2 ? ['-o', join(folder, 'out.csv')] : [])],
      {
        env: { ...process.env, TANIMARK_CACHE_DIR: join(folder, 'cache') },
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    );
    if (status !== 0) throw new Error(stderr);
    const { seconds } = JSON.parse(stdout);
    const whole = (performance.now() - start) / 1000;
    return [
      name,
      whole.toFixed(1),
      (cpuOfChildren() - cpu).toFixed(1),
      ...Object.values(seconds).map((s) => s.toFixed(1)),
    ];
  });
  console.log(`${library} library molecules, ${train} in training; ${machine()}\n`);
  table([
    ['', 'seconds', 'CPU', 'read', 'join', 'calibrate', 'library', 'metrics', 'training', 'total'],
    ...runs,
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
