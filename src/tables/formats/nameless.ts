/** The name of a column of numbers that has none, as in an array: who writes one of these writes predictions. */
export const NAMELESS = 'prediction';
