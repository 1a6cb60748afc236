// Runs the tests that take longer, on every system: npm run test:long
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const env = { ...process.env, LONG: '1' };
const { status } = spawnSync(process.execPath, [vitest, 'run'], { stdio: 'inherit', env });
process.exitCode = status ?? 1;
