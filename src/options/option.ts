import { SPLIT_SETTINGS } from '../dataset/manifest/recorded.js';
import { flagOf } from '../spelling.js';
import type { Kind } from './kinds.js';

/** A text, or what makes it: of a registry, to which something may be added at any time. */
type Text = string | (() => string);

/**
 * An option, declared once: what it takes, and what users read about it. It feeds the command line and its help, the
 * check of what the library is given, and the schema of a configuration. By convention its name is camelCase, as in the
 * library and in a configuration; on the command line it is `--camel-case`.
 */
export interface Option<Value = unknown> extends Kind<Value> {
  /** A noun phrase, or an imperative, that stands alone. Without one the command line does not have the option. */
  readonly summary?: Text;
  /** The same for a flag that takes it back, `--no-header`, which is then the one that the command line has. */
  readonly negative?: string;
  /** Of its value: `<n>`; none for a flag. */
  readonly placeholder?: string;
  /** In words, or as the command line takes it. The value itself is the library's. */
  readonly default?: string;
  /** The effect of each choice. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Further sentences, where there is room for them: in the schema of a configuration. */
  readonly details?: Text;
  /** As on the command line, where that is not the name alone: `-k <n>`. */
  readonly flags?: string;
  /** Heading in the help. */
  readonly group?: string;
}

/** The options of a command, by name, in the order of its help. */
export type Options = Readonly<Record<string, Option>>;

/** An option of a kind, with what users read about it. */
export function option<Value>(
  kind: Kind<Value>,
  summary: Text,
  rest: Omit<Option, keyof Kind | 'summary'> = {},
): Option<Value> {
  return { ...kind, summary, ...rest };
}

/** A number of options under one heading of the help. */
export function grouped<Group extends Options>(group: string, options: Group): Group {
  const entries = Object.entries(options).map(([name, one]) => [name, { ...one, group }]);
  return Object.fromEntries(entries) as Group;
}

/** The options of a command that reads a split: what they are not given comes from the split's manifest. */
export function fromSplit<Own extends Options>(options: Own): Own {
  const recorded: readonly string[] = SPLIT_SETTINGS;
  const entries = Object.entries(options).map(([name, one]) => {
    const usual = `the split's, else ${one.default ?? 'none'}`;
    return [name, recorded.includes(name) ? { ...one, default: usual } : one];
  });
  return Object.fromEntries(entries) as Own;
}

/** As it is declared to the command line: `--min-n <n>`, `--no-header`. */
export function flagsOf(name: string, { flags, negative, placeholder }: Option): string {
  if (flags !== undefined) return flags;
  if (negative !== undefined) return flagOf(name).replace('--', '--no-');
  return placeholder === undefined ? flagOf(name) : `${flagOf(name)} ${placeholder}`;
}

export function textOf(text: Text): string {
  return typeof text === 'string' ? text : text();
}

/** What an option does, with the effect of each choice: `labels such as >10: error (stop), skip (no label)`. */
export function effectOf({ summary = '', choices }: Option): string {
  const text = textOf(summary);
  const effects = Object.entries(choices ?? {}).map(([choice, effect]) =>
    effect === '' ? choice : `${choice} (${effect})`,
  );
  return effects.length === 0 ? text : `${text}: ${effects.join(', ')}`;
}

/** Text of an option in the help. */
export function helpOf(one: Option): string {
  if (one.negative !== undefined) return one.negative;
  return one.default === undefined ? effectOf(one) : `${effectOf(one)} (default: ${one.default})`;
}
