import { fingerprintUsages } from '../../chemistry/fingerprint-kinds.js';
import { bundledFamilies } from '../../dataset/named/load-registry.js';
import { documentNames } from '../../documents.js';
import { baselines } from '../../evaluation/baselines/registry.js';
import { metrics } from '../../metrics/registry.js';
import { splitters } from '../../splitters/registry.js';

const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);

/** Names of the bundled data sets. */
export function datasetNames(): string[] {
  return bundledFamilies().flatMap((family) => names(family.datasets));
}

/** Words that an option may have for its value, from a registry; with commas several of them. */
interface RegistryWords {
  readonly words: () => readonly string[];
  readonly isList: boolean;
}

/** Options whose words come from registries, by name. */
export const OPTION_WORDS: Readonly<Record<string, RegistryWords>> = {
  method: { words: () => names(splitters), isList: true },
  metrics: { words: () => names(metrics), isList: true },
  curve: { words: () => names(metrics), isList: false },
  baselines: { words: () => names(baselines), isList: true },
  fingerprint: {
    words: () => fingerprintUsages().map((usage) => usage.replace(/[:<].*$/, '')),
    isList: false,
  },
};

/** Commands whose arguments are words from registries. */
export const ARGUMENT_WORDS: Readonly<Record<string, () => readonly string[]>> = {
  schema: () => documentNames,
  datasets: datasetNames,
};
