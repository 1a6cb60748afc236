import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { AbortedError } from '../errors.js';
import type { Ending } from './failure.js';
import { BoundedLog } from './log.js';
import { killGroup, memoryOfTree } from './process-tree.js';

/** Milliseconds that a command has to end after SIGTERM. */
const GRACE = 5000;
/** Milliseconds for which output is waited after the end. */
const LAST_OUTPUT = 1000;
/** Milliseconds between two looks at memory, at first and later. */
const SAMPLES = [20, 250] as const;

/** Groups of commands that are running; they end with this process, however it does so, unless it is killed. */
const running = new Set<number>();
const endRunning = () => {
  for (const pid of running) killGroup(pid, 'SIGKILL');
};

function remember(pid: number): void {
  if (running.size === 0) process.on('exit', endRunning);
  running.add(pid);
}

function forget(pid: number | undefined): void {
  if (pid === undefined || !running.delete(pid)) return;
  if (running.size === 0) process.off('exit', endRunning);
}

/** A command that is to be run. */
export interface CommandRun {
  /** The words; of a shell's command one text. */
  readonly command: readonly string[] | string;
  readonly cwd: string;
  /** File for its output. */
  readonly log: string;
  readonly seconds: number | null;
  readonly signal?: AbortSignal | undefined;
  /** Is called when it has begun. */
  readonly onStart: (pid: number) => void;
}

/** The end of a command, and what it took. */
export interface CommandEnd {
  readonly ending: Ending;
  readonly seconds: number;
  /** Largest memory of all its processes together, in bytes, by samples; null where that is not known. */
  readonly peak: number | null;
}

/**
 * Runs a command in a group of processes of its own, which is killed as a whole at the time limit, when the run is
 * interrupted, and when the command has ended and left processes behind.
 *
 * @throws AbortedError
 */
export async function runCommand(run: CommandRun): Promise<CommandEnd> {
  const { command, cwd, log: path, seconds, signal, onStart } = run;
  if (signal?.aborted) throw new AbortedError();
  const log = new BoundedLog();
  const start = performance.now();
  const child = started(command, cwd);
  const memory = new MemorySampler(child);
  let isLate = false;
  const timers: NodeJS.Timeout[] = [];
  const stop = () => {
    if (child.pid === undefined) return;
    const { pid } = child;
    killGroup(pid, 'SIGTERM');
    timers.push(setTimeout(() => killGroup(pid, 'SIGKILL'), GRACE));
  };
  if (seconds !== null) {
    timers.push(
      setTimeout(() => {
        isLate = true;
        stop();
      }, seconds * 1000),
    );
  }
  signal?.addEventListener('abort', stop, { once: true });
  try {
    child.stdout?.on('data', (chunk: Buffer) => log.add(chunk));
    child.stderr?.on('data', (chunk: Buffer) => log.add(chunk));
    if (child.pid !== undefined) {
      remember(child.pid);
      onStart(child.pid);
    }
    const ending = await endOf(child);
    const took = (performance.now() - start) / 1000;
    memory.end();
    // Processes that it left behind.
    if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
    await lastOutput(child);
    if (signal?.aborted) throw new AbortedError();
    return { ending: isLate ? { kind: 'time_limit' } : ending, seconds: took, peak: memory.peak };
  } finally {
    memory.end();
    forget(child.pid);
    signal?.removeEventListener('abort', stop);
    for (const timer of timers) clearTimeout(timer);
    log.write(path);
  }
}

function started(command: readonly string[] | string, cwd: string): ChildProcess {
  const options: SpawnOptions = {
    cwd,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  if (typeof command === 'string') return spawn(command, { ...options, shell: true });
  return spawn(command[0], command.slice(1), options);
}

function endOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      // Later errors are of signals that could not be sent.
      if (child.pid === undefined) resolve({ kind: 'not_started', code: error.code ?? 'error' });
    });
    child.on('exit', (code, signal) => {
      resolve(signal ? { kind: 'signal', signal } : { kind: 'exit', code: code ?? -1 });
    });
  });
}

/** Waits for output that is on its way; a process that has left the group may hold it open. */
async function lastOutput(child: ChildProcess): Promise<void> {
  const streams = [child.stdout, child.stderr].filter((one) => one && !one.closed);
  if (child.pid === undefined || streams.length === 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LAST_OUTPUT);
    child.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  for (const stream of streams) stream?.destroy();
}

/** Looks at the memory of a command and of what it started until it ends. */
class MemorySampler {
  peak: number | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly child: ChildProcess) {
    this.next(SAMPLES[0]);
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private next(wait: number): void {
    this.timer = setTimeout(() => {
      const { pid } = this.child;
      const now = pid === undefined ? null : memoryOfTree(pid);
      if (now !== null) this.peak = Math.max(this.peak ?? 0, now);
      this.next(Math.min(SAMPLES[1], wait * 2));
    }, wait);
  }
}
