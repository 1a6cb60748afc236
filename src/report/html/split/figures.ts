import type { SplitSummary } from '../../../workflows/split/types.js';
import type { SectionOf } from '../context.js';

/** Histogram of max similarity, requested and achieved; labels by subset. */
export const splitFigures: SectionOf<SplitSummary> = () => [];
