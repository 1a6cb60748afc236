import type { CvComparison } from '../../../workflows/compare-cv/types.js';
import type { SectionOf } from '../context.js';

/** Differences with their intervals. */
export const cvFigures: SectionOf<CvComparison> = () => [];
