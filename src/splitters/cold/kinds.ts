import type { Rational } from '../../rational.js';

/** Which entities of one side of pairs stay together. */
export type SideClusters =
  | { readonly kind: 'none' }
  | { readonly kind: 'scaffold' }
  | { readonly kind: 'butina' | 'components'; readonly threshold: Rational };
