import { vi } from 'vitest';
import { main } from '../../src/cli/main.js';

/** Runs the command line in this process. */
export async function run(args: readonly string[]) {
  const listeners = process.stdout.listeners('error');
  let [stdout, stderr] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest) => {
    stdout += text;
    const done = rest.find((one) => typeof one === 'function');
    done?.();
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
  try {
    const code = await main(['node', 'tanimark', ...args]);
    return { code, stdout, stderr };
  } finally {
    vi.restoreAllMocks();
    process.exitCode = undefined;
    for (const own of process.stdout.listeners('error')) {
      if (!listeners.includes(own)) process.stdout.off('error', own as () => void);
    }
  }
}
