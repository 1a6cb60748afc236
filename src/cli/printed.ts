import { currentIo, type Io } from '../io.js';

const printed = new WeakSet<Io>();

/** Whether anything of a run's result is on standard output already: a document cannot follow it. */
export function hasPrinted(): boolean {
  return printed.has(currentIo());
}

/** @param io where something of a result is being printed */
export function markPrinted(io: Io): void {
  printed.add(io);
}
