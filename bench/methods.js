// Every method of splitting that needs nothing but the data, on the HIV set: wall-clock seconds of the command, and as
// a multiple of the random split in the same run, which is reading and checking alone. Structures come from the cache.
//
//   node bench/methods.js [method…]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { splitters } from '../dist/splitters/registry.js';
import { dataset, table } from './common.js';

const executable = fileURLToPath(new URL('../bin/tanimark.js', import.meta.url));
const OPTIONS = {
  property: ['--property', 'crippen_logp'],
  components: ['--threshold', '0.3', '--max-discard', '0.5'],
  lo: ['--min-sd', '0.3'],
};

function measure(input, label, method) {
  const args = ['split', input, '-m', method, ...label, ...(OPTIONS[method] ?? []), '--json', '-q'];
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [executable, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0) return { seconds, note: stderr.trim() };
  const { sizes } = JSON.parse(stdout);
  return { seconds, note: `${sizes.test} test, ${sizes.discarded} left out` };
}

export async function run(names = []) {
  const input = dataset('HIV.csv.gz');
  const label = input.includes('HIV') ? ['--label', 'HIV_active'] : [];
  const columns = new Set(['time', 'group', 'leave-one-group-out']);
  const all = splitters.map(({ name }) => name).filter((name) => !columns.has(name));
  const chosen = names.length > 0 ? ['random', ...names] : all;
  // Once for the cache.
  measure(input, label, 'scaffold');
  const base = measure(input, label, 'random').seconds;
  const rows = [['method', 'seconds', 'times random', 'result']];
  for (const method of chosen) {
    const { seconds, note } = measure(input, label, method);
    rows.push([method, seconds.toFixed(1), (seconds / base).toFixed(1), note]);
  }
  console.log(`Methods of splitting, ${input.split('/').pop()}, wall-clock`);
  table(rows);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv.slice(2));
