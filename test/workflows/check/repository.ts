import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadConfig } from '../../../src/gate/config/load.js';
import type { CheckOutcome, CheckSummary } from '../../../src/gate/types.js';
import { Job } from '../../../src/job.js';
import { check } from '../../../src/workflows/check/index.js';
import { type BaselineUpdate, updateBaseline } from '../../../src/workflows/check/update.js';
import { edgesIn, Similarity } from '../../cli/recompute.js';
import { binOf, type Ratio } from '../../oracle/brute-force.js';
import { csv, madeRows } from '../score/made.js';

/** A molecule with its true values, and what two models say of it. */
export interface Row {
  readonly name: string;
  readonly smiles: string;
  readonly series: string;
  readonly split: string;
  readonly y: number;
  readonly base: number;
  readonly pred: number;
  /** Another label: 0 or 1, and two models' probabilities of 1. */
  readonly hit: number;
  readonly chanceBase: number;
  readonly chance: number;
}

/** Edges that leave rows in each bin. */
export const BINS = '0,11/20,2/3,1';

/** Numbers from 0 to below 1 (mulberry32): not those of the implementation. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const round = (value: number) => Math.round(value * 1e4) / 1e4;

/** Molecules, of which the first half are for the test. */
export function rows(count = 300, seed = 5): Row[] {
  const next = uniform(seed);
  return madeRows(count, seed).map(({ name, smiles, series, y }, i): Row => {
    const shared = next() - 0.5;
    const hit = y + 2 * (next() - 0.5) > 4 ? 1 : 0;
    const chanceBase = round(0.7 * next() + 0.3 * hit);
    return {
      ...{ name, smiles, series, y, hit },
      split: i < count / 2 ? 'test' : 'train',
      base: round(y + shared + 0.5 * (next() - 0.5)),
      pred: round(y + shared + 0.5 * (next() - 0.5)),
      chanceBase,
      chance: round(Math.min(1, Math.max(0, chanceBase + 0.4 * (next() - 0.5)))),
    };
  });
}

export type Columns = Readonly<Record<string, (row: Row) => unknown>>;

const own = (...names: (keyof Row)[]): Columns =>
  Object.fromEntries(names.map((name) => [name, (row: Row) => row[name]]));
export const SPLIT: Columns = own('name', 'smiles', 'series', 'y', 'hit', 'split');
export const NEW: Columns = own('name', 'pred');
export const BASE: Columns = { name: (row) => row.name, pred: (row) => row.base };

export const isTest = ({ split }: Row) => split === 'test';

/** What the repositories of the tests are configured with, unless they say otherwise. */
export const DATA = {
  split: 'split.csv',
  label: 'y',
  predictions: 'new.csv',
  baseline: 'b.json',
  bins: BINS,
  bootstrap: 100,
};

/** The same sets in files of their own, which {@link Repository.writeSides} writes. */
export const SIDES = { split: undefined, train: 'train.csv', truth: 'truth.csv' };

/** A folder with a split, predictions of two models, and a configuration. */
export class Repository {
  readonly path = mkdtempSync(join(tmpdir(), 'tanimark-check-'));

  constructor(readonly rows: readonly Row[]) {
    onTestFinished(() => rmSync(this.path, { recursive: true, force: true }));
    this.write('split.csv', csv(rows, SPLIT));
    this.write('new.csv', csv(rows.filter(isTest), NEW));
    this.write('base.csv', csv(rows.filter(isTest), BASE));
  }

  /** Writes the files of {@link SIDES}, with further rows after those of the split. */
  writeSides(
    more: { readonly train?: readonly Row[]; readonly truth?: readonly Row[] } = {},
  ): void {
    const train = this.rows.filter((row) => !isTest(row));
    this.write('train.csv', csv([...train, ...(more.train ?? [])], SPLIT));
    this.write('truth.csv', csv([...this.rows.filter(isTest), ...(more.truth ?? [])], SPLIT));
  }

  at(name: string): string {
    return join(this.path, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.at(name), text);
  }

  read(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  private load(config: object) {
    this.write('config.json', JSON.stringify({ ...DATA, ...config }));
    return loadConfig(this.at('config.json'));
  }

  check(config: object, threads = 1): Promise<CheckSummary> {
    return check(this.load(config), undefined, new Job({ threads }));
  }

  update(config: object): Promise<BaselineUpdate> {
    return updateBaseline(this.load(config), undefined, new Job({ threads: 1 }));
  }

  /** Makes a baseline file of the baseline's predictions. */
  async accept(config: object = {}): Promise<void> {
    await this.update({
      rules: [{ metric: 'mae', margin: 0 }],
      predictions: 'base.csv',
      ...config,
    });
  }
}

/** The test rows of each bin, by RDKit and brute force. */
export async function strataOf(all: readonly Row[], bins = BINS): Promise<Row[][]> {
  const similarity = await Similarity.of(all.map(({ smiles }) => smiles));
  const train = all.filter(({ split }) => split === 'train').map(({ smiles }) => smiles);
  const edges = edgesIn(bins);
  const strata = edges.slice(1).map((): Row[] => []);
  for (const row of all.filter(isTest)) {
    const max: Ratio = similarity.max(row.smiles, train);
    strata[binOf(max, edges)].push(row);
  }
  return strata;
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, v) => sum + v, 0) / values.length;
export const maeOf = (list: readonly Row[], of: 'base' | 'pred') =>
  mean(list.map((row) => Math.abs(row[of] - row.y)));

/** `mae drop in overall` and the like, for messages of tests. */
export const find = ({ outcomes }: CheckSummary, stratum: string, kind = 'drop'): CheckOutcome => {
  const found = outcomes.filter((o) => o.stratum === stratum && o.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} outcomes of ${kind} in ${stratum}`);
  return found[0];
};

/** Everything that was found out; not where, and of which files. */
export const findings = ({ outcomes, errors, counts, verdict, exit_code, tasks }: CheckSummary) =>
  JSON.stringify({
    ...{ outcomes, errors, counts, verdict, exit_code },
    tasks: tasks.map(({ inputs: _, ...task }) => task),
  });
