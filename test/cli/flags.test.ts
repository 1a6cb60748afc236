import { describe, expect, it } from 'vitest';
import { auditCommand } from '../../src/cli/audit.js';
import { compareCommand } from '../../src/cli/compare.js';
import { splitOptions } from '../../src/cli/method-options.js';
import { scoreCommand } from '../../src/cli/score.js';
import { splitCommand } from '../../src/cli/split.js';
import * as options from '../../src/workflows/options.js';

/** Flags of a command that are about its screen, not its work. */
const screen = ['json', 'quiet', 'color', 'threads', 'format', 'output', 'listMetrics', 'pairs'];
const flags = (command: ReturnType<typeof splitCommand>) =>
  command.options.map((option) => option.attributeName());

describe('the flags of a command', () => {
  it('are options of the library', () => {
    for (const [command, table, others] of [
      [scoreCommand(), options.SCORE_SUITE, []],
      [compareCommand(), options.COMPARE_MODELS, ['minimize', 'maximize', 'testShare']],
      [auditCommand(), options.AUDIT, []],
    ] as const) {
      const left = [...screen, ...others];
      const own = flags(command).filter((name) => !left.includes(name));
      expect(own.filter((name) => !Object.hasOwn(table, name))).toEqual([]);
    }
  });

  it('of split are options of a split, of a method, or of a series', () => {
    const all = Object.fromEntries(flags(splitCommand()).map((name) => [name, 'x']));
    const { thresholds, deployment, ...own } = splitOptions(all);
    expect([thresholds, deployment]).toEqual(['x', 'x']);
    expect(Object.keys(own).sort()).toEqual(
      Object.keys(options.SPLIT)
        .filter((name) => !['methodOptions', 'input'].includes(name))
        .sort(),
    );
  });
});
