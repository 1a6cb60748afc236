import { AbortedError } from '../../../errors.js';

/**
 * Waits for `work`, but no longer than `time` milliseconds and not when canceled; what the work holds is then for the
 * caller to close.
 *
 * @throws what `late` gives when time is up
 * @throws AbortedError when canceled
 */
export async function limited<T>(
  work: Promise<T>,
  time: number,
  late: () => Error,
  signal: AbortSignal | undefined,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let cancel = () => {};
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), time);
    cancel = () => reject(new AbortedError());
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

/** Waits `time` milliseconds. @throws AbortedError when canceled */
export async function pause(time: number, signal: AbortSignal | undefined): Promise<void> {
  const over = new Error('over');
  try {
    await limited(new Promise<never>(() => {}), time, () => over, signal);
  } catch (error) {
    if (error !== over) throw error;
  }
}
