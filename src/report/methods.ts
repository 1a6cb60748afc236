import { splitters } from '../splitters/registry.js';
import type { SplitterOption } from '../splitters/splitter.js';
import { wrap } from './layout.js';

/** What `--methods` prints: each method with what it does, where it comes from, and its options. */
export function renderMethods(): string {
  const lines = splitters.flatMap(({ name, summary, reference, options, folds }) => [
    name,
    wrap(`${summary}${folds ? '' : ' (no --folds)'}`, 80, '  '),
    wrap(`(${reference})`, 80, '  '),
    ...(options.length === 0 ? [] : [wrap(options.map(optionText).join(', '), 80, '  ')]),
  ]);
  return `${lines.join('\n')}\n`;
}

function optionText({ name, placeholder, default: usual }: SplitterOption): string {
  const flag = placeholder === '' ? `--${name}` : `--${name} ${placeholder}`;
  return placeholder === '' || usual === '' ? flag : `${flag} (${usual})`;
}
