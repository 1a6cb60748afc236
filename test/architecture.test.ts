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
  'dataset',
  'splitters',
  'metrics',
  'statistics',
  'evaluation',
  'audit',
  'options',
  'gate',
  'bench',
  'workflows',
  'report',
  'schemas',
  'mcp',
];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((f) =>
  f.endsWith('.ts'),
);
const imports = files.flatMap((file) =>
  [...readFileSync(join(source, file), 'utf8').matchAll(/(?:from |import\(\s*)'([^']+)'/g)].map(
    ([, target]) => ({
      file: file.split(sep).join('/'),
      target: target.startsWith('.')
        ? relative(source, join(source, dirname(file), target))
            .split(sep)
            .join('/')
        : target,
      local: target.startsWith('.'),
    }),
  ),
);
/** Commands that are made of others. */
const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  // Makes splits and scores predictions.
  bench: ['score', 'split'],
  // Its audit rules.
  check: ['audit'],
  // The split that a data set comes with.
  datasets: ['audit'],
  demo: ['score', 'split'],
  // All that is known of a split and its predictions.
  report: ['audit', 'compare', 'score'],
  // Baselines are scored on a split that was just made.
  score: ['split'],
  // Makes a split again.
  verify: ['split'],
};
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

  it('has no circle of imports', () => {
    const targets = new Map<string, string[]>();
    for (const { file, target, local } of imports) {
      if (local) targets.set(file, [...(targets.get(file) ?? []), target.replace(/\.js$/, '.ts')]);
    }
    const ended = new Set<string>();
    const circles: string[][] = [];
    const visit = (file: string, path: readonly string[]) => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file]);
      if (ended.has(file) || path.includes(file)) return;
      for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
      ended.add(file);
    };
    for (const file of files) visit(file.split(sep).join('/'), []);
    expect(circles).toEqual([]);
  });

  it('has commands that import no other, but those that are made of others', () => {
    const commandOf = (path: string) => /^workflows\/([^/]+)\//.exec(path)?.[1];
    const others = new Map<string, Set<string>>();
    for (const { file, target } of imports) {
      const [from, to] = [commandOf(file), commandOf(target)];
      if (!from || !to || from === to) continue;
      others.set(from, (others.get(from) ?? new Set()).add(to));
    }
    const found = Object.fromEntries([...others].map(([from, to]) => [from, [...to].sort()]));
    expect(found).toEqual(MADE_OF);
  });

  it('has a command line that does no science', () => {
    const science = ['numerics', 'metrics', 'statistics', 'audit'];
    // Names, defaults and choices, for help.
    const described =
      /^(?:chemistry\/(?:cache|fingerprint|standardize\/levels|cells)|similarity\/bins|splitters\/(?:registry|splitter|sizes)|statistics\/resampling|evaluation\/(?:options|baselines\/registry))/;
    const used = imports.filter(
      ({ file, target, local }) => file.startsWith('cli/') && local && !described.test(target),
    );
    expect(used.length).toBeGreaterThan(50);
    expect(
      used.filter(({ target }) =>
        [...science, 'chemistry', 'similarity', 'splitters', 'evaluation'].includes(
          folderOf(target),
        ),
      ),
    ).toEqual([]);
  });

  it('has a library without helpers of terminals and files', () => {
    const library = imports.filter(({ file }) => file === 'index.ts');
    expect(
      library.flatMap(({ target }) =>
        /^(?:cli|text|io|tables\/(?!formats)|report\/(?!registry|reporters|results))/.test(target)
          ? [target]
          : [],
      ),
    ).toEqual([]);
  });

  it('loads little before a command is called', () => {
    const loaded = new Set(['cli/main.ts']);
    for (const file of loaded) {
      const text = readFileSync(join(source, file), 'utf8');
      // Types are gone once it is built, and what is imported in a call comes later.
      for (const [, target] of text.matchAll(
        /^(?:import|export) (?!type )[^;]*? from '(\.[^']+)'/gm,
      )) {
        loaded.add(join(dirname(file), target).split(sep).join('/').replace(/\.js$/, '.ts'));
      }
    }
    expect(loaded.size).toBeGreaterThan(5);
    expect(loaded.size).toBeLessThan(40);
    for (const { file, target, local } of imports) {
      if (loaded.has(file) && !local)
        expect(target).toMatch(/^(?:node:|commander$|chalk$|string-width$)/);
    }
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
