import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { methodsMarkdown, renderMethods } from '../../src/report/methods.js';
import { splitters } from '../../src/splitters/registry.js';

describe('docs/methods.md', () => {
  it('is what the methods say (node scripts/update-readme.js writes it)', () => {
    const file = new URL('../../docs/methods.md', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(methodsMarkdown());
  });

  it('has every method and option, as the list on the terminal has, which fits 80 columns', () => {
    const onTerminal = renderMethods();
    for (const { name, options } of splitters) {
      expect(methodsMarkdown().split(`## \`${name}\`\n`), name).toHaveLength(2);
      expect(onTerminal.split('\n').filter((line) => line === name)).toHaveLength(1);
      for (const option of options) expect(onTerminal).toContain(`--${option.name}`);
    }
    for (const line of onTerminal.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});

describe('the table of methods in README.md', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, after] = readme.split('`tanimark split --methods` lists all ');

  it('names every method once, and no other', () => {
    const rows = after
      .slice(after.indexOf('\n|') + 1)
      .split('\n\n')[0]
      .split('\n')
      .map((row) => row.split('|')[1]);
    const named = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual(splitters.map(({ name }) => name).sort());
  });

  it('says how many there are', () => {
    expect(after.split(' ')[0]).toBe(String(splitters.length));
  });
});
