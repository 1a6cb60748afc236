import { type Command, Option } from 'commander';
import { splitters } from '../splitters/registry.js';
import type { Splitter, SplitterOption } from '../splitters/splitter.js';
import { forLibrary } from './options.js';
import type { CommonOptions } from './session.js';
import type { SplitFlags } from './split-flags.js';

/** The options of all methods, each once, for commander. */
export function methodOptions(): Option[] {
  const byName = new Map<string, { owner: Splitter; option: SplitterOption }[]>();
  for (const owner of splitters) {
    for (const option of owner.options) {
      byName.set(option.name, [...(byName.get(option.name) ?? []), { owner, option }]);
    }
  }
  return [...byName].map(([name, owners]) => {
    const { placeholder } = owners[0].option;
    const flag = placeholder === '' ? `--${name}` : `--${name} ${placeholder}`;
    // Methods that say the same of an option are named together.
    const byText = new Map<string, string[]>();
    for (const { owner, option } of owners) {
      const usual =
        option.default === '' || placeholder === '' ? '' : ` (default: ${option.default})`;
      const text = `${option.summary}${usual}`;
      byText.set(text, [...(byText.get(text) ?? []), owner.name]);
    }
    const texts = [...byText].map(([text, names]) => `${names.join(', ')}: ${text}`);
    // One line for each meaning.
    return new Option(flag, texts.join(';\n')).helpGroup('Options of methods:');
  });
}

/** Options of methods that the user gave, by name. */
export function givenMethodOptions(command: Command): Record<string, string> {
  const given: Record<string, string> = {};
  for (const option of methodOptions()) {
    const value = command.getOptionValue(option.attributeName());
    if (value !== undefined) given[option.name()] = String(value);
  }
  return given;
}

/** Options that apply to each split, one or several. */
export function splitOptions(flags: SplitFlags) {
  const ofMethods = methodOptions().map((option) => option.attributeName());
  return forLibrary(flags, ['methods', 'compare', 'sweep', ...ofMethods]) as Omit<
    SplitFlags,
    'methods' | 'compare' | 'sweep' | 'output' | 'format' | keyof CommonOptions
  >;
}
