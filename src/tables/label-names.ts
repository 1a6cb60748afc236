import { classesIn } from './classes.js';
import { isBookkeeping, isColumnName, isDescriptor, isUsualName } from './columns.js';
import { isAddedColumn } from './split-columns.js';

/** The words of a name in small letters, with one underscore between them: `measured_log_solubility`, `hlm_clint`. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_|_$/g, '');
}

const word = (alternatives: string) => new RegExp(`(^|_)(${alternatives})(_|$)`);

/** What was computed: the twin of a measurement. */
const COMPUTED = word(
  'preds?|predict|predicted|predictions?|calc|calcd|calculated|computed|simulated|estimated?|est|y_?hat|proba?|probabilit(y|ies)',
);

/** What says how sure a measurement is, and of how many it is the mean. */
const PRECISION = word(
  'std|stdev|stddev|sd|sem|stderr|errors?|err|uncertainty|unc|lower|upper|ci_?\\d*|rsd|variance|occurr?ences|ocurrences|replicates?|measurements',
);

/** What describes a molecule, other than by a usual name of a descriptor. */
const DESCRIPTION = word(
  'mol(ecular)?_(weight|mass|formula|volume|refractivity)|exact_mass|monoisotopic_mass|(min(imum)?|max(imum)?)_degree|surface_area|h_?bond|donors?|acceptors?|rotatable|rings?|heavy_?atoms?|violations|sas',
);

/** What says how, when and where a value was measured. */
const CIRCUMSTANCE = word(
  'thresholds?|cut_?off|references?|sources?|groups?|comments?|remarks?|document|version|relation|relop|operator|modifier|qualifier|weights?|max_phase|clusters?|scaffolds?|series|batch|plate|cliff|cliffs|confidence|similarity|nearest|ligand_efficiency|efficiency|year',
);
const CONDITION = /^(w|n|counts?|p_?h|temp(erature)?(_.*)?)$/;

/** Words for a measurement. */
const MEASURED = word('measured|experimental(ly)?|exp|expt|observed|truth');

/** Names of endpoints. */
const ENDPOINT = word(
  'p_?(ic|ec|ac|gi|cc|xc)50|(ic|ec|ac|gi|cc|ld|lc|ed)50|p_?k[id]|k[id]|log_?(s|d|bb)|log_?k_?(p|sol)|ksol|solubility|clearance|cl_?int|permeability|papp|half_life|inhibition|potency|affinity',
);

/** Whether a column is no label by its name: an id, a descriptor, something computed, a circumstance, or added by a split. */
export function isNoLabel(name: string): boolean {
  const words = wordsOf(name);
  return (
    isBookkeeping(name) ||
    isAddedColumn(name) ||
    (['prediction', 'probability', 'std', 'lower', 'upper'] as const).some((role) =>
      isColumnName(name, role),
    ) ||
    [COMPUTED, PRECISION, DESCRIPTION, CIRCUMSTANCE, CONDITION].some((kind) => kind.test(words))
  );
}

/** Whether a name says that its values were measured. */
export function isMeasured(name: string): boolean {
  return MEASURED.test(wordsOf(name));
}

/** Whether a column is called after what was measured, such as `pIC50` or `HLM CLint`, and not `y` or `value`. */
export function isEndpoint(name: string): boolean {
  return ENDPOINT.test(wordsOf(name));
}

/** Whether a name lists two opposite classes: `BBB+/BBB-`. */
export function listsClasses(name: string): boolean {
  const parts = name.trim().split('/');
  return parts.length === 2 && classesIn(parts, {}) !== null;
}

/** Whether a partition coefficient is one descriptor of several, and not the one measured value of the table. */
export function isOneOfDescriptors(name: string, columns: readonly string[]): boolean {
  return wordsOf(name) === 'log_p' || wordsOf(name) === 'logp'
    ? columns.some((other) => other !== name && !isUsualName(other, 'id') && isDescriptor(other))
    : false;
}
