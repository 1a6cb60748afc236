import { type Splitter, TEST, TRAIN, VALID } from './splitter.js';

/** Every division into the requested sizes is equally likely. */
export const random: Splitter = {
  name: 'random',
  summary: 'every molecule has the same chance to be in the test set',
  reference: 'the usual baseline; near-copies of test molecules stay in training',
  options: [],
  usesSeed: true,
  split({ count }, { sizes, random }) {
    const order = random.shuffle(Int32Array.from({ length: count }, (_, m) => m));
    const subset = new Uint8Array(count).fill(TRAIN);
    order.subarray(0, sizes.test).forEach((m) => {
      subset[m] = TEST;
    });
    order.subarray(sizes.test, sizes.test + sizes.valid).forEach((m) => {
      subset[m] = VALID;
    });
    return { subset, diagnostics: {} };
  },
};
