import type { Finding } from '../finding.js';

/** Different molecules that a model of this fingerprint cannot tell apart. */
export const sameFingerprint: Finding = {
  name: 'same_fingerprint',
  title: 'another molecule of similarity 1',
  definition: 'equal fingerprints of molecules that are the same at no level; every pair is listed',
  family: 'similarity',
  async find({ same, eachSimilar }, found) {
    await eachSimilar({ num: 1, den: 1 }, (t, m) => {
      if (same.levelOf(t, m) === null) found.addMolecules(t, m);
    });
    return {};
  },
};
