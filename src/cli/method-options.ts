import { type Command, Option } from 'commander';
import { splitters } from '../splitters/registry.js';
import type { Splitter, SplitterOption } from '../splitters/splitter.js';
import { forLibrary } from './options.js';
import type { CommonOptions } from './session.js';
import type { SplitFlags } from './split-flags.js';

const GROUP = 'Options of methods:';

/** The options of all methods, each once, for commander. */
export function methodOptions(): Option[] {
  const byName = new Map<string, { owner: Splitter; option: SplitterOption }[]>();
  for (const owner of splitters) {
    for (const option of owner.options) {
      byName.set(option.name, [...(byName.get(option.name) ?? []), { owner, option }]);
    }
  }
  return [...byName].flatMap(([name, owners]) => {
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
    const option = new Option(flag, texts.join(';\n')).helpGroup(GROUP);
    // A flag that is not off by default can be turned off.
    const on = owners.filter((owner) => placeholder === '' && owner.option.default !== 'false');
    if (on.length === 0) return [option];
    const off = `${on.map(({ owner }) => owner.name).join(', ')}: turn --${name} off`;
    return [option, new Option(`--no-${name}`, off).helpGroup(GROUP)];
  });
}

/** Options of methods that the user gave, by name. */
export function givenMethodOptions(command: Command): Record<string, string> {
  const given: Record<string, string> = {};
  for (const option of methodOptions()) {
    if (option.negate) continue;
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
