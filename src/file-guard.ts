import { AsyncLocalStorage } from 'node:async_hooks';

/** Decides which files may be read and written, for work that is done on behalf of others. */
export interface FileGuard {
  /** @throws TanimarkError (file) where a file must not be read */
  read(path: string): void;
  /** @throws TanimarkError (file) where a file must not be written */
  write(path: string): void;
}

const guards = new AsyncLocalStorage<FileGuard>();

/** Does work whose inputs and outputs a guard decides on. */
export function guardedBy<Result>(guard: FileGuard, work: () => Result): Result {
  return guards.run(guard, work);
}

/** To be called before a file of the user's is read. @throws TanimarkError (file) */
export function checkRead(path: string): void {
  guards.getStore()?.read(path);
}

/** To be called before a file is written. @throws TanimarkError (file) */
export function checkWrite(path: string): void {
  guards.getStore()?.write(path);
}
