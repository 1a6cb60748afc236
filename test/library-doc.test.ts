import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './helpers.js';

const folder = temporaryFolder();
const library = new URL('../dist/index.js', import.meta.url).href;

describe('docs/library.md', () => {
  it('is a program that prints what it says', () => {
    const text = readFileSync(new URL('../docs/library.md', import.meta.url), 'utf8');
    const blocks = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
    const program = blocks.join('\n').replaceAll("from 'tanimark'", `from '${library}'`);
    writeFileSync(folder.at('program.mjs'), program);
    const printed = execFileSync(process.execPath, ['program.mjs'], {
      cwd: folder.at('.'),
      encoding: 'utf8',
    });
    const promised = [...program.matchAll(/^ *\/\/ → (.*)$/gm)].map(([, line]) => line);
    expect(promised.length).toBeGreaterThan(15);
    expect(printed.trimEnd().split('\n')).toEqual(promised);
  });
});
