import { count, plural } from '../../../text.js';
import { plainNumber, rangeOf, tightRange } from '../draw/scale.js';
import { type Figure, type FigureTable, makeFigure } from '../figure.js';
import type { Place } from '../kinds/lines.js';
import { type Cell, drawScatter, MOST_POINTS } from '../kinds/scatter.js';
import { byStratum, labelName, type PredictedMolecule, type ScoredTask } from './task.js';

/** Predicted against true values by stratum; null without molecules, and for classes. */
export function predictedAgainstTrue(task: ScoredTask): Figure | null {
  const strata = byStratum(task);
  if (task.scores.task !== 'regression' || strata.length === 0) return null;
  const all = strata.flatMap(({ molecules }) => molecules);
  const range = rangeOf(all.flatMap(({ truth, prediction }) => [truth, prediction]));
  const [low, high] = tightRange(range);
  return pointFigure(task, {
    name: 'predicted-vs-true',
    title: 'Predicted against true values',
    caption: (drawn) =>
      `Predicted against true ${labelName(task)} of ${drawn}, by max similarity to training. Dashed line: prediction = true value.`,
    x: { title: `true ${labelName(task)}`, range, tight: true },
    y: { title: `predicted ${labelName(task)}`, range, tight: true },
    reference: [
      [low, low],
      [high, high],
    ],
    square: true,
    place: ({ truth, prediction }) => [truth, prediction],
    columns: ['true', 'predicted'],
  });
}

/** Errors against max similarity; null without molecules, and for classes. */
export function errorsAgainstSimilarity(task: ScoredTask): Figure | null {
  const strata = byStratum(task);
  if (task.scores.task !== 'regression' || strata.length === 0) return null;
  const all = strata.flatMap(({ molecules }) => molecules);
  const range = rangeOf(all.map(({ max_similarity }) => max_similarity));
  const [low, high] = tightRange(range);
  return pointFigure(task, {
    name: 'error-vs-similarity',
    title: 'Errors against similarity to training',
    caption: (drawn) =>
      `Error (predicted − true ${labelName(task)}) of ${drawn} against max similarity to training.`,
    x: { title: 'max similarity to training', range, tight: true },
    y: {
      title: `predicted − true ${labelName(task)}`,
      range: rangeOf([0, ...all.map(({ error }) => error)]),
      tight: true,
    },
    reference: [
      [low, 0],
      [high, 0],
    ],
    square: false,
    place: ({ max_similarity, error }) => [max_similarity, error],
    columns: ['max similarity', 'error'],
  });
}

interface PointFigure {
  readonly name: string;
  readonly title: string;
  /** @param drawn how many molecules, and how they are drawn */
  caption(drawn: string): string;
  readonly x: Parameters<typeof drawScatter>[0]['x'];
  readonly y: Parameters<typeof drawScatter>[0]['y'];
  readonly reference: readonly [Place, Place];
  readonly square: boolean;
  place(molecule: PredictedMolecule): Place;
  readonly columns: readonly [string, string];
}

function pointFigure(task: ScoredTask, figure: PointFigure): Figure {
  const strata = byStratum(task);
  const { x, y, reference, square, place, columns } = figure;
  const groups = strata.map(({ name, molecules, look }) => ({
    name,
    look,
    points: molecules.map(place),
  }));
  const { drawing, cells } = drawScatter({ x, y, groups, reference, square });
  const n = groups.reduce((sum, { points }) => sum + points.length, 0);
  const drawn = plural(n, 'test row');
  const counted = ` More than ${count(MOST_POINTS)} rows are counted in squares: the area of a mark shows their number, its color and shape the stratum of most of them.`;
  return makeFigure({
    name: figure.name,
    title: figure.title,
    caption: `${figure.caption(drawn)}${cells ? counted : ''}`,
    drawing,
    table: cells ? cellTable(cells, strata, columns) : pointTable(strata, place, columns),
  });
}

function pointTable(
  strata: ReturnType<typeof byStratum>,
  place: PointFigure['place'],
  columns: readonly string[],
): FigureTable {
  return {
    columns: ['row', 'stratum', ...columns],
    rows: strata.flatMap(({ molecules }) =>
      molecules.map((m) => [String(m.row), m.stratum, ...place(m).map(plainNumber)]),
    ),
  };
}

function cellTable(
  cells: readonly Cell[],
  strata: ReturnType<typeof byStratum>,
  [x, y]: readonly [string, string],
): FigureTable {
  return {
    columns: [`${x} (center)`, `${y} (center)`, 'n', 'stratum of most'],
    rows: cells.map((cell) => [
      plainNumber(cell.x),
      plainNumber(cell.y),
      String(cell.n),
      strata[cell.group].name,
    ]),
  };
}
