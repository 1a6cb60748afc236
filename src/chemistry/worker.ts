import { parentPort, workerData } from 'node:worker_threads';
import { type DescribeOptions, Describer, type Description } from './describe.js';
import type { Fingerprint } from './fingerprint.js';
import { placeOf, type Stage } from './worker-progress.js';

/** Start data of a worker. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly fingerprint: Fingerprint;
  /** One Int32: the place in the current batch ({@link placeOf}), seen by the pool's watchdog. */
  readonly place: SharedArrayBuffer;
}

export interface WorkerRequest {
  readonly smiles: string[];
  readonly options: DescribeOptions;
}

export interface WorkerAnswer {
  readonly description: Description;
  /** What RDKit holds, in bytes. */
  readonly memory: number;
}

if (parentPort) {
  const port = parentPort;
  const { module, fingerprint, place } = workerData as WorkerStart;
  const here = new Int32Array(place);
  const describer = new Describer(module, fingerprint);
  const version = await describer.start();
  const at = (position: number, stage: Stage) => {
    Atomics.store(here, 0, placeOf(position, stage));
  };
  port.on('message', async ({ smiles, options }: WorkerRequest) => {
    const result = await describer.describe(smiles, at, options);
    const arrays = [result.words, ...(result.properties ? [result.properties] : [])];
    const answer: WorkerAnswer = { description: result, memory: describer.memory };
    port.postMessage(
      answer,
      arrays.map(({ buffer }) => buffer as ArrayBuffer),
    );
  });
  port.postMessage({ version });
}
