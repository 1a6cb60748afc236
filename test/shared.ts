import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../shared/', import.meta.url));

/** Real data and reference values; not part of the project, and absent from a plain clone. */
export const hasShared = existsSync(folder);
if (!hasShared) console.warn('../shared is absent: tests against real data are skipped');

export function sharedPath(name: string): string {
  return `${folder}${name}`;
}

export function sharedJson<T>(name: string): T {
  return JSON.parse(readFileSync(sharedPath(name), 'utf8')) as T;
}
