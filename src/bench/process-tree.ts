import { readdirSync, readFileSync } from 'node:fs';

/** Fields of `/proc/<pid>/stat` behind the name of the program, from 0 (proc(5), numbered from 3 there). */
const PARENT = 1;
const SESSION = 3;
const START = 19;

/** The fields of a process; null where there is no `/proc`, or no such process. */
function fieldsOf(pid: number | string): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold blanks and brackets.
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** When a process began, in the units of the system; null where that cannot be told. Tells a pid that was used again. */
export function startOf(pid: number): string | null {
  return fieldsOf(pid)?.[START] ?? null;
}

/**
 * Memory (resident set) of a process and of all that it started, in bytes: those of its session, and descendants that
 * have left it. Memory that they share is counted for each. Null where there is no `/proc`.
 */
export function memoryOfTree(root: number): number | null {
  let names: string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return null;
  }
  const processes = names.flatMap((name) => {
    const fields = fieldsOf(name);
    return fields ? [{ pid: Number(name), fields }] : [];
  });
  const members = new Set([root]);
  for (const { pid, fields } of processes) {
    if (Number(fields[SESSION]) === root) members.add(pid);
  }
  for (let size = 0; size < members.size; ) {
    size = members.size;
    for (const { pid, fields } of processes) {
      if (members.has(Number(fields[PARENT]))) members.add(pid);
    }
  }
  const bytes = [...members].reduce((sum, pid) => sum + residentBytes(pid), 0);
  return bytes === 0 ? null : bytes;
}

/** 0 for a process that has ended. */
function residentBytes(pid: number): number {
  try {
    const [, kilobytes] =
      /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return 1024 * Number(kilobytes ?? 0);
  } catch {
    return 0;
  }
}

/** Sends a signal to a group of processes; one that is gone is left alone. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32') process.kill(pid, signal);
    else process.kill(-pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
