import type { Finding } from '../finding.js';

/** Test molecules that are no duplicates, but that a model of this fingerprint cannot tell from a training molecule. */
export const sameFingerprint: Finding = {
  name: 'same_fingerprint',
  title: 'different molecules with the same fingerprint',
  definition:
    'same fingerprint as a training molecule, and no duplicate up to the level of --standardize; every pair is listed',
  family: 'similarity',
  async find({ same, settings, eachSimilar }, found) {
    const known = same.upTo(settings.standardize);
    await eachSimilar({ num: 1, den: 1 }, (t, m) => {
      if (!known[t]) found.addMolecules(t, m);
    });
    return {};
  },
};
