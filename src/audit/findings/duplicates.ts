import type { Finding } from '../finding.js';
import type { SameLevel, Side } from '../side.js';

/** Records of one molecule that say the same: equal SMILES text, and equal labels if both sides have labels. */
function isSameRecord(test: Side, t: number, train: Side, r: number): boolean {
  if (test.smiles[t] !== train.smiles[r]) return false;
  if (!test.labels || !train.labels) return true;
  const [ours, theirs] = [test.labels[t], train.labels[r]];
  return ours === theirs || (Number.isNaN(ours) && Number.isNaN(theirs));
}

const identical: Finding = {
  name: 'identical_record',
  level: 'none',
  title: 'identical in SMILES and label',
  definition:
    'the same SMILES, letter by letter, and, where both sides have labels, the same label or none; every pair is listed',
  family: 'duplicates',
  async find({ same, test, train }, found) {
    await same.each('none', (t, m) =>
      found.addMolecules(t, m, (a, b) => isSameRecord(test, a, train, b)),
    );
    return {};
  },
};

const canonical: Finding = {
  name: 'same_molecule',
  level: 'none',
  title: 'the same canonical SMILES',
  definition:
    'the same canonical SMILES, written differently or with another label; every pair is listed',
  family: 'duplicates',
  async find({ same, test, train }, found) {
    await same.each('none', (t, m) =>
      found.addMolecules(t, m, (a, b) => !isSameRecord(test, a, train, b)),
    );
    return {};
  },
};

function standardised(level: SameLevel, name: string, title: string, what: string): Finding {
  return {
    name,
    level,
    title,
    definition: `${what}, and not the same before; every pair is listed`,
    family: 'duplicates',
    async find({ same }, found) {
      await same.each(level, (t, m) => found.addMolecules(t, m));
      return {};
    },
  };
}

/** Molecules that are on both sides. A pair is in the first of these that it fits, and in no other. */
export const duplicates: readonly Finding[] = [
  identical,
  canonical,
  standardised(
    'salts',
    'same_without_salt',
    'the same without salt or solvent',
    'the same once salts and solvents are stripped',
  ),
  standardised(
    'charges',
    'same_uncharged',
    'the same once neutralised',
    'the same once charges are neutralised, too',
  ),
  standardised(
    'isotopes',
    'same_without_isotopes',
    'the same but for isotopes',
    'the same once isotopes are ignored, too',
  ),
  standardised(
    'stereo',
    'same_without_stereo',
    'the same but for stereo',
    'the same once stereo is ignored, too',
  ),
  standardised(
    'tautomers',
    'same_tautomer',
    'another tautomer of the same',
    'tautomers of each other, with all the above ignored',
  ),
  standardised(
    'inchi',
    'same_inchi_connectivity',
    'the same InChI connectivity',
    'equal in the first block of the InChIKey',
  ),
];
