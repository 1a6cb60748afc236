import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.js';
import { makeExampleRepository } from '../example-repository.js';
import { temporaryFolder } from '../helpers.js';
import { spawn } from './run.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const examples = [
  ...readme.matchAll(/<!-- output( in a repository)?: tanimark (.*) -->\n```\n([\s\S]*?)```/g),
].map(([, where, command, output]) => ({ inRepository: where !== undefined, command, output }));
const folder = temporaryFolder();
const repository = temporaryFolder();
beforeAll(() => makeExampleRepository(repository.path));

describe('the README', () => {
  it('has outputs to compare', () => {
    expect(examples.length).toBe(9);
  });

  it.each(examples)(
    'shows what `tanimark $command` prints',
    async ({ inRepository, command, output }) => {
      const cwd = inRepository ? repository.path : folder.path;
      // The first command that people run is run as they run it.
      const how = command === 'demo' ? spawn : run;
      const { code, stdout, stderr } = await how(command.split(' '), { cwd });
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
