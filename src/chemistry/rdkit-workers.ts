import { Worker } from 'node:worker_threads';
import { builtFile } from '../built-file.js';
import { AbortedError, memoryError, TanimarkError } from '../errors.js';
import type { Fingerprint } from './fingerprint.js';
import { compileRDKit } from './rdkit.js';
import type { WorkerAnswer, WorkerRequest, WorkerStart } from './worker.js';
import { placeOf, readPlace, type Stage } from './worker-progress.js';

/**
 * A molecule that RDKit has not finished after this long is marked invalid and its worker
 * replaced. It is the only rule that looks at the clock, and is there for structures made to
 * hang a parser; see {@link MAX_SMILES_LENGTH} for the rule that catches large ones.
 */
const STALL_MS = 60_000;
/** Workers (some 100 MB each) that are kept while nobody uses them. */
const MOST_RESTING = 4;

/** Worker threads with RDKit, which take a second to start; one after another may use them. Close them when done. */
export class RDKitWorkers {
  private module: WebAssembly.Module | undefined;
  private readonly idle: RDKitWorker[] = [];
  private readonly all = new Set<RDKitWorker>();
  private version: string | undefined;

  /**
   * @param fingerprint the fingerprint that they compute
   * @param stallMs time after which a molecule is given up, in milliseconds (60,000)
   */
  constructor(
    private readonly fingerprint: Fingerprint,
    private readonly stallMs = STALL_MS,
  ) {}

  /** RDKit's version, e.g. `2026.09.1`. */
  async rdkitVersion(): Promise<string> {
    if (this.version === undefined) this.idle.push(await this.start());
    return this.version as unknown as string;
  }

  /** What {@link rdkitVersion} is to give, where it is known without starting RDKit. */
  takeVersion(version: string): void {
    this.version ??= version;
  }

  /** A worker that is idle, or a new one; give it back with {@link put}, or {@link end} it. @throws AbortedError */
  async take(signal?: AbortSignal): Promise<RDKitWorker> {
    return this.idle.pop() ?? (await this.start(signal));
  }

  put(worker: RDKitWorker): void {
    this.idle.push(worker);
  }

  /** Ends a worker, and gives back what it holds. */
  async end(worker: RDKitWorker): Promise<void> {
    this.all.delete(worker);
    await worker.end();
  }

  /** Ends idle ones but for a few, for the time in which nobody uses them. */
  async rest(): Promise<void> {
    await Promise.all(this.idle.splice(MOST_RESTING).map((worker) => this.end(worker)));
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.all].map((worker) => worker.end()));
    this.all.clear();
    this.idle.length = 0;
  }

  private async start(signal?: AbortSignal): Promise<RDKitWorker> {
    this.module ??= await compileRDKit();
    if (signal?.aborted) throw new AbortedError();
    const worker = new RDKitWorker(this.module, this.fingerprint, this.stallMs);
    this.all.add(worker);
    // RDKit takes a second or more to start, for which nobody waits after Ctrl-C.
    const stop = () => worker.end();
    signal?.addEventListener('abort', stop);
    try {
      this.version = await worker.ready;
    } catch (error) {
      throw signal?.aborted ? new AbortedError() : error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
    return worker;
  }
}

type Outcome = WorkerAnswer | { position: number; stage: Stage; problem: string };

/** RDKit in one thread. */
export class RDKitWorker {
  readonly ready: Promise<string>;
  private readonly worker: Worker;
  private readonly place = new Int32Array(new SharedArrayBuffer(4));

  constructor(
    module: WebAssembly.Module,
    fingerprint: Fingerprint,
    private readonly stallMs: number,
  ) {
    const start: WorkerStart = {
      module,
      fingerprint,
      place: this.place.buffer as SharedArrayBuffer,
    };
    this.worker = new Worker(builtFile('chemistry/worker.js'), {
      workerData: start,
      // Room for RDKit's recursion over long chains, see STACK_BYTES.
      resourceLimits: { stackSizeMb: 64 },
      // What NODE_OPTIONS or a test runner added to this thread is not for the worker.
      execArgv: [],
    });
    this.ready = new Promise((resolve, reject) => {
      this.worker.once('message', ({ version }: { version: string }) => resolve(version));
      this.worker.once('exit', () =>
        reject(new TanimarkError('structure', 'RDKit could not be started: its thread ended')),
      );
      this.worker.once('error', (cause) =>
        reject(
          memoryError(cause) ??
            new TanimarkError('structure', `RDKit could not be started: ${cause}`, { cause }),
        ),
      );
    });
  }

  /** Describes one batch; a worker that dies or stalls on it says where, and is of no further use. */
  async run(request: WorkerRequest, signal: AbortSignal | undefined): Promise<Outcome> {
    Atomics.store(this.place, 0, placeOf(0, 'molecule'));
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      const stop = (problem: string) => {
        cleanUp();
        resolve({ ...readPlace(Atomics.load(this.place, 0)), problem });
      };
      let seen = 0;
      let since = performance.now();
      const watchdog = setInterval(
        () => {
          const now = Atomics.load(this.place, 0);
          if (now !== seen) {
            seen = now;
            since = performance.now();
          } else if (performance.now() - since > this.stallMs) {
            stop(`RDKit did not finish it within ${Math.round(this.stallMs / 1000)} seconds`);
          }
        },
        Math.min(500, this.stallMs / 4),
      );
      const onMessage = (answer: WorkerAnswer) => {
        cleanUp();
        resolve(answer);
      };
      const onDeath = () => stop('RDKit crashed on it');
      const onError = (error: unknown) => {
        const noMemory = memoryError(error);
        if (!noMemory) return onDeath();
        cleanUp();
        reject(noMemory);
      };
      const cleanUp = () => {
        clearInterval(watchdog);
        this.worker.off('message', onMessage).off('error', onError).off('exit', onDeath);
        signal?.removeEventListener('abort', onDeath);
      };
      this.worker.on('message', onMessage).on('error', onError).on('exit', onDeath);
      signal?.addEventListener('abort', onDeath);
      this.worker.postMessage(request);
    });
    if (!('description' in outcome)) await this.end();
    return outcome;
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
