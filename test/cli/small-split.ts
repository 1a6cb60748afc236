import { rowsOf, SMALL, type temporaryFolder } from '../helpers.js';
import { run } from './run.js';

/**
 * Splits the small molecules at random, with classes for labels: those with a label above 3, and the others.
 *
 * @returns the path of the split, and its test rows
 */
export async function splitOfClasses(
  folder: ReturnType<typeof temporaryFolder>,
  [above, others]: readonly [string, string],
): Promise<{ split: string; test: Record<string, string>[] }> {
  const classes = SMALL.replace(/,(\d+(?:\.\d+)?)$/gm, (_, y) =>
    Number(y) > 3 ? `,${above}` : `,${others}`,
  );
  const split = folder.at('split-of-classes.csv');
  const input = folder.file('classes.csv', classes);
  await run(['split', input, '-m', 'random', '--test', '10', '-o', split, '-q']);
  const rows = rowsOf(folder.read('split-of-classes.csv'));
  return { split, test: rows.filter((row) => row.split === 'test') };
}
