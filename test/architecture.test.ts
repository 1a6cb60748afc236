import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** The direction in which data flows: a folder may import from those before it, and from itself. */
const flow = [
  'numerics',
  'tables',
  'chemistry',
  'similarity',
  'splitters',
  'metrics',
  'statistics',
  'audit',
  'gate',
  'workflows',
  'report',
];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((f) =>
  f.endsWith('.ts'),
);
const imports = files.flatMap((file) =>
  [...readFileSync(join(source, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, target]) => ({
    file: file.split(sep).join('/'),
    target: target.startsWith('.')
      ? relative(source, join(source, dirname(file), target))
          .split(sep)
          .join('/')
      : target,
    local: target.startsWith('.'),
  })),
);
const folderOf = (path: string) => (path.includes('/') ? path.split('/')[0] : '');

describe('the source', () => {
  it('imports in the direction of flow only', () => {
    const against = imports.filter(({ file, target, local }) => {
      const [from, to] = [folderOf(file), folderOf(target)];
      if (!local || to === '' || from === to || from === '' || from === 'cli') return false;
      return flow.indexOf(to) > flow.indexOf(from) || to === 'cli';
    });
    expect(against).toEqual([]);
  });

  it('has a command line that uses the public library and nothing else', () => {
    const inner = imports.filter(
      ({ file, target, local }) =>
        local && folderOf(file) === 'cli' && folderOf(target) !== 'cli' && target !== 'index.js',
    );
    expect(inner).toEqual([]);
  });

  it('imports RDKit in chemistry alone, and chalk and commander where people are talked to', () => {
    const where = (name: string) => [
      ...new Set(imports.filter((i) => i.target === name).map((i) => folderOf(i.file))),
    ];
    expect(where('@rdkit/rdkit')).toEqual(['chemistry']);
    expect(where('commander')).toEqual(['cli']);
    expect(where('chalk').sort()).toEqual(['cli', 'report']);
  });

  it('has no file above 400 lines', () => {
    const long = files.filter(
      (f) => readFileSync(join(source, f), 'utf8').split('\n').length > 400,
    );
    expect(long).toEqual([]);
  });
});
