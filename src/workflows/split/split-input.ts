import { moleculeClasses, moleculeLabels } from '../../dataset/molecule-labels.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import type { MoleculeSet } from '../../dataset/molecules.js';
import { fingerprintsOf } from '../../similarity/compared.js';
import type { Molecules } from '../../splitters/splitter.js';
import { makeUnits, type Units } from '../../splitters/units.js';
import { type Groups, moleculeGroups } from './groups.js';
import { numbered } from './numbered.js';
import type { SplitPlan } from './plan.js';

/** The molecules of an input, and the units that are never divided. */
export interface SplitInput {
  readonly data: MoleculeTable;
  readonly molecules: Molecules;
  readonly groups: Groups | undefined;
  readonly units: Units;
}

/** @throws TanimarkError (column) when there is no such column of groups */
export function subjectOf({ options, counted }: SplitPlan, data: MoleculeTable): SplitInput {
  const { set, compared, pairs } = data;
  const groups = options.group === undefined ? undefined : moleculeGroups(data, options.group);
  const weights = counted === 'records' ? recordCounts(set) : undefined;
  return {
    data,
    groups,
    units: makeUnits(set.count, groups?.of, weights),
    molecules: {
      count: set.count,
      get fingerprints() {
        return fingerprintsOf(compared);
      },
      pairs: pairs?.compared,
      labels: moleculeLabels(data),
      labelTask: data.labels?.task ?? null,
      classes: moleculeClasses(data),
      scaffolds: set.scaffolds ? numbered(set.scaffolds) : null,
    },
  };
}

function recordCounts({ count, recordOffsets }: MoleculeSet): Int32Array {
  return Int32Array.from({ length: count }, (_, m) => recordOffsets[m + 1] - recordOffsets[m]);
}
