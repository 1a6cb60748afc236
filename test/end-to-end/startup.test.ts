import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { modulesOf } from '../../bench/modules.js';
import { commands } from '../../src/cli/commands.js';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** What a file imports before it does anything, and what that imports: files of the source and packages. */
function importsOf(file: string): string[] {
  const found = new Set([join(source, file)]);
  for (const path of found) {
    if (!path.startsWith(source)) continue;
    // Types are gone once it is built, and what is imported in a call comes later.
    for (const [, from] of readFileSync(path, 'utf8').matchAll(
      /^(?:import|export) (?!type )[^;]*? from '([^']+)'/gm,
    )) {
      found.add(from.startsWith('.') ? join(dirname(path), from).replace(/\.js$/, '.ts') : from);
    }
  }
  return [...found];
}

describe('start-up', () => {
  it.each([
    ['--version', 40],
    ['--help', 40],
    ['score --help', 80],
  ])('of %s loads fewer than %i modules', (command, limit) => {
    const modules = modulesOf(command.split(' '));
    expect(modules).toContainEqual(expect.stringMatching(/\/bin\/tanimark\.js$/));
    expect(modules).toContainEqual(expect.stringMatching(/\/commander\/lib\/command\.js$/));
    expect(modules.length).toBeLessThan(limit);
    expect(modules.filter((url) => /node_modules\/@rdkit|\/workflows\//.test(url))).toEqual([]);
  });

  it.each(commands)('loads no work before $name is called', ({ name }) => {
    const imports = importsOf(`cli/${name}.ts`);
    expect(imports.length).toBeGreaterThan(0);
    expect(
      imports.filter((path) => /^@rdkit|[/\\]workflows[/\\].*[/\\]index\.ts$/.test(path)),
    ).toEqual([]);
  });
});
