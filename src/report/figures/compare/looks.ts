import { STANDINGS, type Standing } from '../../../statistics/standing.js';

/** Looks of differences in forest plots, by {@link lookOf}. */
export const STANDING_LOOKS = [
  { text: 'significantly better' },
  { text: 'significantly worse' },
  { text: 'equivalent' },
  { text: 'not significant', hollow: true },
];

/** The place of a difference in {@link STANDING_LOOKS}; what is better or worse but not significant has that of neither. */
export function lookOf(standing: Standing, significant: boolean): number {
  const decided = standing === 'equivalent' || significant;
  return decided ? STANDINGS.indexOf(standing) : STANDING_LOOKS.length - 1;
}
