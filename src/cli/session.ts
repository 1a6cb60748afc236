import { TanimarkError } from '../errors.js';
import type { CommonOptions, Session } from './terminal-session.js';

export type { CommonOptions, Session };

/**
 * Runs a command's work with a screen to talk to and Ctrl-C to end it, and leaves the terminal as it
 * was, whatever happens.
 */
export async function runInSession(
  options: CommonOptions,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  checkWorkingFolder();
  const { Session } = await import('./terminal-session.js');
  const session = new Session(options);
  try {
    await work(session);
  } finally {
    session.end();
  }
}

/** @throws TanimarkError (file) where the working folder was removed: no thread can start in it */
function checkWorkingFolder(): void {
  try {
    process.cwd();
  } catch (cause) {
    throw new TanimarkError(
      'file',
      'the working folder does not exist or cannot be reached; change to another one',
      { cause },
    );
  }
}
