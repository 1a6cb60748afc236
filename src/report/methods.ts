import { splitters } from '../splitters/registry.js';
import type { Series, Splitter, SplitterOption } from '../splitters/splitter.js';
import { capital } from '../text.js';
import { wrap } from './layout.js';

/** Renders `--methods`: each method with its purpose, source and options. */
export function renderMethods(): string {
  const lines = splitters.flatMap(({ name, summary, reference, options, folds }) => [
    name,
    wrap(`${summary}${folds ? '' : ' (no --folds)'}`, 80, '  '),
    wrap(`(${reference})`, 80, '  '),
    ...(options.length === 0 ? [] : [wrap(options.map(optionText).join(', '), 80, '  ')]),
  ]);
  return `${lines.join('\n')}\n`;
}

function optionText(option: SplitterOption): string {
  const usual = option.placeholder === '' || option.default === '' ? '' : ` (${option.default})`;
  return `${flagOf(option)}${usual}`;
}

const SIZES = `## Sizes

Rows of one molecule, groups and clusters are never divided, so not every size can be reached. Test and validation set are then filled together: no choice of whole groups or clusters comes closer to the requested sizes, in sum. The summary gives the sizes, the reason, and whether they are proven: "no closer sizes are possible", or "closer sizes may exist (not proven)" where there are too many sums to examine (more than about 50 million). This holds for sae, random, stratified, group, simpd, and all methods that keep clusters; scaffold follows DeepChem's rule, and chemprop's with \`--balanced\`, where that rule reaches the requested sizes. Folds are dealt out instead, the largest group first (scikit-learn's GroupKFold). Methods with an order (property, time, perimeter, maxmin and others) cut it where each size is nearest.

With \`--max-discard\`, components leaves out the fewest molecules that make the sizes possible within \`--tolerance\`. The number is proven for small tables (up to 200 molecules or groups, as long as 30,000 sets of molecules cover all smaller numbers); beyond that it is what a search finds.`;

/** docs/methods.md, from the methods' descriptions. @internal for scripts/update-readme.js */
export function methodsMarkdown(): string {
  const parts = [
    '# Methods of splitting',
    'Made from the descriptions in `src/splitters` by `scripts/update-readme.js`; do not edit.',
    'Every method gives a test set and, with `--valid`, a validation set; keeps rows of one molecule, and with `--group` rows of one group, on one side; and is checked afterwards from scratch: sizes as requested or explained, clusters undivided, and the similarity limit that it promises. Where a method moves whole series, 95% intervals of scores are by cluster of the test molecules ([score.md](score.md#test-sets-of-whole-series)). `tanimark split data.csv -m a,b,c --compare` shows several side by side.',
    SIZES,
    ...splitters.map(section),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What of a split is undivided in the clusters of its test molecules. */
const UNDIVIDED: Readonly<Record<Series, string>> = {
  scaffolds: ', scaffolds undivided',
  groups: ', groups undivided',
  clusters: '',
};

function section(splitter: Splitter): string {
  const { name, summary, reference, options, usesSeed, series } = splitter;
  const seed =
    typeof usesSeed === 'function'
      ? 'with some options'
      : usesSeed
        ? 'yes'
        : 'no (the split is always the same)';
  const facts = [
    `- source: ${reference}`,
    `- seed: ${seed}; \`--folds\`: ${foldsText(splitter)}`,
    ...(series === undefined ? [] : [`- intervals of scores: by cluster${UNDIVIDED[series]}`]),
    ...options.map((option) => `- \`${flagOf(option)}\`: ${option.summary}${defaultOf(option)}`),
  ];
  return [`## \`${name}\``, `${capital(summary)}.`, facts.join('\n')].join('\n\n');
}

function foldsText({ folds, alwaysFolds }: Splitter): string {
  if (alwaysFolds) return 'always (the method defines them)';
  return folds ? 'yes' : 'no';
}

function flagOf({ name, placeholder }: SplitterOption): string {
  return placeholder === '' ? `--${name}` : `--${name} ${placeholder}`;
}

function defaultOf({ placeholder, default: usual }: SplitterOption): string {
  return placeholder === '' || usual === '' ? '' : ` (default: ${usual})`;
}
