import { Sample } from '../../../metrics/sample.js';
import { type ScoreCurve, scoreCurveOf } from '../../../metrics/score-curve.js';
import { plural } from '../../../text.js';
import type { TaskScores } from '../../../workflows/score/types.js';
import { plainNumber, SHARE_TICKS } from '../draw/scale.js';
import { type Figure, type FigureTable, makeFigure } from '../figure.js';
import { drawLines, type Place } from '../kinds/lines.js';
import { curvesOf } from './calibration.js';
import type { PredictedMolecule, ScoredTask } from './task.js';

/** Receiver operating characteristic by stratum; null without molecules, and for numbers. */
export function rocCurves(task: ScoredTask): Figure | null {
  const curves = thresholdCurves(task, 'roc_auc', rocPoints);
  if (!curves) return null;
  return makeFigure({
    name: 'roc',
    title: 'ROC curves by similarity to training',
    caption: `True against false positive rate at every threshold, ${plural(task.scores.n, 'test row')}; areas (ROC-AUC) in the legend. Dashed line: chance.${thinningText(curves)}`,
    drawing: drawLines({
      x: { title: 'false positive rate', range: [0, 1], ticks: SHARE_TICKS },
      y: { title: 'true positive rate', range: [0, 1], ticks: SHARE_TICKS },
      square: true,
      reference: [
        [0, 0],
        [1, 1],
      ],
      series: curves,
    }),
    table: curveTable(curves, ['false positive rate', 'true positive rate']),
  });
}

/** Precision-recall curves by stratum; null without molecules, and for numbers. */
export function precisionRecallCurves(task: ScoredTask): Figure | null {
  const curves = thresholdCurves(task, 'average_precision', precisionRecallPoints);
  if (!curves) return null;
  return makeFigure({
    name: 'precision-recall',
    title: 'Precision-recall curves by similarity to training',
    caption: `Precision against recall at every threshold, as steps, ${plural(task.scores.n, 'test row')}; areas (average precision) in the legend. Strata with more positives have a higher precision by chance.${thinningText(curves)}`,
    drawing: drawLines({
      x: { title: 'recall', range: [0, 1], ticks: SHARE_TICKS },
      y: { title: 'precision', range: [0, 1], ticks: SHARE_TICKS },
      square: true,
      series: curves,
    }),
    table: curveTable(curves, ['recall', 'precision']),
  });
}

interface ThresholdCurve {
  /** For the legend. */
  readonly name: string;
  readonly stratum: string;
  readonly look: number;
  readonly points: readonly Place[];
  readonly isThinned: boolean;
}

/** Curves of the strata that have both classes, with the area that the result says; null where there is none. */
function thresholdCurves(
  task: ScoredTask,
  area: string,
  pointsOf: (curve: ScoreCurve) => Place[],
): ThresholdCurve[] | null {
  if (task.scores.task !== 'classification') return null;
  const curves = curvesOf(task).flatMap(({ name, bins, molecules, look }) => {
    const curve = scoreCurve(molecules);
    if (curve.positives === 0 || curve.negatives === 0) return [];
    const value = areaOf(task.scores, area, bins);
    const few = fewText(curve);
    const shown = value === null ? `${name}${few}` : `${name}${few}: ${value.toFixed(3)}`;
    const points = pointsOf(curve);
    const drawn = thinned(points);
    return [
      { name: shown, stratum: name, look, points: drawn, isThinned: drawn.length < points.length },
    ];
  });
  return curves.length === 0 ? null : curves;
}

/** What was left out, in words; nothing where every corner is drawn. */
function thinningText(curves: readonly ThresholdCurve[]): string {
  const isThinned = curves.some(({ isThinned: own }) => own);
  return isThinned ? ` Points less than ${NEAREST} apart are left out.` : '';
}

/** Fewer of a class than these make a curve of little worth. */
const FEW = 10;

/** The number of the rarer class where it is small. */
function fewText({ positives, negatives }: ScoreCurve): string {
  if (positives < FEW) return `, ${plural(positives, 'positive')}`;
  return negatives < FEW ? `, ${plural(negatives, 'negative')}` : '';
}

function scoreCurve(molecules: readonly PredictedMolecule[]): ScoreCurve {
  const truth = Float64Array.from(molecules, (m) => m.truth);
  const scores = Float64Array.from(molecules, (m) => m.prediction);
  return scoreCurveOf(truth, scores)(Sample.whole(molecules.length));
}

/** The metric of a stratum, or of all rows for no stratum; null where the result has none. */
function areaOf(scores: TaskScores, metric: string, bins: readonly string[]): number | null {
  if (bins.length > 1) return null;
  const group =
    bins.length === 0 ? scores.overall : scores.strata.find(({ bin }) => bin === bins[0]);
  return group?.metrics[metric]?.value ?? null;
}

/** More corners than these are thinned, so that no figure is large; then those nearer to the last one than this are left out. */
const MOST = 1000;
const NEAREST = 0.002;

function thinned(points: readonly Place[]): readonly Place[] {
  if (points.length <= MOST) return points;
  const kept: Place[] = [points[0]];
  points.forEach((point, k) => {
    const last = kept[kept.length - 1];
    const distance = Math.max(Math.abs(point[0] - last[0]), Math.abs(point[1] - last[1]));
    if (distance >= NEAREST || k === points.length - 1) kept.push(point);
  });
  return kept;
}

/** Corners of the curve, from 0,0 to 1,1; those on a straight line between others are left out. */
function rocPoints({ length, positivesTo, negativesTo, positives, negatives }: ScoreCurve) {
  const corners: (readonly [number, number])[] = [[0, 0]];
  for (let r = 0; r < length; r++) {
    const next = [negativesTo[r], positivesTo[r]] as const;
    const [before, last] = corners.slice(-2);
    // In whole numbers, so exactly.
    const isStraight =
      last !== undefined &&
      (last[0] - before[0]) * (next[1] - last[1]) === (last[1] - before[1]) * (next[0] - last[0]);
    if (isStraight) corners.pop();
    corners.push(next);
  }
  return corners.map(([x, y]): Place => [x / negatives, y / positives]);
}

/** Steps whose area is the average precision: level at each new recall's precision. */
function precisionRecallPoints({ length, positivesTo, negativesTo, positives }: ScoreCurve) {
  const points: Place[] = [];
  let before = 0;
  for (let r = 0; r < length; r++) {
    const found = positivesTo[r];
    if (found === before) continue;
    const precision = found / (found + negativesTo[r]);
    const last = points[points.length - 1];
    if (last && last[1] === precision) points.pop();
    else points.push([before / positives, precision]);
    points.push([found / positives, precision]);
    before = found;
  }
  return points;
}

function curveTable(
  curves: readonly ThresholdCurve[],
  columns: readonly [string, string],
): FigureTable {
  return {
    columns: ['stratum', ...columns],
    rows: curves.flatMap(({ stratum, points }) =>
      points.map((point) => [stratum, ...point.map(plainNumber)]),
    ),
  };
}
