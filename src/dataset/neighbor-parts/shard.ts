import { TanimarkError } from '../../errors.js';
import { optionName, optionValue } from '../../spelling.js';
import type { NeighborsSummary } from './types.js';

/** The most parts of one search. */
const MAX_SHARDS = 100_000;

/** A part of the rows of a table: the `index`-th, from 1, of `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** All rows. */
export const WHOLE: Shard = { index: 1, of: 1 };

/** The options that name a part of the queries and one of the references. */
export type ShardOption = 'shard' | 'referenceShard';

/**
 * Reads a part such as `2/7` or `2-of-7`.
 *
 * @throws TanimarkError (usage)
 */
export function parseShard(text: string, option: ShardOption = 'shard'): Shard {
  const match = /^(\d{1,6})(?:\/|-of-)(\d{1,6})$/.exec(text.trim());
  const [index, of] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (!(index >= 1 && index <= of && of <= MAX_SHARDS)) {
    throw new TanimarkError(
      'usage',
      `${optionValue(option, text)}: give the part number and the number of parts, such as 2/7 or 2-of-7 (parts count from 1)`,
    );
  }
  return { index, of };
}

/** The one form in which results name a part: `2/7`. */
export function shardText({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** The rows of a part, `[first, end)`, of `rows` rows: contiguous, and as equal in number as can be. */
export function shardRows({ index, of }: Shard, rows: number): [number, number] {
  return [Math.floor(((index - 1) * rows) / of), Math.floor((index * rows) / of)];
}

/** What a search was limited to; either may be null. */
export type Parts = Pick<NeighborsSummary, 'shard' | 'reference_shard'>;

/** The options that make a part: `--shard 2/7 --reference-shard 1/3`. */
export function shardOptions({ shard, reference_shard }: Parts): string {
  return [
    ...(shard === null ? [] : [optionValue('shard', shard)]),
    ...(reference_shard === null ? [] : [optionValue('referenceShard', reference_shard)]),
  ].join(' ');
}

/** A part in words: `part 2/7`, `part 2/7 × reference part 1/3`. */
export function shardWords({ shard, reference_shard }: Parts): string {
  return [
    ...(shard === null ? [] : [`part ${shard}`]),
    ...(reference_shard === null ? [] : [`reference part ${reference_shard}`]),
  ].join(' × ');
}

/** The name of a part's file in a folder, without its ending: `part-2-of-7`, `part-2-of-7-ref-1-of-3`. */
export function shardFileName({ shard, reference_shard }: Parts): string {
  const words = (text: string) => text.replace('/', '-of-');
  return [
    'part',
    ...(shard === null ? [] : [words(shard)]),
    ...(reference_shard === null ? [] : [`ref-${words(reference_shard)}`]),
  ].join('-');
}

/** Both options in words, for messages: `--shard or --reference-shard`. */
export function shardOptionNames(): string {
  return `${optionName('shard')} or ${optionName('referenceShard')}`;
}
