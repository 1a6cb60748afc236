import { MULTIPLE } from '../../chemistry/cells.js';
import { STANDARDIZE_LEVELS } from '../../chemistry/standardize/levels.js';
import { parameterOf } from '../../spelling.js';
import { CENSORED, CENSORED_EARLIER } from '../../tables/labels.js';

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (value: unknown) =>
    words.find((word) => word === value);

/** What partners of pairs are. */
export const PARTNER_KINDS = ['sequence', 'molecule', 'category'] as const;

/** The settings of a split that those who read it take over from its manifest, each with what reads it there. */
const RECORDED = {
  bins: text,
  fingerprint: text,
  smiles: text,
  label: text,
  censored: oneOf([...CENSORED, ...CENSORED_EARLIER]),
  positive: text,
  transform: text,
  standardize: oneOf(STANDARDIZE_LEVELS),
  multiple: oneOf(MULTIPLE),
  partner: text,
  partnerKind: oneOf(PARTNER_KINDS),
  partnerFingerprint: text,
  drugs: text,
  targets: text,
  targetSimilarity: text,
  /** Of a split that was made elsewhere, where its column has no usual name. */
  splitColumn: text,
};

/** How a split was made, as far as it matters to those who read it. */
export type SplitSettings = {
  readonly [Name in keyof typeof RECORDED]?: NonNullable<ReturnType<(typeof RECORDED)[Name]>>;
};

export const SPLIT_SETTINGS = Object.keys(RECORDED) as (keyof SplitSettings)[];

/** The settings among a manifest's parameters. */
export function settingsIn(parameters: Readonly<Record<string, unknown>>): SplitSettings {
  const found = Object.entries(RECORDED).flatMap(([name, read]) => {
    const value = read(parameters[parameterOf(name)]);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(found);
}
