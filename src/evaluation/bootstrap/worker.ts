import { parentPort, workerData } from 'node:worker_threads';
import { GroupEvaluator, type GroupWork, type WorkItem } from './group-evaluator.js';

if (parentPort) {
  const port = parentPort;
  const works = workerData as readonly GroupWork[];
  // Items come group by group; what was prepared for the last one can go.
  let current = -1;
  let evaluator: GroupEvaluator | undefined;
  port.on('message', (item: WorkItem) => {
    if (item.group !== current || !evaluator) {
      current = item.group;
      evaluator = new GroupEvaluator(works[item.group]);
    }
    const values = evaluator.run(item);
    port.postMessage(values, [values.buffer as ArrayBuffer]);
  });
}
