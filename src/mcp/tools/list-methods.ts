import { oneOf, required } from '../../options/kinds.js';
import { option } from '../../options/option.js';
import type { Tool } from '../tool.js';

const KINDS = ['splits', 'metrics', 'baselines', 'fingerprints'] as const;

export const listMethods: Tool = {
  name: 'list_methods',
  title: 'List methods',
  description:
    'Lists methods of splitting with their options, metrics with their meaning, baselines, or fingerprints. Use it before split or score if you do not know a name. It reads no data.',
  options: {
    kind: option(required(oneOf(KINDS)), 'what to list', {
      choices: Object.fromEntries(KINDS.map((kind) => [kind, ''])),
    }),
  },
  reads: [],
  writes: [],
  isReadOnly: true,
  async run({ kind }: { readonly kind: (typeof KINDS)[number] }) {
    return { summary: { [kind]: await lists[kind]() }, reading: [] };
  },
};

const lists: Readonly<Record<(typeof KINDS)[number], () => Promise<object[]>>> = {
  async splits() {
    const { splitters } = await import('../../splitters/registry.js');
    return splitters.map(({ name, summary, options }) => ({
      name,
      summary,
      options: options.map((one) => ({ name: one.name, summary: one.summary })),
    }));
  },
  async metrics() {
    const { metrics } = await import('../../metrics/registry.js');
    return metrics.map(({ name, title, labels, direction }) => ({
      name,
      title,
      labels,
      direction,
    }));
  },
  async baselines() {
    const { baselines } = await import('../../evaluation/baselines/registry.js');
    return baselines.map(({ name, title }) => ({ name, title }));
  },
  async fingerprints() {
    const { fingerprintUsages } = await import('../../chemistry/fingerprint-kinds.js');
    return fingerprintUsages().map((usage) => ({ usage }));
  },
};
