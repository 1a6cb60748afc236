/**
 * `npm run build`: compiles the sources and the kernel into dist/, unless what is there was made of them as they are.
 *
 *   node scripts/build.js               build
 *   node scripts/build.js --prepare     the same, where the tools are there; npm runs this on every install of a checkout
 */
import { spawnSync } from 'node:child_process';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFresh, stamp } from './fresh.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

/** The executable of a development dependency; null where it is not installed. */
function tool(name, bin) {
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), bin);
  } catch {
    return null;
  }
}

function run(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const tools = () => [tool('typescript', 'bin/tsc'), tool('assemblyscript', 'bin/asc.js')];

/**
 * For a global install npm makes a clone, or takes the folder, and runs `prepare` there without having installed what that
 * needs: its own setting, of a global install, holds for what should be a local one.
 */
function installTools() {
  const { npm_execpath: npm = '' } = process.env;
  if (!/npm-cli\.c?js$/.test(npm)) return;
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_config_(global|prefix|omit|include)/i.test(name),
    ),
  );
  const args = [
    'ci',
    '--global=false',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  spawnSync(process.execPath, [npm, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

if (isFresh()) process.exit(0);
const preparing = process.argv.includes('--prepare');
const isGlobal = preparing && process.env.npm_config_global === 'true';
if (isGlobal && tools().includes(null)) installTools();
const [tsc, asc] = tools();
if (!tsc || !asc) {
  process.stderr.write(
    'tanimark: dist/ is not built, because the development dependencies are not installed; run: npm ci --include=dev\n',
  );
  // A checkout may be wanted without them; a command without what it runs is not.
  process.exit(preparing && !isGlobal ? 0 : 1);
}
rmSync(stamp, { force: true });
const begin = new Date();
run([tsc, '-p', 'tsconfig.build.json']);
run([
  asc,
  'src/similarity/kernel/assembly/index.ts',
  ...['--config', 'src/similarity/kernel/assembly/asconfig.json', '--target', 'release'],
]);
writeFileSync(stamp, '');
utimesSync(stamp, begin, begin);
