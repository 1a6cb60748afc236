import { z } from 'zod';
import { DATASET_TASKS } from './types.js';

const NAME = /^[a-z0-9][a-z0-9.-]{0,79}$/;
/** More than any file of molecules that is published. */
const MOST_BYTES = 64 * 1024 ** 3;

const line = z.string().regex(/^[^\r\n]*\S[^\r\n]*$/, 'must be one line of text');
const name = z
  .string()
  .regex(NAME, 'must be lower-case letters, digits, "-" and "." (at most 80), no "-" first');
const wholeNumber = z.int().min(0).max(MOST_BYTES);
const column = line;

/** A name and no path: it is joined to a folder of the cache. */
const fileName = z
  .string()
  .regex(/^(?!\.)[\w .+()-]{1,120}$/, 'must be the name of a file, without a folder');

const url = z
  .string()
  .regex(
    /^(https:\/\/|file:)\S+$/,
    'must begin with https:// (or file:, in a registry of your own)',
  );

const columns = z.strictObject({
  smiles: column,
  id: column.optional(),
  labels: z.array(column),
  ignore: z.array(column).optional(),
  target: column.optional(),
  sequence: column.optional(),
  time: column.optional(),
});

const share = z.number().min(0).max(1);
const ownSplit = z.union([
  z.strictObject({ column }),
  z.strictObject({
    part: z.enum(['train', 'valid', 'train_valid', 'test']),
    with: z.array(name),
  }),
  z.strictObject({ method: line, fractions: z.tuple([share, share, share]).optional() }),
]);

/** {@link DatasetFields}, each optional: a family gives some, a data set the others. */
const fields = z.strictObject({
  summary: line.optional(),
  tags: z.array(line).optional(),
  urls: z.array(url).min(1).optional(),
  path: line.optional(),
  bundled: fileName.optional(),
  member: line.optional(),
  file: fileName.optional(),
  bytes: wholeNumber.nullable().optional(),
  max_bytes: wholeNumber.optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits, or null')
    .nullable()
    .optional(),
  md5: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits, or null')
    .nullable()
    .optional(),
  format: line.optional(),
  header: z.boolean().optional(),
  rows: wholeNumber.nullable().optional(),
  columns: columns.optional(),
  task: z.enum(DATASET_TASKS).nullable().optional(),
  positive: line.optional(),
  unit: line.nullable().optional(),
  metric: line.nullable().optional(),
  split: ownSplit.nullable().optional(),
  license: line.optional(),
  citation: line.optional(),
  homepage: z
    .string()
    .regex(/^https:\/\/\S+$/, 'must begin with https://')
    .optional(),
  faults: z.array(line).optional(),
});

/** A registry file: {@link DatasetFamily}. */
export const familySchema = z.strictObject({
  family: name,
  title: line,
  summary: line,
  defaults: fields.optional(),
  suites: z
    .record(name, z.strictObject({ summary: line, datasets: z.array(name).min(1) }))
    .optional(),
  datasets: z.array(fields.extend({ name })).min(1),
});
