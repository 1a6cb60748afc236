import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commands as listed } from '../../src/cli/commands.js';
import { completedCommands } from '../../src/cli/completion/words.js';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
folder.file('predictions.csv', 'smiles,y\n');

/** Lines, and what completes their last word: all of it, or some of it, and none of other words. */
const CASES: [line: string, all: string[] | null, some: string[], none: string[]][] = [
  ['tanimark sp', ['split'], [], []],
  ['tanimark ', null, ['split', 'score', 'completion'], ['--seed']],
  ['tanimark split --met', ['--method', '--methods'], [], []],
  ['tanimark split -m sc', ['scaffold'], [], []],
  ['tanimark split -m sae,ra', ['sae,random'], [], []],
  ['tanimark split dataset:es', ['dataset:esol'], [], []],
  ['tanimark score --task ', ['regression', 'classification', 'multiclass'], [], []],
  ['tanimark score --metrics mae,rms', null, ['mae,rmse'], ['mae,mae']],
  ['tanimark score --resample m', ['molecule'], [], []],
  ['tanimark score pred', ['predictions.csv'], [], []],
  ['tanimark score --errors pred', ['predictions.csv'], [], []],
  ['tanimark datasets fet', ['fetch'], [], []],
  ['tanimark datasets show drug', null, ['drugs'], ['esol']],
  ['tanimark schema sco', ['score'], [], []],
  ['tanimark completion ', ['bash', 'fish', 'zsh'], [], []],
  ['tanimark split --seed ', [], [], []],
  ['tanimark split --no-h', ['--no-header'], [], []],
];

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

function expectWords(found: string[], [line, all, some, none]: (typeof CASES)[number]): void {
  if (all) expect(found.sort(), line).toEqual([...all].sort());
  for (const word of some) expect(found, line).toContain(word);
  for (const word of none) expect(found, line).not.toContain(word);
}

/** What a shell prints, as lines. */
function linesOf(shell: string, args: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(shell, args, { cwd: folder.path, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

const script = async (shell: string) => {
  const { code, stdout } = await run(['completion', shell]);
  expect(code).toBe(0);
  return folder.file(`completion.${shell}`, stdout);
};

describe('completion', () => {
  it('knows every command, and every option with its choices', async () => {
    const commands = await completedCommands(listed);
    for (const { name, flags } of commands) {
      const help = (await run([name, '--help'])).stdout;
      for (const [, long] of help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)) {
        expect(
          flags.flatMap((flag) => flag.names),
          name,
        ).toContain(long);
      }
      for (const flag of flags) expect(flag.summary, `${name} ${flag.names}`).toMatch(/^\S[^\n]*$/);
    }
    const score = commands.find(({ name }) => name === 'score');
    const missing = score?.flags.find(({ names }) => names.includes('--missing'));
    expect(missing).toMatchObject({ takes: 'word', words: ['error', 'skip'] });
  });

  it('is printed as JSON, too, and for these shells alone', async () => {
    const { stdout } = await run(['completion', 'bash', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      shell: 'bash',
      script: (await run(['completion', 'bash'])).stdout,
    });
    expect(await run(['completion', 'tcsh'])).toMatchObject({ code: 2, stdout: '' });
  });

  it.skipIf(!has('bash'))('works in bash', async () => {
    const path = await script('bash');
    for (const one of CASES) {
      const [line] = one;
      // Bash divides words at colons, and takes what follows the last one.
      const code = `source ${path}
COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
COMP_LINE=$1; COMP_POINT=\${#1}; _tanimark; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const found = linesOf('bash', ['--norc', '-c', code, 'bash', line]);
      const before = line.includes('dataset:') ? 'dataset:' : '';
      expectWords(
        found.map((word) => `${before}${word}`),
        one,
      );
    }
  });

  // The functions of its completion system are stood in for, because they need a terminal.
  it.skipIf(!has('zsh'))('works in zsh', async () => {
    const path = await script('zsh');
    for (const one of CASES) {
      const [line] = one;
      const code = `typeset -g before=
compset() { case $words[CURRENT] in *,*) before=\${words[CURRENT]%,*},;; esac; }
_files() { print -l -- *(N); }
_describe() { local name=$argv[-1]; for each in "\${(@P)name}"; do print -r -- \${each%%:*}; done; }
compadd() {
  if [[ $1 == -a ]]; then print -l -- "\${(@P)2}"; return; fi
  [[ $1 == -S ]] && shift 2
  for each in "$@"; do print -r -- $before$each; done
}
source ${path}
words=("\${(@s: :)1}"); CURRENT=$#words; _tanimark || true`;
      const last = line.slice(line.lastIndexOf(' ') + 1);
      const found = linesOf('zsh', ['-f', '-c', code, 'zsh', line]);
      const own = found.filter((word) => word.startsWith(last));
      expectWords(
        own.filter((word) => !word.startsWith('completion.')),
        one,
      );
    }
  });

  it.skipIf(!has('fish'))('works in fish', async () => {
    const path = await script('fish');
    for (const one of CASES) {
      const code = `source ${path}; complete -C '${one[0]}'`;
      const found = linesOf('fish', ['--no-config', '-c', code]).map((text) => text.split('\t')[0]);
      expectWords(found, one);
    }
  });
});
