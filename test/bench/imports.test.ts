import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const names = (folder: string) =>
  readdirSync(new URL(folder, root)).flatMap((name) =>
    name.endsWith('.js') ? [`${folder}${name}`] : [],
  );

describe('benches and scripts', () => {
  it.each([...names('bench/'), ...names('scripts/')])(
    '%s imports what the build has',
    async (path) => {
      const text = readFileSync(new URL(path, root), 'utf8');
      for (const [, list, target] of text.matchAll(
        /import \{([^}]*)\} from '\.\.\/(dist\/[^']+)'/g,
      )) {
        const known = await import(new URL(target, root).href);
        const wanted = list.split(',').map((name) => name.trim().split(' as ')[0]);
        expect(wanted.filter((name) => name !== '' && !(name in known))).toEqual([]);
      }
    },
  );
});
