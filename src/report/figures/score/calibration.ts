import { halfWidthOf } from '../../../metrics/uncertainty/standard-errors.js';
import { plural } from '../../../text.js';
import { plainNumber, SHARE_TICKS } from '../draw/scale.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawLines, type Place } from '../kinds/lines.js';
import { ALL_LOOK, byStratum, type PredictedMolecule, type ScoredTask } from './task.js';

/** Upper ends of equal bins of the predicted probability. */
const ENDS = Array.from({ length: 10 }, (_, k) => (k + 1) / 10);
/** Fewer rows do not make a point. */
const LEAST = 5;
/** Levels of the intervals: 0, 0.05, … 1. */
const LEVELS = Array.from({ length: 21 }, (_, k) => k / 20);

const DIAGONAL: readonly [Place, Place] = [
  [0, 0],
  [1, 1],
];

/** Share of positives against predicted probability; null without molecules, and where predictions are no probabilities. */
export function reliability(task: ScoredTask): Figure | null {
  const curves = curvesOf(task);
  if (task.scores.task !== 'classification' || curves.length === 0) return null;
  const all = curves.flatMap(({ molecules }) => molecules);
  if (!all.every(({ prediction }) => prediction >= 0 && prediction <= 1)) return null;
  const points = curves.map(({ molecules }) => reliabilityPoints(molecules));
  if (points.every((own) => own.length === 0)) return null;
  return makeFigure({
    name: 'calibration',
    title: 'Calibration by similarity to training',
    caption: `Share of positives against mean predicted probability in ${ENDS.length} equal bins of the probability (those with at least ${LEAST} rows), ${plural(task.scores.n, 'test row')}. Dashed line: perfect calibration.`,
    drawing: drawLines({
      x: { title: 'mean predicted probability', range: [0, 1], ticks: SHARE_TICKS },
      y: { title: 'share of positives', range: [0, 1], ticks: SHARE_TICKS },
      square: true,
      reference: DIAGONAL,
      series: curves.map(({ name, look }, c) => ({
        name,
        look,
        marked: true,
        points: points[c].map(({ probability, share }): Place => [probability, share]),
      })),
    }),
    table: {
      columns: ['stratum', 'n', 'mean probability', 'share of positives'],
      rows: curves.flatMap(({ name }, c) =>
        points[c].map(({ n, probability, share }) => [
          name,
          String(n),
          plainNumber(probability),
          plainNumber(share),
        ]),
      ),
    },
  });
}

/** Observed against expected coverage of central intervals; null without standard deviations. */
export function coverage(task: ScoredTask): Figure | null {
  const curves = curvesOf(task);
  if (task.scores.task !== 'regression' || curves.length === 0) return null;
  const all = curves.flatMap(({ molecules }) => molecules);
  if (!all.every(({ std }) => std !== undefined)) return null;
  const shares = curves.map(({ molecules }) => LEVELS.map((level) => covered(molecules, level)));
  return makeFigure({
    name: 'coverage',
    title: 'Coverage of predicted intervals by similarity to training',
    caption: `Share of true values within the central interval of the predicted normal distribution, against the level of the interval, ${plural(task.scores.n, 'test row')}. Below the dashed line intervals are too narrow.`,
    drawing: drawLines({
      x: { title: 'expected coverage', range: [0, 1], ticks: SHARE_TICKS },
      y: { title: 'observed coverage', range: [0, 1], ticks: SHARE_TICKS },
      square: true,
      reference: DIAGONAL,
      series: curves.map(({ name, look }, c) => ({
        name,
        look,
        points: LEVELS.map((level, k): Place => [level, shares[c][k]]),
      })),
    }),
    table: {
      columns: ['expected', ...curves.map(({ name }) => name)],
      rows: LEVELS.map((level, k) => [
        plainNumber(level),
        ...shares.map((own) => plainNumber(own[k])),
      ]),
    },
  });
}

/** The strata, then all molecules where there are several strata. */
export function curvesOf(task: ScoredTask): {
  name: string;
  bins: readonly string[];
  molecules: readonly PredictedMolecule[];
  look: number;
}[] {
  const strata = byStratum(task);
  if (strata.length < 2) return strata;
  const molecules = strata.flatMap((stratum) => stratum.molecules);
  return [...strata, { name: 'overall', bins: [], molecules, look: ALL_LOOK }];
}

function reliabilityPoints(
  molecules: readonly PredictedMolecule[],
): { n: number; probability: number; share: number }[] {
  const sums = ENDS.map(() => ({ n: 0, probability: 0, positives: 0 }));
  for (const { truth, prediction } of molecules) {
    // Each bin is closed on the right, as those of ECE.
    const sum = sums[ENDS.findIndex((end) => prediction <= end)];
    sum.n++;
    sum.probability += prediction;
    sum.positives += truth;
  }
  return sums
    .filter(({ n }) => n >= LEAST)
    .map(({ n, probability, positives }) => ({
      n,
      probability: probability / n,
      share: positives / n,
    }));
}

function covered(molecules: readonly PredictedMolecule[], level: number): number {
  const halfWidth = halfWidthOf(level);
  const within = molecules.filter(({ error, std }) => Math.abs(error) <= halfWidth * (std ?? 0));
  return within.length / molecules.length;
}
