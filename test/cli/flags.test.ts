import type { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { commands } from '../../src/cli/commands.js';
import { methodOptions, splitOptions } from '../../src/cli/method-options.js';
import { splitCommand } from '../../src/cli/split.js';
import { auditFlags } from '../../src/options/audit.js';
import { benchFlags } from '../../src/options/bench.js';
import { CHECK_FLAGS, fileFlags } from '../../src/options/check.js';
import { checkOptions } from '../../src/options/check-options.js';
import { DATASETS_FLAGS } from '../../src/options/datasets.js';
import { LIST_METRICS, ROW_FILES } from '../../src/options/evaluation.js';
import { expectFlags } from '../../src/options/expect.js';
import type { OptionTable } from '../../src/options/kinds.js';
import { neighborsFlags } from '../../src/options/neighbors.js';
import { flagsOf, helpOf, type Options, textOf } from '../../src/options/option.js';
import { splitFlags } from '../../src/options/split.js';
import { COMMON, resultOptions, STRUCTURES } from '../../src/options/table.js';
import { VERIFY_FLAGS } from '../../src/options/verify.js';
import { reportersOf, resultEndings } from '../../src/report/registry.js';
import type { ResultName } from '../../src/report/results.js';
import { endingsOf, outputFormats, tableOutputFormats } from '../../src/tables/formats/registry.js';
import * as library from '../../src/workflows/options.js';
import { errorOf } from '../helpers.js';

/** What each command declares to the command line. */
const given = vi.hoisted(() => new Map<unknown, Options>());
vi.mock('../../src/cli/add-options.js', async (original) => {
  const { addOptions } = await original<typeof import('../../src/cli/add-options.js')>();
  return {
    addOptions(command: Command, options: Options) {
      given.set(command, { ...given.get(command), ...options });
      return addOptions(command, options);
    },
  };
});

const namesOf = (formats: readonly { name: string }[]) => formats.map(({ name }) => name);
const resultOf = (...results: ResultName[]) => ({
  ...resultOptions(namesOf(reportersOf(...results)), resultEndings(...results), 'table'),
  ...COMMON,
});
const [ofSplits, pairs] = [tableOutputFormats(), outputFormats()];

interface Declared {
  readonly library: readonly OptionTable[];
  readonly others: Options;
}

/** Tables of the functions that a command calls, and what the command line declares beside them. */
const known: Readonly<Record<string, Declared>> = {
  split: {
    library: [library.SPLIT, library.COMPARE_SPLITS, library.SWEEP_SPLITS],
    others: splitFlags(namesOf(ofSplits), endingsOf(ofSplits)),
  },
  audit: {
    library: [library.AUDIT],
    others: { ...auditFlags(endingsOf(pairs)), ...resultOf('audit'), ...STRUCTURES },
  },
  score: {
    library: [library.SCORE_SUITE],
    others: {
      ...ROW_FILES,
      ...LIST_METRICS,
      ...resultOf('score', 'suite'),
      ...STRUCTURES,
    },
  },
  expect: { library: [library.EXPECT], others: expectFlags(namesOf(pairs), endingsOf(pairs)) },
  compare: {
    library: [library.COMPARE_CV, library.COMPARE_MODELS],
    others: { ...LIST_METRICS, ...resultOf('compare', 'compare-cv') },
  },
  check: {
    library: [library.GATE],
    others: {
      ...CHECK_FLAGS,
      ...fileFlags(reportersOf('check').filter(({ name }) => !['table', 'json'].includes(name))),
      ...COMMON,
    },
  },
  bench: {
    library: [library.BENCH, library.BENCH_CELLS, library.BENCH_MADE, library.BENCH_EXPORT],
    others: benchFlags(
      reportersOf('bench').filter(({ name }) => !['table', 'json'].includes(name)),
    ),
  },
  neighbors: {
    library: [library.NEIGHBORS],
    others: neighborsFlags(namesOf(pairs), endingsOf(pairs)),
  },
  verify: { library: [library.VERIFY, library.DESCRIBE], others: VERIFY_FLAGS },
  demo: { library: [library.DEMO], others: COMMON },
  datasets: {
    library: [library.LIST_DATASETS, library.FETCH_DATASETS],
    others: DATASETS_FLAGS,
  },
  cache: { library: [], others: COMMON },
};
const loaded = await Promise.all(
  commands.map(async ({ name, load }) => [name, await load()] as const),
);
/** The same of every command; of one that is not named above, what it declares. */
const declared = Object.fromEntries(
  loaded.map(([name, command]): [string, Declared] => [
    name,
    known[name] ?? { library: [], others: given.get(command) ?? {} },
  ]),
);
/** What the command line has of them. A check has its settings in the configuration. */
const tables = (name: string): [option: string, declaration: Options[string]][] => {
  const { library: own, others } = declared[name];
  return Object.entries(Object.assign({}, ...(name === 'check' ? [] : own), others));
};
const oneLine = (text: string) => text.replace(/\s+/g, ' ');
const ofMethods = methodOptions().map((one) => one.attributeName());
const optionOf = (command: Command, name: string) =>
  command.options.find((one) => one.attributeName() === name);

describe.each(loaded)('the options of %s', (name, command) => {
  it('are declared, each once, and none has a default that would count as given', () => {
    // The flag that turns an option off has its name.
    const names = command.options.flatMap((one) => (one.negate ? [] : [one.attributeName()]));
    expect(new Set(names).size).toBe(names.length);
    const options = new Map(tables(name));
    for (const option of command.options) {
      const own = option.attributeName();
      if (ofMethods.includes(own) && name === 'split') continue;
      const one = options.get(own);
      expect(one, `${name} ${option.long}`).toBeDefined();
      expect(option.flags).toBe(flagsOf(own, one as Options[string]));
      expect(option.description).toBe(helpOf(one as Options[string]));
      expect(option.defaultValue, option.flags).toBeUndefined();
    }
  });

  it('stand in the help, each with a summary that is one line', () => {
    const help = oneLine(command.helpInformation());
    for (const [own, one] of tables(name)) {
      if (one.summary === undefined) continue;
      expect(help).toContain(oneLine(`${flagsOf(own, one)} ${helpOf(one)}`));
      expect(textOf(one.summary)).toMatch(/^\S[^\n]*[^\s.]$/);
      if (one.placeholder) expect(one.placeholder).toMatch(/^<[a-z/:]+>$/);
    }
    expect(command.options.length).toBeGreaterThan(3);
  });

  it('name the effect of every choice, and refuse what is none', () => {
    for (const [own, { form, choices, read, summary }] of tables(name)) {
      if (form?.type !== 'choice' || summary === undefined) continue;
      expect(Object.keys(choices ?? {}), `${name} ${own}`).toEqual([...form.values]);
      for (const value of form.values) expect(read?.(value)).toBe(value);
      expect(() => read?.('zzz')).toThrow(`Allowed choices are ${form.values.join(', ')}.`);
      expect(optionOf(command, own)?.parseArg).toBeTypeOf('function');
    }
  });

  it('are checked by the library', async () => {
    for (const table of declared[name].library) {
      for (const own of Object.keys(table)) {
        const { message } = await errorOf(() => checkOptions('f', table, { [own]: () => 1 }));
        expect(message).toContain(`f: option "${own}" is a function; give `);
      }
    }
  });

  it('read on the command line what the library accepts', () => {
    const samples = ['1', '0.5', 'a', 'a,b', '2', '0', '0.9:1%', ';', 'log10'];
    for (const [own, { read, accepts, form, summary }] of tables(name)) {
      if (!read || summary === undefined) continue;
      const values = [...samples, ...(form?.type === 'choice' ? form.values : [])];
      const taken = values.flatMap((text) => {
        try {
          return [read(text)];
        } catch {
          return [];
        }
      });
      expect(taken.length, `${name} ${own}`).toBeGreaterThan(0);
      for (const value of taken) expect(accepts(value), `${name} ${own} ${value}`).toBe(true);
    }
  });
});

it('the options of split are those of a split, of a method, or of a series', () => {
  const all = Object.fromEntries(splitCommand().options.map((one) => [one.attributeName(), 'x']));
  const { thresholds, deployment, ...own } = splitOptions(all);
  expect([thresholds, deployment]).toEqual(['x', 'x']);
  expect(Object.keys(own).sort()).toEqual(
    Object.keys(library.SPLIT)
      .filter((name) => !['methodOptions', 'input'].includes(name))
      .sort(),
  );
});

describe('an option of a split that its readers take over', () => {
  it('says so in the help of each', () => {
    for (const [name, own] of [
      ['audit', ['bins', 'fingerprint', 'smiles', 'label', 'censored', 'positive', 'multiple']],
      ['score', ['bins', 'fingerprint', 'standardize', 'label', 'splitColumn']],
      ['compare', ['bins', 'fingerprint', 'standardize', 'label', 'splitColumn']],
    ] as const) {
      const command = loaded.find(([one]) => one === name)?.[1] as Command;
      for (const option of own) {
        expect(optionOf(command, option)?.description).toContain("(default: the split's, else ");
      }
    }
  });
});
