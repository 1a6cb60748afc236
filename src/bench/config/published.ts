import type { Problem } from '../../gate/config/problem.js';
import { list, nearestWord, printable } from '../../text.js';
import type { BenchInput } from './schema.js';
import type { PublishedScore } from './types.js';

/** The names that a published score may have. */
interface Known {
  readonly data: readonly string[];
  readonly splits: readonly string[];
}

/**
 * Published scores with the split that they are of.
 *
 * @param problems what is wrong is added to them
 */
export function resolvePublished(
  { published = [], metrics }: BenchInput,
  { data, splits }: Known,
  problems: Problem[],
): PublishedScore[] {
  const found = published.flatMap((entry, p): PublishedScore[] => {
    const { metric, value, source } = entry;
    const wrong = (key: string | undefined, message: string) => {
      problems.push({ path: ['published', p, ...(key === undefined ? [] : [key])], message });
      return [];
    };
    const unknown = (what: string, name: string, names: readonly string[]) => {
      const near = nearestWord(name, names);
      const help = near ? `did you mean ${near}?` : `choose from ${list(names)}`;
      return `is "${printable(name, 40)}", and there is no such ${what}; ${help}`;
    };
    if (!data.includes(entry.data)) return wrong('data', unknown('data set', entry.data, data));
    if (entry.split === undefined && splits.length > 1) {
      return wrong(undefined, `has no split; name the one that it is of: ${list(splits, 'or')}`);
    }
    const split = entry.split ?? splits[0];
    if (!splits.includes(split)) return wrong('split', unknown('split', split, splits));
    // The usual metrics of a task may not have it, and then nothing would be shown.
    if (!metrics?.includes(metric)) {
      return wrong('metric', `is ${metric}, which is not among metrics; add it there`);
    }
    return [{ data: entry.data, split, metric, value, source: source ?? null }];
  });
  const key = ({ data: name, split, metric }: PublishedScore) =>
    JSON.stringify([name, split, metric]);
  const twice = found.findIndex((one, i) => found.findIndex((o) => key(o) === key(one)) < i);
  if (twice >= 0 && problems.length === 0) {
    const message =
      'is of the same data set, split and metric as another entry; leave one of them out';
    problems.push({ path: ['published', twice], message });
  }
  return found;
}
