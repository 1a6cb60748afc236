import { Job } from '../job.js';
import type { ChemistryPool } from './pool.js';
import { distinctTexts } from './structures.js';

/** Hydrogen by itself, whatever its isotope and charge. */
const HYDROGEN = /^\d*(?:H|D|T|#1)(?:[+-]\d*|H\d*)*(?::\d+)?$/;

/**
 * A SMILES of the same molecule made generic: every atom but hydrogen is a carbon without charge,
 * isotope or stereo, and every bond single, side chains included (RDKit's `MakeScaffoldGeneric` of
 * the whole molecule; Bemis and Murcko's graph framework is that of its scaffold). Done on the text, so
 * atoms stay in their order. It is no molecule where an atom has more than four neighbors.
 *
 * @param smiles a valid SMILES
 */
export function genericSmiles(smiles: string): string {
  return smiles.replace(
    /\[([^\]]*)\]|(Cl|Br|[A-Za-z*])|(%\(\d+\)|%\d\d|[\d().])|./g,
    (_, bracket: string | undefined, atom: string | undefined, kept: string | undefined) => {
      if (bracket !== undefined) return HYDROGEN.test(bracket) ? '[H]' : 'C';
      return atom === undefined ? (kept ?? '') : 'C';
    },
  );
}

/**
 * The pool's fingerprints of molecules made generic ({@link genericSmiles}); where that is no
 * molecule, of the Bemis-Murcko scaffold, which is what MoleculeACE does.
 *
 * @returns packed bits, SMILES × words, row-major; zeros for what is no molecule
 */
export async function genericFingerprints(
  smiles: readonly string[],
  pool: ChemistryPool,
  job: Job,
): Promise<Uint32Array> {
  const width = pool.fingerprint.words;
  const plain = { canonical: false };
  const generic = distinctTexts(smiles.map(genericSmiles));
  const found = await pool.describe(generic.texts, job, plain);
  const refused = smiles.flatMap((text, i) =>
    found.problems[generic.of[i]] === null ? [] : [{ i, text }],
  );
  const rest = new Job({ signal: job.signal });
  const { scaffolds = [] } = await pool.describe(
    refused.map(({ text }) => text),
    rest,
    { ...plain, fingerprints: false, scaffolds: true },
  );
  const instead = await pool.describe(
    scaffolds.map((scaffold) => scaffold ?? ''),
    rest,
    plain,
  );
  const words = new Uint32Array(smiles.length * width);
  const put = (i: number, from: Uint32Array, row: number) => {
    words.set(from.subarray(row * width, (row + 1) * width), i * width);
  };
  smiles.forEach((_, i) => {
    put(i, found.words, generic.of[i]);
  });
  refused.forEach(({ i }, r) => {
    put(i, instead.words, r);
  });
  return words;
}

/**
 * Generic Bemis-Murcko scaffolds as canonical SMILES: every atom carbon, every bond single.
 *
 * @param scaffolds Bemis-Murcko scaffolds, empty for a molecule without rings, `null` for an unknown one
 * @returns the same for those; `null` also for a scaffold whose generic form is no molecule, which is
 * one with an atom of more than four neighbors
 */
export async function genericScaffolds(
  scaffolds: readonly (string | null)[],
  pool: ChemistryPool,
  job: Job,
): Promise<(string | null)[]> {
  const known = distinctTexts(scaffolds.map((scaffold) => scaffold ?? ''));
  const generic = distinctTexts(known.texts.map(genericSmiles));
  job.progress.start('making scaffolds generic', generic.texts.length, 'scaffolds');
  const { canonical, problems } = await pool.describe(generic.texts, job, { fingerprints: false });
  job.progress.finish();
  return scaffolds.map((scaffold, i) => {
    if (scaffold === null || scaffold === '') return scaffold;
    const text = generic.of[known.of[i]];
    return problems[text] === null ? canonical[text] : null;
  });
}
