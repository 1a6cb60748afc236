import type { Worker } from 'node:worker_threads';
import { AbortedError } from './errors.js';
import type { Job } from './job.js';

/**
 * One message to a worker thread, and its answer. One at a time.
 *
 * @throws AbortedError when canceled; whatever the worker died of
 */
export function askWorker(worker: Worker, message: unknown, job: Job): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: unknown) => {
      cleanUp();
      resolve(answer);
    };
    const onError = (error: unknown) => {
      cleanUp();
      reject(error);
    };
    const onExit = () => onError(new Error('a worker thread ended before its work'));
    const onAbort = () => onError(new AbortedError());
    const cleanUp = () => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      job.signal?.removeEventListener('abort', onAbort);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    job.signal?.addEventListener('abort', onAbort);
    worker.postMessage(message);
  });
}
