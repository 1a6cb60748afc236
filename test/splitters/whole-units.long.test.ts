import { describe, expect, it } from 'vitest';
import { checkLeftOut, checkSizes, methodsOfWholeUnits } from './whole-units.js';

const PROBLEMS = 2000;
/** Of a method that takes its time. */
const FEWER = 200;

describe('sizes of whole units, many problems', () => {
  it.each(methodsOfWholeUnits)(
    '%s %o come as near as any choice of units',
    async (name, given) => {
      const problems = name === 'simpd' ? FEWER : PROBLEMS;
      let met = 0;
      for (let seed = 1000; seed < 1000 + problems; seed++) {
        if ((await checkSizes(name, given, seed)) === 'met') met++;
      }
      expect(met).toBeGreaterThan(problems / 8);
    },
    600_000,
  );

  it('components leave out as few as any choice does, and come as near to the sizes', async () => {
    let met = 0;
    for (let seed = 1000; seed < 1000 + PROBLEMS; seed++) {
      if ((await checkLeftOut(seed)) === 'met') met++;
    }
    expect(met).toBeGreaterThan(PROBLEMS / 8);
  }, 600_000);
});
