import type { CalibrationSet } from '../../evaluation/conformal/calibration-set.js';
import {
  isUsable,
  membersByBin,
  predictionSet,
  type Region,
  regionsOf,
} from '../../evaluation/conformal/regions.js';
import { lossAlong } from '../../evaluation/expected/along.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { type Steps, stepAt } from '../../statistics/steps.js';
import { VennAbers } from '../../statistics/venn-abers.js';
import type { ExpectedMolecule, OutsideReason } from './types.js';

/** Prediction of a library molecule. */
export interface LibraryPrediction {
  readonly value: number;
  readonly std: number | undefined;
}

/** What a test set says of molecules at any similarity to training. */
export class Calibrated {
  readonly regions: readonly Region[];
  /** Mean of the first loss along similarity. */
  readonly loss: Steps;
  private readonly low: number;
  private readonly high: number;
  /** By stratum; null where it has no finite region. */
  private readonly probabilities: readonly (VennAbers | null)[];

  constructor(
    readonly set: CalibrationSet,
    readonly bins: SimilarityBins,
    readonly coverage: number,
  ) {
    this.regions = regionsOf(set, bins.count, coverage);
    const [first] = Object.values(set.losses);
    this.loss = lossAlong(set.similarity, first);
    this.low = set.similarity[0];
    this.high = set.similarity[set.count - 1];
    this.probabilities = membersByBin(set, bins.count).map((members, b) => {
      if (set.task === 'regression' || !isUsable(this.regions[b])) return null;
      const pick = (of: ArrayLike<number>) => Float64Array.from(members, (m) => of[m]);
      return new VennAbers(pick(set.probability), pick(set.label));
    });
  }

  /** Why the test set cannot speak for a molecule; null where it can. */
  outside(similarity: number, bin: number): OutsideReason | null {
    if (!isUsable(this.regions[bin])) return 'too_few';
    if (similarity < this.low) return 'below_range';
    return similarity > this.high ? 'above_range' : null;
  }

  /** Expected loss of a molecule. */
  expected(similarity: number): number {
    return this.loss.values[stepAt(this.loss, similarity)];
  }

  /**
   * Interval, or set and probability, of a molecule of a stratum.
   *
   * @param prediction undefined where predictions of the library are not known, null where this one is missing
   */
  predicted(
    bin: number,
    similarity: number,
    prediction: LibraryPrediction | null | undefined,
  ): Partial<ExpectedMolecule> {
    const region = this.regions[bin];
    const isKnown = isUsable(region);
    if (this.set.task === 'regression') {
      const half = isKnown ? this.halfWidth(region, prediction) : null;
      if (prediction === undefined) return { half_width: half };
      const ends = prediction !== null && half !== null;
      return {
        prediction: prediction?.value ?? null,
        half_width: half,
        lower: ends ? prediction.value - half : null,
        upper: ends ? prediction.value + half : null,
      };
    }
    if (prediction === undefined) return {};
    const calibrated = prediction && this.probabilities[bin]?.at(prediction.value);
    return {
      prediction: prediction?.value ?? null,
      probability: calibrated?.value ?? null,
      probability_lower: calibrated?.p0 ?? null,
      probability_upper: calibrated?.p1 ?? null,
      prediction_set: prediction && isKnown ? setText(region, prediction.value, similarity) : null,
    };
  }

  private halfWidth(
    { limits }: Region,
    prediction: LibraryPrediction | null | undefined,
  ): number | null {
    if (!this.set.normalized) return limits[0];
    return prediction?.std === undefined ? null : limits[0] * prediction.std;
  }
}

function setText(region: Region, probability: number, similarity: number): string {
  return predictionSet(region, probability, similarity).join(' ') || 'none';
}
