import { describe, expect, it } from 'vitest';
import { modulesOf } from '../../bench/modules.js';

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
  });

  it('loads no work before a command is called', () => {
    for (const command of ['score', 'audit', 'compare', 'check', 'neighbors', 'verify', 'demo']) {
      const modules = modulesOf([command, '--help']);
      expect(
        modules.filter((url) => /node_modules\/@rdkit|\/workflows\/.*\/index\.js$/.test(url)),
      ).toEqual([]);
    }
  });
});
