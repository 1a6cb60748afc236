import { existsSync } from 'node:fs';
import { describe, it } from 'vitest';
import { atHand, checkAtHand, shared } from './datasets-at-hand.js';

/** The others take seconds each: they are in the long tests. */
const QUICK = 2000;

describe.skipIf(!existsSync(shared('')))('a data set of ../shared/datasets', () => {
  it.each(atHand.filter(({ rows }) => rows < QUICK))(
    '$file is dataset:$name, and is split without a flag',
    checkAtHand,
  );
});
