import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { splitters } from '../src/splitters/registry.js';

const text = readFileSync(new URL('../docs/which-method.md', import.meta.url), 'utf8');
const named = [...text.matchAll(/-m ([a-z-]+(?:,[a-z-]+)*)/g)].flatMap(([, names]) =>
  names.split(','),
);

it('docs/which-method.md names methods that exist', () => {
  const known = splitters.map(({ name }) => name);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

it.each(splitters.map(({ name }) => name))('docs/which-method.md has a use of %s', (name) => {
  expect(name === 'sae' || named.includes(name)).toBe(true);
});

it('CITATION.cff has the version of the package', () => {
  const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  const { version } = JSON.parse(read('package.json'));
  expect(read('CITATION.cff')).toContain(`\nversion: ${version}\n`);
});
