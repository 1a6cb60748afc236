import type { Failure } from '../../bench/failure.js';
import type { BenchPlan, PlannedCell, PlannedSplit } from '../../bench/plan.js';
import type { CellScores } from '../../bench/results.js';
import type { BenchStore } from '../../bench/store.js';
import { AbortedError, TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { once } from '../../once.js';
import { Shared } from '../../shared.js';
import { spelledAs } from '../../spelling.js';
import { writeText } from '../../tables/output-path.js';
import { VERSION } from '../../version.js';
import { makeSplit, type SplitFacts, shownPath } from './make-split.js';
import { endingFor, runModel } from './run-model.js';
import { type CellScoring, scoreBuiltins, scorePredictions, scoringOf } from './score-cell.js';
import { AS_KEYS } from './spelling.js';
import { factsOf, stateOf } from './state.js';
import type { BenchOptions, CellNews } from './types.js';

/** A split that could not be made. */
interface NoSplit {
  readonly failure: Failure;
}

/** Runs the cells of a benchmark that are not finished. */
export class BenchRunner {
  private readonly splits = new Map<string, () => Promise<SplitFacts | NoSplit>>();
  private readonly builtins = new Map<string, () => Promise<ReadonlyMap<string, CellScores>>>();
  /** Work in this process is done one at a time, whatever the number of commands. */
  private turn: Promise<unknown> = Promise.resolve();
  /** RDKit is started once for all splits and scores. */
  private readonly shared = new Shared();

  constructor(
    private readonly plan: BenchPlan,
    private readonly store: BenchStore,
    private readonly options: BenchOptions,
    private readonly job: Job,
    private readonly onCell: (news: CellNews) => void,
  ) {}

  /**
   * @param cells those that may be run
   * @returns whether a failed cell has ended the run early
   * @throws AbortedError; TanimarkError (file)
   */
  async run(cells: readonly PlannedCell[]): Promise<boolean> {
    const { jobs = 1, force = false, failFast = false } = this.options;
    const { config } = this.plan;
    // Models that are the same command have the same cell.
    const distinct = [...new Map(cells.map((cell) => [cell.id, cell])).values()];
    const due = distinct.filter(
      (cell) => force || stateOf(this.store, config, cell).kind !== 'done',
    );
    const { progress } = this.job;
    progress.start('cells', due.length, 'cells');
    let [next, done] = [0, 0];
    let isOver = false;
    const work = async () => {
      while (next < due.length && !isOver) {
        const cell = due[next++];
        const { failure, seconds } = await this.runCell(cell, force).catch((error) => {
          isOver = true;
          throw error;
        });
        progress.advance(++done, cell.name);
        const { name, model } = cell;
        const builtin = model.kind === 'builtin';
        this.onCell({
          name,
          builtin,
          done,
          of: due.length,
          failure: failure?.message ?? null,
          seconds,
        });
        if (failure && failFast) isOver = true;
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: jobs }, work));
    progress.finish();
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
    return isOver;
  }

  /** Ends what the run has started. */
  close(): Promise<void> {
    return this.shared.close();
  }

  /** Makes splits that are not there. @returns why one could not be made; null where all are there */
  async makeSplits(splits: readonly PlannedSplit[]): Promise<Failure | null> {
    for (const planned of splits) {
      const facts = await this.splitOf(planned);
      if ('failure' in facts) return facts.failure;
    }
    return null;
  }

  private async runCell(cell: PlannedCell, force: boolean) {
    this.job.check();
    const { model, of } = cell;
    const facts = await this.splitOf(of);
    if ('failure' in facts) return this.keep(cell, facts.failure);
    const { config } = this.plan;
    const scoring = this.scoring(of, facts);
    if (model.kind === 'builtin') {
      const scores = (await this.builtinsOf(of, facts)).get(model.builtin) as CellScores;
      return this.keep(cell, null, scores);
    }
    if (!force && stateOf(this.store, config, cell).kind === 'unscored') {
      return this.scoreAgain(cell, facts);
    }
    const making = this.store.begin('cells', cell.id);
    try {
      const from = this.store.place('splits', of.id);
      const ran = await runModel(config, model, cell, facts, from, making, this.job);
      const scored =
        'failure' in ran
          ? ran.failure
          : await this.inTurn((job) =>
              scorePredictions(scoring, ran.predictions, model.prediction, job),
            );
      const failure = 'kind' in scored ? scored : null;
      if (failure === null) making.write('scores.json', jsonOf(scored));
      making.write('run.json', jsonOf(ran.run));
      making.finish(manifestOf(cell, failure), true);
      return { failure, seconds: ran.run.seconds };
    } finally {
      making.discard();
    }
  }

  /** The predictions are there, and other metrics or bins are wanted. */
  private async scoreAgain(cell: PlannedCell, facts: SplitFacts) {
    const { model, of } = cell;
    if (model.kind === 'builtin') throw new RangeError('a baseline has no predictions');
    const folder = this.store.place('cells', cell.id);
    const scoring = this.scoring(of, facts);
    const path = `${folder}/predictions${endingFor(model)}`;
    const scored = await this.inTurn((job) =>
      scorePredictions(scoring, path, model.prediction, job),
    );
    const failure = 'kind' in scored ? scored : null;
    if (failure) return this.keep(cell, failure);
    await writeText(`${folder}/scores.json`, jsonOf(scored), this.job);
    return { failure, seconds: null };
  }

  /** Writes a cell that has no files of a command. */
  private keep(cell: PlannedCell, failure: Failure | null, scores?: CellScores) {
    const making = this.store.begin('cells', cell.id);
    try {
      if (scores) making.write('scores.json', jsonOf(scores));
      making.finish(manifestOf(cell, failure), true);
    } finally {
      making.discard();
    }
    return { failure, seconds: null };
  }

  /** How the predictions of a split's test molecules are scored. */
  private scoring(of: PlannedSplit, facts: SplitFacts): CellScoring {
    const scoring = scoringOf(this.plan.config, this.store.place('splits', of.id), facts);
    return { ...scoring, options: { ...scoring.options, cache: this.options.cache } };
  }

  /** A split, made once. */
  private splitOf(planned: PlannedSplit): Promise<SplitFacts | NoSplit> {
    const known = this.splits.get(planned.id) ?? once(() => this.makeSplit(planned));
    this.splits.set(planned.id, known);
    return known();
  }

  private async makeSplit(planned: PlannedSplit): Promise<SplitFacts | NoSplit> {
    const there = factsOf(this.store, planned);
    if (there) return there;
    const { config } = this.plan;
    const making = this.store.begin('splits', planned.id);
    try {
      await this.inTurn((job) =>
        spelledAs(AS_KEYS, () =>
          makeSplit(config, planned, making, { cache: this.options.cache }, job),
        ),
      );
      return factsOf(this.store, planned) as SplitFacts;
    } catch (error) {
      const ours = error instanceof TanimarkError && !(error instanceof AbortedError);
      if (!ours || error.code === 'memory') throw error;
      // Without what depends on the working folder.
      const { data } = planned;
      const message = error.message
        .replaceAll(making.folder, '')
        .replaceAll(data.input, shownPath(config, data));
      return { failure: { kind: 'split', message: `no split: ${message}` } };
    } finally {
      making.discard();
    }
  }

  /** The scores of all baselines on a split, which are made together. */
  private builtinsOf(of: PlannedSplit, facts: SplitFacts) {
    const { config } = this.plan;
    const names = [
      ...new Set(config.models.flatMap((one) => (one.kind === 'builtin' ? [one.builtin] : []))),
    ];
    const scoring = this.scoring(of, facts);
    const known =
      this.builtins.get(of.id) ??
      once(() => this.inTurn((job) => scoreBuiltins(scoring, names, job)));
    this.builtins.set(of.id, known);
    return known();
  }

  /** Does a step when the one before it is done. Its stages are not shown: cells are what is counted. */
  private inTurn<Result>(step: (job: Job) => Promise<Result>): Promise<Result> {
    const { signal, threads } = this.job;
    const result = this.turn.then(() => {
      this.job.check();
      return step(new Job({ signal, threads, shared: this.shared }));
    });
    this.turn = result.catch(() => {});
    return result;
  }
}

function manifestOf({ id, of, ingredients }: PlannedCell, failure: Failure | null) {
  const { seed } = of;
  return { manifest: 1, id, tanimark: VERSION, split: of.id, seed, failure, ingredients };
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
