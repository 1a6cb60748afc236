import type { NeighborsSummary } from '../../../workflows/neighbors/types.js';
import type { SectionOf } from '../context.js';

/** Histogram of the similarity of the nearest reference molecule. */
export const neighborsFigures: SectionOf<NeighborsSummary> = () => [];
