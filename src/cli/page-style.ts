import { TanimarkError } from '../errors.js';
import type { Style } from '../report/style.js';
import { commandLine } from './command-line.js';

/** A style for a result that may be a page. @throws TanimarkError (usage) for `--structures` of another format */
export function withPage(
  style: Style,
  format: string,
  { structures }: { readonly structures?: number | undefined } = {},
): Style {
  checkStructures(format, structures);
  return { ...style, page: { structures, command: commandLine() } };
}

/** Refuses `--structures` where it has no effect. @throws TanimarkError (usage) */
export function checkStructures(format: string, structures: number | undefined): void {
  if (structures === undefined || format === 'html') return;
  throw new TanimarkError(
    'usage',
    '--structures has no effect: structures are drawn in HTML alone; add -o report.html',
  );
}
