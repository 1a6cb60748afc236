import { readFileSync } from 'node:fs';
import { Random } from '../../../src/random.js';
import type { temporaryFolder } from '../../helpers.js';

const source = new URL('../../../datasets/drugs-and-chemicals.csv', import.meta.url);

/** A molecule of the bundled data set, with a prediction. */
export interface MadeMolecule {
  readonly id: string;
  readonly smiles: string;
  readonly y: number;
  readonly prediction: number;
  readonly std: number;
  /** Whether the label is above 2, and a probability of it. */
  readonly active: number;
  readonly probability: number;
}

/** Molecules of the bundled data set in random order, with predictions whose errors differ in width. */
export function madeMolecules(): MadeMolecule[] {
  const random = new Random(4);
  const lines = readFileSync(source, 'utf8').trim().split('\n').slice(1);
  const molecules = lines.map((line) => {
    const [id, smiles, , , y] = line.split(',');
    const std = Math.round(20 + 80 * random.uniform()) / 100;
    const error = std * (random.uniform() + random.uniform() + random.uniform() - 1.5) * 2;
    const active = Number(y) > 2 ? 1 : 0;
    const score = 0.5 + (active === 1 ? 0.2 : -0.2) + 0.5 * (random.uniform() - 0.5);
    return {
      id,
      smiles,
      y: Number(y),
      prediction: Number((Number(y) + error).toFixed(4)),
      std,
      active,
      probability: Number(Math.min(1, Math.max(0, score)).toFixed(4)),
    };
  });
  return random.shuffle(molecules);
}

export interface MadeFiles {
  /** The files that are needed, as options. */
  readonly given: { split: string; predictions: string; library: string };
  readonly split: string;
  readonly predictions: string;
  readonly library: string;
  readonly libraryPredictions: string;
  readonly train: readonly MadeMolecule[];
  readonly test: readonly MadeMolecule[];
  /** Without the row that is no molecule, which stands third in the file. */
  readonly rest: readonly MadeMolecule[];
}

/** Files of a split of these molecules, of which some are a library: training 300, test 200, library the others. */
export function madeFiles(
  folder: ReturnType<typeof temporaryFolder>,
  task: 'regression' | 'classification',
): MadeFiles {
  const all = madeMolecules();
  const [train, test, rest] = [all.slice(0, 300), all.slice(300, 500), all.slice(500)];
  const label = ({ y, active }: MadeMolecule) => (task === 'regression' ? y : active);
  const predicted = (own: readonly MadeMolecule[]) =>
    [
      task === 'regression' ? 'id,y_pred,y_std' : 'id,prob',
      ...own.map(({ id, prediction, std, probability }) =>
        task === 'regression' ? `${id},${prediction},${std}` : `${id},${probability}`,
      ),
      '',
    ].join('\n');
  const rows = (own: readonly MadeMolecule[], split: string) =>
    own.map((one) => `${one.id},${one.smiles},${label(one)},${split}`);
  const library = rest.map(({ id, smiles }) => `${id},${smiles}`);
  library.splice(2, 0, 'broken,C1CC');
  const text = ['id,smiles,y,split', ...rows(train, 'train'), ...rows(test, 'test'), ''];
  const given = {
    split: folder.file('split.csv', text.join('\n')),
    predictions: folder.file('preds.csv', predicted(test)),
    library: folder.file('library.csv', ['id,smiles', ...library, ''].join('\n')),
  };
  const libraryPredictions = folder.file('library-preds.csv', predicted(rest));
  return { given, ...given, libraryPredictions, train, test, rest };
}
