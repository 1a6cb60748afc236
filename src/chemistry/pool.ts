import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { builtFile } from '../built-file.js';
import { AbortedError, memoryError, TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import type { StructureCache } from './cache/structure-cache.js';
import { type DescribeOptions, type Description, noProperties } from './describe.js';
import { PROPERTIES } from './descriptors/properties.js';
import type { Fingerprint } from './fingerprint.js';
import {
  computedBy,
  type FingerprintSource,
  type OwnFingerprints,
  ownOf,
} from './own-fingerprints/index.js';
import { compileRDKit } from './rdkit.js';
import { type FormsWanted, noForms } from './standardize/forms.js';
import type { WorkerAnswer, WorkerRequest, WorkerStart } from './worker.js';
import { placeOf, readPlace, type Stage } from './worker-progress.js';

/** SMILES sent to a worker at a time. */
const BATCH = 256;
/** Below this many SMILES a second worker would cost more than it brings. */
const PARALLEL_FROM = 3000;
/** A worker (some 100 MB) is started for so many SMILES at least. */
const PER_WORKER = 1000;
/**
 * A molecule that RDKit has not finished after this long is marked invalid and its worker
 * replaced. It is the only rule that looks at the clock, and is there for structures made to
 * hang a parser; see {@link MAX_SMILES_LENGTH} for the rule that catches large ones.
 */
const STALL_MS = 60_000;
/**
 * A worker whose RDKit has come to hold more bytes is replaced. Ordinary molecules need some 70 MB; a ring of 5,000
 * atoms needs a gigabyte, which would be held to the end.
 */
const MOST_MEMORY = 256 * 2 ** 20;

/** A stretch of the SMILES that is still to be described. */
export interface Batch {
  readonly start: number;
  readonly end: number;
  readonly scaffolds: boolean;
  readonly properties: boolean;
  readonly forms?: FormsWanted | undefined;
}

/**
 * What of a batch is left to do after a worker died on the molecule at `position`: its neighbors,
 * and the molecule itself, without its scaffold, its properties, its forms or their InChI, if it was they
 * that the worker died on.
 */
export function afterDeath(batch: Batch, position: number, stage: Stage): Batch[] {
  const culprit = batch.start + position;
  const alone = { ...batch, start: culprit, end: culprit + 1 };
  return [
    { ...batch, start: culprit + 1 },
    ...(stage === 'scaffold' ? [{ ...alone, scaffolds: false }] : []),
    ...(stage === 'properties' ? [{ ...alone, properties: false }] : []),
    ...(stage === 'forms' ? [{ ...alone, forms: undefined }] : []),
    ...(stage === 'inchi' && batch.forms
      ? [{ ...alone, forms: { ...batch.forms, inchi: false } }]
      : []),
    { ...batch, end: culprit },
  ].filter(({ start, end }) => start < end);
}

/** The batches that are still to be described, in order; those of a dead worker come first. */
class BatchQueue {
  private position = 0;
  private readonly returned: Batch[] = [];

  constructor(
    private readonly total: number,
    private readonly asked: Omit<Batch, 'start' | 'end'>,
  ) {}

  get empty(): boolean {
    return this.returned.length === 0 && this.position >= this.total;
  }

  next(): Batch | undefined {
    if (this.empty) return undefined;
    const returned = this.returned.pop();
    if (returned) return returned;
    const start = this.position;
    this.position = Math.min(start + BATCH, this.total);
    return { start, end: this.position, ...this.asked };
  }

  /** @param batches the last of them is the next */
  again(batches: readonly Batch[]): void {
    this.returned.push(...batches);
  }
}

/**
 * RDKit in worker threads: parsing, canonical SMILES, fingerprints and, where asked for, scaffolds
 * and properties of many SMILES.
 * The result does not depend on the number of threads. Close it when done.
 */
export class ChemistryPool {
  private module: WebAssembly.Module | undefined;
  private readonly idle: PoolWorker[] = [];
  private readonly all = new Set<PoolWorker>();
  private version: string | undefined;
  private readonly threads: number;
  private readonly stallMs: number;
  /** What RDKit computes: the fingerprints that are compared, or, where these are read, what tells molecules apart. */
  readonly fingerprint: Fingerprint;
  /** Fingerprints that are read and compared; null where RDKit computes them. */
  readonly own: OwnFingerprints | null;
  /** Where descriptions of whole tables are kept; none unless given. */
  readonly cache: StructureCache | undefined;

  /**
   * @param options.threads the most worker threads; the number of cores unless given
   * @param options.stallMs time after which a molecule is given up, in milliseconds (60,000)
   * @param options.cache where descriptions of whole tables are kept
   */
  constructor(
    source: FingerprintSource,
    options: {
      threads?: number | undefined;
      stallMs?: number;
      cache?: StructureCache | undefined;
    } = {},
  ) {
    this.fingerprint = computedBy(source);
    this.own = ownOf(source);
    this.threads = options.threads ?? availableParallelism();
    this.stallMs = options.stallMs ?? STALL_MS;
    this.cache = options.cache;
  }

  /** The specification of the fingerprints that are compared. */
  get fingerprintSpec(): string {
    return (this.own ?? this.fingerprint).spec;
  }

  /** RDKit's version, e.g. `2026.09.1`. */
  async rdkitVersion(): Promise<string> {
    if (this.version === undefined) this.idle.push(await this.startWorker());
    return this.version as unknown as string;
  }

  /** What {@link rdkitVersion} is to give, where it is known without starting RDKit. */
  takeVersion(version: string): void {
    this.version ??= version;
  }

  /** Describes every SMILES; a SMILES that is no molecule has a problem and a zero fingerprint. */
  async describe(
    smiles: readonly string[],
    job?: Job,
    options: DescribeOptions = {},
  ): Promise<Description> {
    const { scaffolds = false, properties = false, forms: wanted } = options;
    const width = options.fingerprints === false ? 0 : this.fingerprint.words;
    const canonical = new Array<string>(smiles.length).fill('');
    const problems = new Array<string | null>(smiles.length).fill(null);
    const words = new Uint32Array(smiles.length * width);
    const made = scaffolds ? new Array<string | null>(smiles.length).fill(null) : undefined;
    const found = properties ? noProperties(smiles.length) : undefined;
    const forms = wanted ? smiles.map(() => noForms(null)) : undefined;
    let failures = 0;
    const queue = new BatchQueue(smiles.length, { scaffolds, properties, forms: wanted });
    let done = 0;
    const store = ({ start, end }: Batch, description: Description) => {
      for (let i = start; i < end; i++) {
        canonical[i] = description.canonical[i - start];
        problems[i] = description.problems[i - start];
        if (made) made[i] = description.scaffolds?.[i - start] ?? null;
        if (forms && description.forms) forms[i] = description.forms[i - start];
      }
      words.set(description.words, start * width);
      if (description.properties) found?.set(description.properties, start * PROPERTIES.length);
      failures += description.failures;
      done += end - start;
      job?.progress.advance(done);
    };
    const lane = async () => {
      let worker: PoolWorker | undefined;
      while (!queue.empty) {
        job?.check();
        worker ??= this.idle.pop() ?? (await this.startWorker(job?.signal));
        job?.check();
        const batch = queue.next();
        if (!batch) break;
        const request = {
          smiles: smiles.slice(batch.start, batch.end),
          options: {
            ...options,
            scaffolds: batch.scaffolds,
            properties: batch.properties,
            forms: batch.forms,
          },
        };
        const outcome = await worker.run(request, job?.signal);
        if ('description' in outcome) {
          store(batch, outcome.description);
          if (outcome.memory > MOST_MEMORY) {
            await this.give(worker);
            worker = undefined;
          }
          continue;
        }
        this.all.delete(worker);
        worker = undefined;
        failures++;
        // A molecule that the worker died on is marked; the rest of the batch goes again.
        if (outcome.stage === 'molecule') {
          problems[batch.start + outcome.position] = outcome.problem;
          done++;
        } else if (outcome.stage === 'forms' && forms) {
          forms[batch.start + outcome.position] = noForms(outcome.problem);
        }
        queue.again(afterDeath(batch, outcome.position, outcome.stage));
      }
      if (worker) this.idle.push(worker);
    };
    const lanes =
      smiles.length < PARALLEL_FROM
        ? 1
        : Math.max(1, Math.min(this.threads, Math.ceil(smiles.length / PER_WORKER)));
    const batches = Math.ceil(smiles.length / BATCH);
    await Promise.all(Array.from({ length: Math.min(lanes, batches) }, lane));
    job?.check();
    return { canonical, problems, words, scaffolds: made, properties: found, forms, failures };
  }

  /** Ends the worker threads. */
  async close(): Promise<void> {
    await Promise.all([...this.all].map((worker) => worker.end()));
    this.all.clear();
    this.idle.length = 0;
  }

  /** Ends a worker, and gives back what it holds. */
  private async give(worker: PoolWorker): Promise<void> {
    this.all.delete(worker);
    await worker.end();
  }

  private async startWorker(signal?: AbortSignal): Promise<PoolWorker> {
    this.module ??= await compileRDKit();
    if (signal?.aborted) throw new AbortedError();
    const worker = new PoolWorker(this.module, this.fingerprint, this.stallMs);
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

class PoolWorker {
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
