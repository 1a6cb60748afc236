import type { ScoreSummary } from '../../../workflows/score/types.js';
import type { SectionOf } from '../context.js';

/** Metrics by stratum, errors along similarity, predictions against true values. */
export const scoreFigures: SectionOf<ScoreSummary> = () => [];
