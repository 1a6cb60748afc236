import { spawnSync } from 'node:child_process';
import { table } from './common.js';
import { executable, modulesOf } from './modules.js';

const RUNS = 15;

/** What a command takes before it works, beside a process of Node.js that does nothing. */
export async function run() {
  const commands = [['--version'], ['--help'], ['score', '--help'], ['split', '--help']];
  const processes = [['-e', '0'], ...commands.map((args) => [executable, ...args])];
  const times = processes.map(() => []);
  // In turn, so that what else the machine does falls on all alike.
  for (let i = 0; i < RUNS; i++) {
    for (const [p, args] of processes.entries()) {
      const start = performance.now();
      spawnSync(process.execPath, args, { stdio: 'ignore' });
      times[p].push(performance.now() - start);
    }
  }
  const [bare, ...own] = times.map((ms) => ms.sort((a, b) => a - b)[RUNS >> 1]);
  console.log('## Start-up\n');
  table([
    ['command', 'ms', 'of node -e 0', 'modules'],
    ['node -e 0', bare.toFixed(0), '1.00', '0'],
    ...commands.map((args, c) => [
      `tanimark ${args.join(' ')}`,
      own[c].toFixed(0),
      (own[c] / bare).toFixed(2),
      modulesOf(args).length,
    ]),
  ]);
}
