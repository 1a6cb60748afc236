import { availableParallelism } from 'node:os';
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
import { type RDKitWorker, RDKitWorkers } from './rdkit-workers.js';
import { type FormsWanted, noForms } from './standardize/forms.js';
import type { Stage } from './worker-progress.js';

/** SMILES sent to a worker at a time. */
const BATCH = 256;
/** Below this many SMILES a second worker would cost more than it brings. */
const PARALLEL_FROM = 3000;
/** A worker (some 100 MB) is started for so many SMILES at least. */
const PER_WORKER = 1000;
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
  private readonly workers: RDKitWorkers;
  private readonly ownsWorkers: boolean;
  private readonly threads: number;
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
   * @param options.workers workers that others use, too, made for the same fingerprint; they stay when the pool is closed
   */
  constructor(
    source: FingerprintSource,
    options: {
      threads?: number | undefined;
      stallMs?: number;
      cache?: StructureCache | undefined;
      workers?: RDKitWorkers | undefined;
    } = {},
  ) {
    this.fingerprint = computedBy(source);
    this.own = ownOf(source);
    this.threads = options.threads ?? availableParallelism();
    this.ownsWorkers = options.workers === undefined;
    this.workers = options.workers ?? new RDKitWorkers(this.fingerprint, options.stallMs);
    this.cache = options.cache;
  }

  /** The specification of the fingerprints that are compared. */
  get fingerprintSpec(): string {
    return (this.own ?? this.fingerprint).spec;
  }

  /** RDKit's version, e.g. `2026.09.1`. */
  rdkitVersion(): Promise<string> {
    return this.workers.rdkitVersion();
  }

  /** What {@link rdkitVersion} is to give, where it is known without starting RDKit. */
  takeVersion(version: string): void {
    this.workers.takeVersion(version);
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
      let worker: RDKitWorker | undefined;
      while (!queue.empty) {
        job?.check();
        worker ??= await this.workers.take(job?.signal);
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
            await this.workers.end(worker);
            worker = undefined;
          }
          continue;
        }
        await this.workers.end(worker);
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
      if (worker) this.workers.put(worker);
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

  /** Ends the worker threads, unless others use them, too. */
  async close(): Promise<void> {
    await (this.ownsWorkers ? this.workers.close() : this.workers.rest());
  }
}
