import { parentPort, workerData } from 'node:worker_threads';
import { Describer } from './describe.js';
import type { Fingerprint } from './fingerprint.js';

/** What a worker is started with. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly fingerprint: Fingerprint;
  /** One Int32: the position in the current batch, seen by the pool's watchdog. */
  readonly position: SharedArrayBuffer;
}

export interface WorkerRequest {
  readonly smiles: string[];
}

if (parentPort) {
  const port = parentPort;
  const { module, fingerprint, position } = workerData as WorkerStart;
  const here = new Int32Array(position);
  const describer = new Describer(module, fingerprint);
  const version = await describer.start();
  port.on('message', async ({ smiles }: WorkerRequest) => {
    const result = await describer.describe(smiles, (i) => Atomics.store(here, 0, i));
    port.postMessage(result, [result.words.buffer as ArrayBuffer]);
  });
  port.postMessage({ version });
}
