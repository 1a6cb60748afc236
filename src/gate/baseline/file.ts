import { createHash } from 'node:crypto';
import { z } from 'zod';
import { TanimarkError } from '../../errors.js';
import type { LabelTask } from '../../tables/labels.js';
import { printable } from '../../text.js';
import { type TestRow, testSetHash } from './test-set-hash.js';

const FORMAT = 'tanimark-baseline';
const FORMAT_VERSION = 1;

/** Whether a baseline is a file that this writes; any other name is that of a table of predictions. */
export function isBaselineFile(path: string): boolean {
  return /\.json$/i.test(path);
}

/** Predictions of one model for one target; one entry per row, NaN for none. */
export interface BaselinePredictions {
  readonly value: ArrayLike<number>;
  readonly std?: ArrayLike<number> | undefined;
  readonly interval?:
    | {
        readonly lower: ArrayLike<number>;
        readonly upper: ArrayLike<number>;
        readonly level: number;
      }
    | undefined;
}

export interface BaselineTarget {
  readonly name: string;
  readonly task: LabelTask;
  /** Rows that were scored, by stratum: bins, and the groups that rules name. */
  readonly strata: readonly { readonly bin: string; readonly n: number }[];
  readonly predictions: BaselinePredictions;
}

/** Where a row of a test set was measured. */
export interface RowPlace {
  /** Number of its similarity bin, from 0. */
  readonly bin: number;
  /** Its value in each of the groupings. */
  readonly groups: readonly string[];
}

/** The predictions that later ones are compared with, and the test set that they are of. */
export interface BaselineTask {
  /** Null where there is one task without a name. */
  readonly name: string | null;
  /** Settings that define the strata: bins, fingerprint, standardization. */
  readonly settings: Readonly<Record<string, string>>;
  /** Of the training structures. */
  readonly train: string;
  readonly rows: readonly TestRow[];
  /** What rules group rows by: `scaffold`, or a column. */
  readonly groupings: readonly string[];
  /** Of each row; null in a file of an earlier version. */
  readonly places: readonly RowPlace[] | null;
  readonly targets: readonly BaselineTarget[];
}

const cell = z.number().nullable();
const row = z.tuple([
  z.string(),
  z.array(cell),
  z.array(z.array(cell)),
  z.number().int().min(0).optional(),
  z.array(z.string()).optional(),
]);
const column = z.enum(['value', 'std', 'lower', 'upper']);
const target = z.object({
  name: z.string(),
  task: z.enum(['regression', 'classification']),
  strata: z.array(z.object({ bin: z.string(), n: z.number() })),
  columns: z.array(column),
  level: z.number().nullable(),
});
const block = z.object({
  name: z.string().nullable(),
  checksum: z.string(),
  test_set: z.string(),
  train: z.string(),
  settings: z.record(z.string(), z.string()),
  groupings: z.array(z.string()).optional(),
  targets: z.array(target),
  rows: z.array(row),
});
const file = z.object({
  format: z.literal(FORMAT),
  format_version: z.literal(FORMAT_VERSION),
  tasks: z.array(block),
});

/**
 * SHA-256 of all that is said of a task. A merge of two branches may take some rows of one and some of the other without a
 * conflict: predictions of a model that never was.
 */
function checksumOf({
  name,
  test_set,
  train,
  settings,
  groupings,
  targets,
  rows,
}: Omit<z.output<typeof block>, 'checksum'>): string {
  const described = targets.map(({ name, task, strata, columns, level }) => [
    ...[name, task, columns, level],
    strata.map(({ bin, n }) => [bin, n]),
  ]);
  const all = [
    ...[name, test_set, train, Object.entries(settings), described, rows],
    ...(groupings ? [groupings] : []),
  ];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

/** The text of a baseline file: a line per test row, so that a change is seen in a diff. */
export function baselineText(tasks: readonly BaselineTask[]): string {
  const blocks = tasks.map(({ name, settings, train, rows, groupings, places, targets }) => {
    const columns = targets.map(({ predictions: { value, std, interval } }) => ({
      value,
      ...(std ? { std } : {}),
      ...(interval ? { lower: interval.lower, upper: interval.upper } : {}),
    }));
    const own: z.output<typeof row>[] = rows.map(({ smiles, truth }, r) => {
      const given = columns.map((lists) => Object.values(lists).map((values) => cellOf(values[r])));
      const place = places?.[r];
      return place
        ? [smiles, truth.map(cellOf), given, place.bin, [...place.groups]]
        : [smiles, truth.map(cellOf), given];
    });
    const said = {
      test_set: testSetHash(rows),
      train,
      settings,
      ...(places ? { groupings: [...groupings] } : {}),
      targets: targets.map((target, t) => ({
        name: target.name,
        task: target.task,
        strata: [...target.strata],
        columns: Object.keys(columns[t]) as z.output<typeof column>[],
        level: target.predictions.interval?.level ?? null,
      })),
    };
    const head = { name, checksum: checksumOf({ name, ...said, rows: own }), ...said };
    const lines = own.map((cells) => `        ${JSON.stringify(cells)}`);
    const opened = JSON.stringify(head, null, 2).replace(/\n\}$/, '').replaceAll('\n', '\n    ');
    return `    ${opened},\n      "rows": [\n${lines.join(',\n')}\n      ]\n    }`;
  });
  return `{\n  "format": "${FORMAT}",\n  "format_version": ${FORMAT_VERSION},\n  "tasks": [\n${blocks.join(',\n')}\n  ]\n}\n`;
}

/**
 * Reads the text of a baseline file.
 *
 * @param path for messages
 * @throws TanimarkError (file) on anything that {@link baselineText} did not write
 */
export function parseBaseline(text: string, path: string): BaselineTask[] {
  const wrong = (what: string) =>
    new TanimarkError(
      'file',
      `${path}: ${what}; write it again with: tanimark check --update-baseline`,
    );
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    const at = text.split('\n').findIndex((line) => /^(<{7}|={7}|>{7})/.test(line));
    if (at >= 0) throw wrong(`has a merge conflict (line ${at + 1})`);
    throw wrong('is not a baseline file (not JSON)');
  }
  const read = file.safeParse(data);
  if (!read.success) {
    const { path: at, message } = read.error.issues[0];
    throw wrong(
      `is not a baseline file of this version (${at.join('.') || 'at the top'}: ${message})`,
    );
  }
  const names = read.data.tasks.map(({ name }) => name);
  const twice = names.find((name, t) => names.indexOf(name) < t);
  if (twice !== undefined) {
    throw wrong(
      `it holds ${twice === null ? 'the task without a name' : `"${printable(twice, 40)}"`} twice (was it merged from two branches?)`,
    );
  }
  return read.data.tasks.map((block) => {
    const { name, train, settings, groupings = [], targets, rows } = block;
    const own = rows.map(([smiles, truth]) => ({ smiles, truth: truth.map(numberOf) }));
    const uneven = rows.findIndex(
      ([, truth, given, place, groups]) =>
        truth.length !== targets.length ||
        given.length !== targets.length ||
        given.some((cells, t) => cells.length !== targets[t].columns.length) ||
        (place !== undefined && groups?.length !== groupings.length),
    );
    if (uneven >= 0) throw wrong(`row ${uneven + 1} has the wrong number of values`);
    if (testSetHash(own) !== block.test_set || checksumOf(block) !== block.checksum) {
      throw wrong(
        'its checksum does not match its content (was it edited, or merged from two branches?)',
      );
    }
    return {
      name,
      settings,
      train,
      rows: own,
      groupings,
      places: placesIn(rows),
      targets: targets.map(({ columns, level, ...target }, t) => {
        const list = (column: (typeof columns)[number]) => {
          const c = columns.indexOf(column);
          return c < 0 ? undefined : rows.map(([, , given]) => numberOf(given[t][c]));
        };
        const [lower, upper] = [list('lower'), list('upper')];
        const interval = lower && upper && { lower, upper, level: level ?? Number.NaN };
        return {
          ...target,
          predictions: { value: list('value') ?? [], std: list('std'), interval },
        };
      }),
    };
  });
}

/** Where the rows were measured; null where some do not say it. */
function placesIn(rows: readonly z.output<typeof row>[]): RowPlace[] | null {
  const places = rows.flatMap(([, , , bin, groups]) =>
    bin === undefined || groups === undefined ? [] : [{ bin, groups }],
  );
  return places.length === rows.length && rows.length > 0 ? places : null;
}

/** JSON has no NaN. */
function cellOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function numberOf(value: number | null): number {
  return value ?? Number.NaN;
}
