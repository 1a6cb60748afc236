import { curveMetric } from '../curve-metric.js';
import type { Metric } from '../metric.js';
import type { ScoreCurve } from '../score-curve.js';
import { decayOver } from './decay.js';

const EARLY = {
  task: 'ranking',
  labels: 'classification',
  direction: 'maximize',
  needs: ['order'],
  undefinedFor: ['one_class'],
  shown: false,
  // A list has whole places.
  fractional: false,
} as const;

/** The length of the ranked list. */
const rowsOf = ({ positives, negatives }: ScoreCurve) => positives + negatives;

/**
 * Enrichment factor.
 *
 * @param percent the part of the list that is looked at, a whole number
 */
export function enrichmentFactor(percent: number): Metric {
  return curveMetric({
    ...EARLY,
    name: `ef_${percent}`,
    interval: 'bca',
    title: `EF ${percent} %`,
    aliases: [
      `ef_${percent}pct`,
      `ef@${percent}%`,
      `ef${percent}%`,
      `enrichment_factor_${percent}`,
    ],
    definition: `share of positives among the first ${percent} % of rows, rounded up, over that among all; mean over the orders of equal scores`,
    reference: 'RDKit, ML.Scoring.CalcEnrichment',
    measure(curve) {
      const { length, positivesTo, negativesTo, positives } = curve;
      const rows = rowsOf(curve);
      // Whole percents, so that no rounding of a fraction adds a place.
      const places = Math.ceil((rows * percent) / 100);
      let found = 0;
      let before = 0;
      let r = 0;
      while (r < length && positivesTo[r] + negativesTo[r] <= places) {
        found = positivesTo[r];
        before = found + negativesTo[r];
        r++;
      }
      if (before < places) {
        // Of the scores that straddle the end of the part, each row is as likely to be in it.
        const tied = positivesTo[r] + negativesTo[r] - before;
        found += ((positivesTo[r] - found) * (places - before)) / tied;
      }
      return found / places / (positives / rows);
    },
  });
}

/** RIE: the mean over the positives of e^(−α × place / rows), over that of all rows. */
function robustInitialEnhancement(alpha: number) {
  const decay = decayOver(alpha);
  return (curve: ScoreCurve): number => {
    const { length, positivesTo, negativesTo, positives } = curve;
    const rows = rowsOf(curve);
    const { at, drop } = decay(rows);
    let sum = 0;
    let found = 0;
    let before = 0;
    for (let r = 0; r < length && found < positives; r++) {
      const upTo = positivesTo[r] + negativesTo[r];
      if (positivesTo[r] > found) {
        // The places of one score make a geometric sum, of which the positives have their share.
        const tied = upTo - before;
        sum += ((positivesTo[r] - found) / tied) * at(before) * drop(tied);
        found = positivesTo[r];
      }
      before = upTo;
    }
    return (sum * rows) / (positives * -Math.expm1(-alpha));
  };
}

/** Boltzmann-enhanced discrimination of the receiver operating characteristic. */
export function bedroc(alpha: number): Metric {
  const rie = robustInitialEnhancement(alpha);
  return curveMetric({
    ...EARLY,
    name: `bedroc_${String(alpha).replace('.', '_')}`,
    interval: 'bca',
    title: `BEDROC ${alpha}`,
    aliases: [...(Number.isInteger(alpha) ? [] : [`bedroc_${alpha}`]), `bedroc@${alpha}`],
    definition: `RIE with α = ${alpha}, scaled to 0 … 1 between the worst and the best order; mean over the orders of equal scores`,
    reference:
      'Truchon and Bayly, J. Chem. Inf. Model. 47 (2007) 488; RDKit, ML.Scoring.CalcBEDROC',
    measure(curve) {
      const rows = rowsOf(curve);
      const share = curve.positives / rows;
      // The worst and the best RIE: all positives at the end, or at the beginning.
      const scale = share * -Math.expm1(-alpha);
      const atBest = -Math.expm1(-alpha * share);
      const worst = (Math.exp(-alpha * (1 - share)) * atBest) / scale;
      const range = (atBest * -Math.expm1(-alpha * (1 - share))) / scale;
      return Math.max(0, Math.min(1, (rie(curve) - worst) / range));
    },
  });
}

/** Robust initial enhancement. */
export function rie(alpha: number): Metric {
  return curveMetric({
    ...EARLY,
    name: `rie_${alpha}`,
    interval: 'bca',
    title: `RIE ${alpha}`,
    aliases: [`rie@${alpha}`],
    definition: `sum over positives of e^(−${alpha} × place / rows) over that expected of random places; mean over the orders of equal scores`,
    reference:
      'Sheridan et al., J. Chem. Inf. Comput. Sci. 41 (2001) 1395; RDKit, ML.Scoring.CalcRIE',
    measure: robustInitialEnhancement(alpha),
  });
}

export const earlyRecognitionMetrics: readonly Metric[] = [
  enrichmentFactor(1),
  enrichmentFactor(5),
  enrichmentFactor(10),
  bedroc(20),
  bedroc(80.5),
  bedroc(321.9),
  rie(20),
];
