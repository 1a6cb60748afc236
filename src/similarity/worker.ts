import { parentPort, workerData } from 'node:worker_threads';
import { Kernel } from './kernel/kernel.js';
import type { MemoryPlan } from './kernel/layout.js';
import { runItem, type WorkItem } from './work-item.js';

/** Start data of a worker. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly plan: MemoryPlan;
  readonly thread: number;
}

if (parentPort) {
  const port = parentPort;
  const { module, memory, plan, thread } = workerData as WorkerStart;
  const kernel = new Kernel(module, memory, plan, thread);
  port.on('message', (item: WorkItem) => {
    const { result, transfer } = runItem(kernel, item);
    port.postMessage(result, transfer);
  });
}
