import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { executable } from './run.js';

/** A run of the executable. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Starts `tanimark bench` in a folder, and sends a signal once `when` says so, which is asked every 10 ms. */
export function benchFor(
  cwd: string,
  args: readonly string[],
  stop?: { readonly when: (milliseconds: number) => boolean; readonly signal: NodeJS.Signals },
): Promise<Ended> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(process.execPath, [executable, 'bench', ...args], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    const start = performance.now();
    const timer = setInterval(() => {
      if (!stop?.when(performance.now() - start)) return;
      clearInterval(timer);
      child.kill(stop.signal);
    }, 10);
    child.on('exit', (code, signal) => {
      clearInterval(timer);
      // A command that was left behind may hold standard error open.
      child.stderr?.destroy();
      resolve({ code, signal, stderr });
    });
  });
}

/** The folders of cells or splits: those with the name of an identity, and those that are being made. */
export function foldersIn(parent: string): { whole: string[]; making: string[] } {
  const names = existsSync(parent) ? readdirSync(parent) : [];
  const whole = names.filter((name) => /^[0-9a-f]{20}$/.test(name));
  return {
    whole: whole.map((name) => join(parent, name)),
    making: names.filter((name) => name.startsWith('.making')),
  };
}
