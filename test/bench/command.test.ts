import { describe, expect, it } from 'vitest';
import {
  CommandProblem,
  expanded,
  placeholdersIn,
  shellWord,
  wordsOf,
} from '../../src/bench/command.js';

describe('the words of a command', () => {
  it.each<[string, string[]]>([
    ['python train.py {train}', ['python', 'train.py', '{train}']],
    ['  a \t b\nc ', ['a', 'b', 'c']],
    ["a 'b c' d", ['a', 'b c', 'd']],
    ['a "b c"d', ['a', 'b cd']],
    ['a "b \\" c" \\"', ['a', 'b " c', '"']],
    ["a 'b \\ c'", ['a', 'b \\ c']],
    ['a "b \\ c"', ['a', 'b \\ c']],
    ['a b\\ c', ['a', 'b c']],
    ['a \\\n  b', ['a', 'b']],
    ["a '' b", ['a', '', 'b']],
    ['a \'|\' ">" b', ['a', '|', '>', 'b']],
    ["a --pattern '$HOME' x>y", ['a', '--pattern', '$HOME', 'x>y']],
    ['a -o x=1', ['a', '-o', 'x=1']],
  ])('of %j', (command, words) => {
    expect(wordsOf(command)).toEqual(words);
  });

  it.each([
    ['a | b', 'has |, which needs a shell; add shell: true'],
    ['a && b', 'has &&, which needs a shell'],
    ['a > log', 'has >, which needs a shell'],
    ['a 2>&1', 'has 2>&1, which needs a shell'],
    ['a; b', 'has a;, which needs a shell'],
    ['a < x', 'has <, which needs a shell'],
    ['OMP_NUM_THREADS=1 a', 'has OMP_NUM_THREADS=1, which needs a shell'],
    ['a $HOME', 'has $HOME, which needs a shell'],
    ['a "$(b)"', 'has $(b), which needs a shell'],
    ["a 'b", "has a ' without its end"],
    ['a \\', 'ends in a backslash'],
    ['  ', 'is blank'],
  ])('are refused for %j', (command, message) => {
    expect(() => wordsOf(command)).toThrow(CommandProblem);
    expect(() => wordsOf(command)).toThrow(message);
  });
});

describe('placeholders', () => {
  const values = {
    ...{ train: '/a b/train.csv', valid: 'v', test: 't', data: 'd', splits: 's' },
    ...{ predictions: 'p', workdir: 'w', seed: '7', label: "it's", task: 'regression' },
  };

  it('are found, and unknown ones are refused with the nearest', () => {
    expect(placeholdersIn('a {train}:{seed} {{x')).toEqual(['train', 'seed']);
    expect(() => placeholdersIn('{tran}')).toThrow(
      'has an unknown placeholder {tran}; did you mean {train}?',
    );
    expect(() => placeholdersIn('{zzzzzz}')).toThrow(
      '; it takes {train} {valid} {test} {data} {splits} {predictions} {workdir} {seed} {label} {task}',
    );
  });

  it('are replaced within words, and as words of a shell', () => {
    expect(expanded('--in={train} {seed}{seed}', values)).toBe('--in=/a b/train.csv 77');
    expect(expanded('x {train} {label} {seed}', values, shellWord)).toBe(
      "x '/a b/train.csv' 'it'\\''s' 7",
    );
  });
});
