import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BoundedLog } from '../../src/bench/log.js';
import { memoryOfTree, startOf } from '../../src/bench/process-tree.js';
import { type CommandRun, runCommand } from '../../src/bench/run-command.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
const hasProc = existsSync('/proc/self/stat');

const run = (code: string, more: Partial<CommandRun> = {}) =>
  runCommand({
    command: [process.execPath, '-e', code],
    cwd: folder.path,
    log: folder.at('log.txt'),
    seconds: null,
    onStart: () => {},
    ...more,
  });

describe.skipIf(process.platform === 'win32')('a command', () => {
  it.each([
    ['', { kind: 'exit', code: 0 }],
    ['process.exit(3)', { kind: 'exit', code: 3 }],
    ['process.kill(process.pid, "SIGKILL")', { kind: 'signal', signal: 'SIGKILL' }],
  ])('that does %j ends so', async (code, ending) => {
    expect((await run(code)).ending).toEqual(ending);
  });

  it('that is no program is not started', async () => {
    const command = ['/no/such/program'];
    expect((await run('', { command })).ending).toEqual({ kind: 'not_started', code: 'ENOENT' });
  });

  it('writes what it prints to its log, in its folder', async () => {
    await run(
      'console.log(process.cwd()); console.error("also this"); process.stdin.on("end", () => console.log("no input")).resume()',
    );
    const text = folder.read('log.txt');
    expect(text.split('\n').sort()).toEqual(['', 'also this', 'no input', folder.path].sort());
  });

  it('that a shell runs may have pipes', async () => {
    await run('', { command: 'echo one two | tr a-z A-Z' });
    expect(folder.read('log.txt')).toBe('ONE TWO\n');
  });

  it('is ended at its time limit with all that it started', async () => {
    const pidFile = folder.at('pid');
    const child = `require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)`;
    const code = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}]); setInterval(() => {}, 1000)`;
    const { ending, seconds } = await run(code, { seconds: 1 });
    expect(ending).toEqual({ kind: 'time_limit' });
    expect(seconds).toBeGreaterThanOrEqual(1);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    // The signal is sent when the command has ended; the system takes a moment.
    for (let i = 0; i < 100 && isRunning(pid); i++) await new Promise((r) => setTimeout(r, 20));
    expect(isRunning(pid)).toBe(false);
  });

  it('is ended when the run is interrupted', async () => {
    const controller = new AbortController();
    let pid = 0;
    const error = errorOf(() =>
      run('setInterval(() => {}, 1000)', {
        signal: controller.signal,
        onStart: (own) => {
          pid = own;
          setTimeout(() => controller.abort(), 100);
        },
      }),
    );
    expect((await error).code).toBe('aborted');
    expect(isRunning(pid)).toBe(false);
    expect((await errorOf(() => run('', { signal: controller.signal }))).code).toBe('aborted');
  });

  it.skipIf(!hasProc)('has its memory measured with that of what it started', async () => {
    const child = 'const b = Buffer.alloc(150e6, 1); setTimeout(() => b.length, 600)';
    const code = `const b = Buffer.alloc(150e6, 1); require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}]).on("exit", () => b.length)`;
    const { peak } = await run(code);
    expect(peak).toBeGreaterThan(300e6);
    expect(peak).toBeLessThan(900e6);
    expect(memoryOfTree(process.pid)).toBeGreaterThan(1e7);
    expect(startOf(process.pid)).toMatch(/^\d+$/);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended and that nobody has asked for is none.
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a log', () => {
  const text = (pieces: number[]) => {
    const log = new BoundedLog();
    let at = 0;
    for (const size of pieces) {
      log.add(Buffer.from(Array.from({ length: size }, () => 97 + (at++ % 26))));
    }
    log.write(folder.at('bounded.txt'));
    return folder.read('bounded.txt');
  };
  const alphabet = (from: number, size: number) =>
    Array.from({ length: size }, (_, i) => String.fromCharCode(97 + ((from + i) % 26))).join('');

  it('keeps all of a short output', () => {
    expect(text([10, 999_990])).toBe(alphabet(0, 1_000_000));
    expect(text([700_000, 700_000, 600_000])).toBe(alphabet(0, 2_000_000));
    expect(text([])).toBe('');
  });

  it('keeps the beginning and the end of a long one', () => {
    const kept = text([900_000, 900_000, 900_000, 900_000, 1]);
    expect(kept).toBe(
      `${alphabet(0, 1_000_000)}\n[tanimark: 1,600,001 bytes left out]\n${alphabet(2_600_001, 1_000_000)}`,
    );
  });
});
