import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleRepository } from '../../scripts/example-repository.js';
import { Folder, run } from './run.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const examples = [
  ...readme.matchAll(/<!-- output( in a repository)?: tanimark (.*) -->\n```\n([\s\S]*?)```/g),
].map(([, where, command, output]) => ({ inRepository: where !== undefined, command, output }));
const folder = new Folder();
const repository = new Folder();
beforeAll(() => {
  exampleRepository(repository.path, (args) => run(args, { cwd: repository.path }));
});
afterAll(() => {
  folder.remove();
  repository.remove();
});

describe('the README', () => {
  it('has outputs to compare', () => {
    expect(examples.length).toBe(9);
  });

  it.each(examples)(
    'shows what `tanimark $command` prints',
    ({ inRepository, command, output }) => {
      const cwd = inRepository ? repository.path : folder.path;
      const { code, stdout, stderr } = run(command.split(' '), { cwd });
      // The gate of the repository stops its pull request.
      expect(code).toBe(command.startsWith('check') ? 1 : 0);
      expect(untimed(stdout + stderr)).toBe(untimed(output));
    },
  );
});

/** A text without the seconds at the ends of its lines. */
function untimed(text: string): string {
  return text.trimEnd().replace(/ +(?:time|\d+\.\d s)$/gm, '');
}
