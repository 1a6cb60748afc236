import type { Job } from '../../../job.js';
import {
  type NpyArray,
  type NpyTexts,
  readNpy,
  readNpyTexts,
  shapeText,
} from '../../../tables/npy.js';
import { Source } from '../../../tables/source.js';
import { wholeBytes } from '../../../tables/whole.js';
import { list, printable } from '../../../text.js';
import { ArchiveDamage } from '../../named/fetch/member.js';
import { zipMembers } from '../../named/fetch/zip.js';
import { checkSize, matrixFile, type Wrong } from './matrix.js';
import type { SimilarityFile } from './types.js';

/** Larger arrays are no similarities of {@link checkSize}. */
const MOST_BYTES = 2 ** 32;
const REMEDY = 'np.savez(file, ids=ids, similarity=matrix)';

interface Named<Kind> {
  readonly name: string;
  readonly array: Kind;
}

/**
 * Reads a `.npz` file of NumPy (`np.savez`, `np.savez_compressed`) with a square array of similarities and an array of
 * its ids, texts or whole numbers, whatever their names are.
 *
 * @throws TanimarkError (file), and the error that `wrong` makes
 */
export async function readSimilarityArchive(
  input: string,
  wrong: Wrong,
  job: Job,
): Promise<SimilarityFile> {
  const source = new Source(input, job.signal);
  await source.size();
  const { numbers, texts } = await arraysOf(input, wrong);
  for await (const _ of source.bytes()) job.check();
  const matrices = numbers.filter(({ array: { shape } }) => shape.length === 2);
  if (matrices.length !== 1) {
    throw wrong(
      matrices.length === 0
        ? `no array of two dimensions; write ${REMEDY}`
        : `${matrices.length} arrays of two dimensions (${list(matrices.map(({ name }) => name))}); write one: ${REMEDY}`,
    );
  }
  const [{ name, array: matrix }] = matrices;
  const [size, width] = matrix.shape;
  if (size !== width) {
    throw wrong(`"${name}" has the shape ${shapeText(matrix.shape)}; similarities need a square`);
  }
  checkSize(size, wrong);
  const listed = [
    ...texts,
    ...numbers.map(({ name: own, array }) => ({
      name: own,
      array: {
        shape: array.shape,
        texts: array.shape.length === 1 ? [...array.values].map(String) : [],
      },
    })),
  ].filter(({ array: { shape } }) => shape.length === 1);
  const [own, ...others] = listed.filter(({ array }) => array.shape[0] === size);
  if (own === undefined || others.length > 0) {
    throw wrong(
      own === undefined
        ? `no array of ${size} ids, one for each row of "${name}"; write ${REMEDY}`
        : `several arrays of ${size} values (${list([own, ...others].map((one) => one.name))}); write one, the ids: ${REMEDY}`,
    );
  }
  const value = (i: number, j: number) => matrix.values[i * size + j];
  return matrixFile(
    {
      ids: own.array.texts.map((id) => id.trim()),
      value,
      text: (i, j) => String(value(i, j)),
      place: (i) => `row ${i + 1} of "${name}"`,
    },
    { path: input, sha256: source.digest(), rows: size, table: null },
    wrong,
    job,
  );
}

async function arraysOf(
  input: string,
  wrong: Wrong,
): Promise<{ numbers: Named<NpyArray>[]; texts: Named<NpyTexts>[] }> {
  const numbers: Named<NpyArray>[] = [];
  const texts: Named<NpyTexts>[] = [];
  try {
    for await (const member of zipMembers(input)) {
      const shown = `${input}, "${printable(member.name, 60)}"`;
      if (member.problem !== undefined)
        throw wrong(`"${printable(member.name, 60)}" ${member.problem}`);
      if (!member.name.endsWith('.npy')) continue;
      const tooLarge = () => wrong(`"${printable(member.name, 60)}" is larger than 4 GiB`);
      const bytes = await wholeBytes(member.content(), MOST_BYTES, tooLarge);
      const name = printable(member.name.replace(/\.npy$/, ''), 60);
      const array = readNpyTexts(bytes, shown);
      if (array) texts.push({ name, array });
      else numbers.push({ name, array: readNpy(bytes, shown) });
    }
  } catch (error) {
    if (!(error instanceof ArchiveDamage)) throw error;
    throw wrong(`${printable(error.message, 300)}; write ${REMEDY}`);
  }
  return { numbers, texts };
}
