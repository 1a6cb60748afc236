import { join } from 'node:path';
import { TanimarkError } from '../errors.js';
import { isDirectory, makeFolder } from '../folders.js';
import type { Figure } from '../report/figures/figure.js';
import type { DrawnResults } from '../report/figures/index.js';
import { plural } from '../text.js';
import type { SuiteSummary } from '../workflows/score/suite.js';
import type { Session } from './session.js';

/** Refuses a folder of figures that cannot be made; to be called before any work is done. @throws TanimarkError (file) */
export function checkFigures(folder: string | undefined): void {
  if (folder === undefined || isDirectory(folder)) return;
  try {
    makeFolder(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new TanimarkError(
      'file',
      code === 'EEXIST' || code === 'ENOTDIR'
        ? `--figures ${folder} is a file, not a folder; choose another name`
        : `--figures ${folder}: the folder cannot be made (${code}); choose another one`,
      { cause },
    );
  }
}

/** Writes the figures of a result into a folder, all of them or none. @throws TanimarkError (file) */
export async function writeFigures<Name extends keyof DrawnResults>(
  folder: string | undefined,
  name: Name,
  result: DrawnResults[Name],
  session: Session,
): Promise<void> {
  if (folder === undefined) return;
  const { figuresOf } = await import('../report/figures/index.js');
  await write(folder, figuresOf(name, result), session);
}

/** The same for several prediction files, whose names begin those of their figures. */
export async function writeSuiteFigures(
  folder: string | undefined,
  { suite }: SuiteSummary,
  session: Session,
): Promise<void> {
  if (folder === undefined) return;
  const { figuresOf } = await import('../report/figures/index.js');
  const { slug } = await import('../report/figures/of-results.js');
  const taken = new Set<string>();
  const figures = suite.flatMap((one, i) => {
    const own = slug(one.name);
    const prefix = taken.has(own) ? `${own}-${i + 1}` : own;
    taken.add(own);
    return figuresOf('score', one, `${prefix}-`);
  });
  await write(folder, figures, session);
}

async function write(folder: string, figures: readonly Figure[], session: Session): Promise<void> {
  const { standalone } = await import('../report/figures/figure.js');
  const { writeTexts } = await import('../tables/output-path.js');
  const files = figures.map((one) => ({
    path: join(folder, `${one.name}.svg`),
    text: standalone(one),
  }));
  await writeTexts(files, session.job);
  session.line(`wrote ${plural(files.length, 'figure')} to ${folder}`);
}
