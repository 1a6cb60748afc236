import { seeded } from '../../../oracle/generators.js';

const AMINO_ACIDS = 'ACDEFGHIKLMNPQRSTVWY';

/** A made sequence of amino acids. */
export function sequence(seed: number, length = 400): string {
  const next = seeded(seed);
  return Array.from({ length }, () => AMINO_ACIDS[Math.floor(next() * 20)]).join('');
}

/** With some letters replaced, far from each other. */
export function mutated(text: string, places: number): string {
  const letters = [...text];
  for (let p = 1; p <= places; p++) {
    const at = Math.floor((p * text.length) / (places + 1));
    letters[at] = letters[at] === 'W' ? 'C' : 'W';
  }
  return letters.join('');
}

export const [S1, S2, S3, NEW] = [1, 2, 3, 4].map((seed) => sequence(seed));
/** Nine words of three letters differ, so that its similarity to S1 is about 0.96. */
export const S1_MUTATED = mutated(S1, 3);

const DRUGS = {
  aspirin: 'CC(=O)Oc1ccccc1C(=O)O',
  ibuprofen: 'CC(C)Cc1ccc(cc1)C(C)C(=O)O',
  caffeine: 'Cn1cnc2c1c(=O)n(C)c(=O)n2C',
  procainamide: 'CCN(CC)CCNC(=O)c1ccc(N)cc1',
  salt: 'Cl.CCN(CC)CCNC(=O)c1ccc(N)cc1',
  menthol: 'CC1CCC(C(C1)O)C(C)C',
};

type Row = [name: string, drug: keyof typeof DRUGS, target: string, y: number];

export const TRAIN: readonly Row[] = [
  ['r1', 'aspirin', S1, 5],
  ['r2', 'aspirin', S1, 5.2],
  ['r3', 'ibuprofen', S1, 6],
  ['r4', 'caffeine', S2, 7],
  ['r5', 'caffeine', S1, 6.5],
  ['r6', 'procainamide', S3, 8],
];

export const TEST: readonly Row[] = [
  ['copied', 'aspirin', S1, 5],
  ['contradicting', 'ibuprofen', S1, 9],
  ['salt', 'salt', S3, 8],
  ['mutant', 'caffeine', S1_MUTATED, 7],
  ['new drug', 'menthol', S2, 4],
  ['both new', 'menthol', NEW, 4.5],
  ['lower case', 'caffeine', `${S2.toLowerCase()}*`, 7.1],
];

const HEAD = 'name,Drug,Target,Y';
const line = ([name, drug, target, y]: Row) => `${name},${DRUGS[drug]},${target},${y}`;

/** A training and a test table, and both in one with a split column. */
export function plantedPairs() {
  const table = (rows: readonly Row[]) => `${[HEAD, ...rows.map(line)].join('\n')}\n`;
  const marked = (rows: readonly Row[], word: string) =>
    rows.map((row) => `${line(row)},${word}`).join('\n');
  return {
    train: table(TRAIN),
    test: table(TEST),
    split: `${HEAD},split\n${marked(TRAIN, 'train')}\n${marked(TEST, 'test')}\n`,
  };
}
