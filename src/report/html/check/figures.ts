import type { CheckSummary } from '../../../gate/types.js';
import type { SectionOf } from '../context.js';

/** Changes of the metrics against the baseline, with their intervals. */
export const checkFigures: SectionOf<CheckSummary> = () => [];
