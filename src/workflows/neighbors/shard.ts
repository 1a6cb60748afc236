import { TanimarkError } from '../../errors.js';
import { optionValue } from '../../spelling.js';

/** The most parts of one search. */
const MAX_SHARDS = 100_000;

/** A part of the query rows: the `index`-th, from 1, of `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/**
 * Reads a part such as `2/7`.
 *
 * @throws TanimarkError (usage)
 */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim());
  const [index, of] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (!(index >= 1 && index <= of && of <= MAX_SHARDS)) {
    throw new TanimarkError(
      'usage',
      `${optionValue('shard', text)}: give the part number and the number of parts, such as 2/7 (parts count from 1)`,
    );
  }
  return { index, of };
}

/** The rows of a part, `[first, end)`, of `rows` rows: contiguous, and as equal in number as can be. */
export function shardRows({ index, of }: Shard, rows: number): [number, number] {
  return [Math.floor(((index - 1) * rows) / of), Math.floor((index * rows) / of)];
}
