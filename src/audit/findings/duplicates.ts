import type { AuditContext, Finding } from '../finding.js';
import type { SameLevel } from '../side.js';

type OfRecords = (test: number, train: number) => boolean;

/** Whether two records have the same SMILES, letter by letter. */
function sameText({ test, train }: AuditContext): OfRecords {
  return (t, r) => test.smiles[t] === train.smiles[r];
}

/** Whether two records have labels that can be compared. */
function bothLabeled({ test, train, labelTask }: AuditContext): OfRecords {
  const [ours, theirs] = [test.labels, train.labels];
  if (labelTask === null || !ours || !theirs) return () => false;
  return (t, r) => !Number.isNaN(ours[t]) && !Number.isNaN(theirs[r]);
}

function sameLabel(context: AuditContext): OfRecords {
  const comparable = bothLabeled(context);
  const { test, train } = context;
  return (t, r) => comparable(t, r) && test.labels?.[t] === train.labels?.[r];
}

const identical: Finding = {
  name: 'identical_record',
  level: 'none',
  title: 'identical in SMILES and label',
  definition: 'the same SMILES, letter by letter, and the same label; every pair is listed',
  family: 'duplicates',
  async find(context, found) {
    if (context.labelTask === null) return { inapplicable: context.noLabels };
    const [text, label] = [sameText(context), sameLabel(context)];
    await context.same.each('none', (t, m) =>
      found.addMolecules(t, m, (a, b) => text(a, b) && label(a, b)),
    );
    return {};
  },
};

const identicalSmiles: Finding = {
  name: 'identical_smiles',
  level: 'none',
  title: 'identical SMILES',
  definition:
    'the same SMILES, letter by letter, where a label is missing or labels cannot be compared; every pair is listed',
  family: 'duplicates',
  async find(context, found) {
    const [text, comparable] = [sameText(context), bothLabeled(context)];
    await context.same.each('none', (t, m) =>
      found.addMolecules(t, m, (a, b) => text(a, b) && !comparable(a, b)),
    );
    return {};
  },
};

const canonical: Finding = {
  name: 'same_molecule',
  level: 'none',
  title: 'same canonical SMILES',
  definition:
    'the same canonical SMILES, written differently or with another label; every pair is listed',
  family: 'duplicates',
  async find(context, found) {
    const [text, label, comparable] = [sameText(context), sameLabel(context), bothLabeled(context)];
    await context.same.each('none', (t, m) =>
      found.addMolecules(t, m, (a, b) => !text(a, b) || (comparable(a, b) && !label(a, b))),
    );
    return {};
  },
};

function standardized(level: SameLevel, name: string, title: string, what: string): Finding {
  return {
    name,
    level,
    title,
    definition: `${what}, and different at every earlier level; every pair is listed`,
    family: 'duplicates',
    async find({ same }, found) {
      await same.each(level, (t, m) => found.addMolecules(t, m));
      return {};
    },
  };
}

/** Molecules that are on both sides, one finding for each level. A pair belongs to the first level at which it is the same. */
export const duplicates: readonly Finding[] = [
  identical,
  identicalSmiles,
  canonical,
  standardized(
    'salts',
    'same_without_salt',
    'same after removing salts',
    'the same after salts and solvents are stripped',
  ),
  standardized(
    'charges',
    'same_uncharged',
    'same after neutralization',
    'the same after charges are neutralized, too',
  ),
  standardized(
    'isotopes',
    'same_without_isotopes',
    'isotopologue',
    'the same after isotopes are ignored, too',
  ),
  standardized(
    'stereo',
    'same_without_stereo',
    'stereoisomer',
    'the same after stereo is ignored, too',
  ),
  standardized(
    'tautomers',
    'same_tautomer',
    'tautomer',
    'tautomers of each other, with all of the above ignored',
  ),
  standardized(
    'inchi',
    'same_inchi_connectivity',
    'same InChI connectivity',
    'equal in the first block of the InChIKey',
  ),
];
