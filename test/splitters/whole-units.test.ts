import { describe, expect, it } from 'vitest';
import { checkLeftOut, checkSizes, type Kind, methodsOfWholeUnits } from './whole-units.js';

/** More of the same run with the long tests. */
const PROBLEMS = 120;
/** Of a method that takes its time. */
const FEWER = 12;

describe('sizes of whole units', () => {
  it.each(methodsOfWholeUnits)('%s %o come as near as any choice of units', async (name, given) => {
    const seen: Record<Kind, number> = { refused: 0, met: 0, missed: 0 };
    const problems = name === 'simpd' ? FEWER : PROBLEMS;
    for (let seed = 0; seed < problems; seed++) seen[await checkSizes(name, given, seed)]++;
    expect(seen.met).toBeGreaterThan(problems / 8);
  });

  it('components leave out as few as any choice does, and come as near to the sizes', async () => {
    const seen: Record<Kind, number> = { refused: 0, met: 0, missed: 0 };
    for (let seed = 0; seed < PROBLEMS; seed++) seen[await checkLeftOut(seed)]++;
    expect(seen.met).toBeGreaterThan(PROBLEMS / 8);
  });
});
