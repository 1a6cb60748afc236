import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { Folder, run } from './run.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/<!-- output: tanimark (.*) -->\n```\n([\s\S]*?)```/g)];
const folder = new Folder();
afterAll(() => folder.remove());

describe('the README', () => {
  it('has outputs to compare', () => {
    expect(examples.length).toBe(7);
  });

  it.each(examples.map(([, command, output]) => [command, output]))(
    'shows what `tanimark %s` prints',
    (command, output) => {
      const { code, stdout, stderr } = run(command.split(' '), { cwd: folder.path });
      expect(code).toBe(0);
      expect(untimed(stdout + stderr)).toBe(untimed(output));
    },
  );
});

/** A text without the seconds at the ends of its lines. */
function untimed(text: string): string {
  return text.trimEnd().replace(/ +(?:time|\d+\.\d s)$/gm, '');
}
