import type { ModelComparison } from '../../../workflows/compare/types.js';
import type { SectionOf } from '../context.js';

/** Differences with their intervals. */
export const compareFigures: SectionOf<ModelComparison> = () => [];
