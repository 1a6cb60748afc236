// Writes the golden splits with the built executable, compares their bytes, and verifies them: every one is made again.
//   node scripts/verify-golden.js            in a folder that is removed afterwards
//   node scripts/verify-golden.js <folder>   in a folder that stays, to verify them with another version of Node
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const golden = JSON.parse(readFileSync(at('test/cli/golden.json'), 'utf8'));
const [given] = process.argv.slice(2);
const folder = given ?? mkdtempSync(join(tmpdir(), 'tanimark-golden-'));
mkdirSync(folder, { recursive: true });

function tanimark(args) {
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [at('bin/tanimark.js'), ...args],
    options,
  );
  if (status !== 0)
    throw new Error(`tanimark ${args.join(' ')}: exit ${status}\n${stdout}${stderr}`);
  return stdout;
}

function checkBytes(name, sha256) {
  const found = createHash('sha256')
    .update(readFileSync(join(folder, name)))
    .digest('hex');
  if (found !== sha256) throw new Error(`${name}: not the golden split, but ${found}`);
}

try {
  const names = golden.splits.map((_, i) => `golden-${i}.csv`);
  golden.splits.forEach(({ args, sha256 }, i) => {
    tanimark(['split', 'dataset:drugs', '-q', '--no-cache', ...args, '-o', names[i]]);
    checkBytes(names[i], sha256);
  });
  const { args, sha256 } = golden.methods;
  const methods = Object.keys(sha256);
  tanimark([
    'split',
    'dataset:drugs',
    '-q',
    '--no-cache',
    '-m',
    methods.join(','),
    '--compare',
    ...args,
    '-o',
    'all/',
  ]);
  for (const method of methods) checkBytes(`all/${method}.csv`, sha256[method]);
  process.stdout.write(tanimark(['verify', ...names, 'all', '--strict']));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  if (given === undefined) rmSync(folder, { recursive: true });
}
