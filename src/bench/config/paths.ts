import { relative, resolve, sep } from 'node:path';

/** A path from the working folder, with slashes. */
export function fromHere(path: string): string {
  const near = relative(process.cwd(), resolve(path)) || '.';
  return (near.startsWith('..') && path.length <= near.length ? path : near).split(sep).join('/');
}
