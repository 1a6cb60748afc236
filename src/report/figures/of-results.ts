import { count } from '../../text.js';
import type { Figure } from './figure.js';

/** Draws a result, as one figure or several; null where it has nothing of the kind. */
export type FigureOf<Result> = (result: Result) => Figure | readonly Figure[] | null;

/** A name for files and ids: small letters, digits and hyphens. */
export function slug(text: string): string {
  const words = text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.replace(/^-|-$/g, '').slice(0, 40).replace(/-$/, '') || 'unnamed';
}

/** `n = 2,181`, as a note below a category. */
export function sizeNote(n: number): string {
  return `n = ${count(n)}`;
}
