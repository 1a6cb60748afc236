import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { relocatedSpec } from '../../chemistry/own-fingerprints/spec.js';
import type { Registry } from '../../dataset/named/registry.js';
import { TanimarkError } from '../../errors.js';
import { fromHere, inFolder } from '../../folders.js';
import type { Problem } from '../../gate/config/problem.js';
import { isRecord } from '../../record.js';
import { DEFAULT_METHOD } from '../../splitters/registry.js';
import { hasFiles } from '../../tables/part-files.js';
import { list, nearestWord, printable } from '../../text.js';
import { resolveModels } from './models.js';
import { resolvePublished } from './published.js';
import { type BenchInput, camel, type DataInput, type SplitInput } from './schema.js';
import type { BenchConfig, BenchData, BenchSplit } from './types.js';

/** Where a configuration is, and the data sets that have names. */
export interface Place {
  readonly name: string;
  readonly folder: string;
  readonly registry: Registry;
}

/**
 * Puts the defaults in place, and checks what takes more than one value to tell.
 *
 * @param raw the configuration as it is written
 * @returns or everything that is wrong
 */
export function resolveBench(
  input: BenchInput,
  raw: unknown,
  place: Place,
): BenchConfig | Problem[] {
  const problems: Problem[] = [];
  const written = isRecord(raw) && Array.isArray(raw.data) ? raw.data : [];
  const data = input.data.flatMap((entry, d) =>
    resolveData(entry, typeof written[d] === 'string', ['data', d], place, problems),
  );
  distinctNames(data, 'data set', problems);
  const splits = input.splits.map((entry, s) => resolveSplit(entry, ['splits', s]));
  const named = withNames(splits);
  distinctNames(named, 'split', problems);
  const models = resolveModels(input, place.folder, problems);
  const reference = referenceOf(input, models, problems);
  const names = { data: data.map((one) => one.name), splits: named.map((one) => one.name) };
  const published = resolvePublished(input, names, problems);
  if (problems.length > 0) return problems;
  const { bins, bootstrap, minN, metrics = [], seed = 0 } = input;
  const fingerprint =
    input.fingerprint && relocatedSpec(input.fingerprint, (file) => inFolder(place.folder, file));
  return {
    file: place.name,
    folder: place.folder,
    data,
    splits: named,
    models,
    scoring: { metrics: [...new Set(metrics)], bins, fingerprint, bootstrap, minN },
    seed,
    reference,
    published,
  };
}

/** The tables of an entry: one, or each of a family or a suite. */
function resolveData(
  { file, dataset, name, task, columns = [], ...reading }: DataInput,
  isText: boolean,
  path: readonly PropertyKey[],
  { folder, registry }: Place,
  problems: Problem[],
): BenchData[] {
  /** @param key the key whose value is wrong; the entry itself where it is a text, or there is none */
  const wrong = (message: string, key?: string) => {
    problems.push({ path: key === undefined || isText ? path : [...path, key], message });
    return [];
  };
  const rest = { reading, task, columns: typeof columns === 'string' ? [columns] : columns, path };
  const ofFile = (written: string): BenchData[] => {
    const input = inFolder(folder, written);
    if (hasFiles(input))
      return [{ name: name ?? baseName(written), input: fromHere(input), ...rest }];
    const shown = JSON.stringify(printable(written, 60));
    return wrong(
      `is ${shown}, and there is no such file; check the path, which is relative to the configuration`,
      'file',
    );
  };
  const ofNamed = (written: string): BenchData[] => {
    try {
      const found = registry.named([written]);
      if (name !== undefined && found.length > 1) {
        return wrong(`is the name of ${found.length} data sets; leave it out`, 'name');
      }
      return found.map((one) => ({
        name: name ?? one.name,
        input: `dataset:${one.name}`,
        ...rest,
      }));
    } catch (error) {
      if (!(error instanceof TanimarkError)) throw error;
      return wrong(`is ${error.message}`, 'dataset');
    }
  };
  if ((file === undefined) === (dataset === undefined)) {
    return wrong(
      file === undefined
        ? 'names no data; give file or dataset'
        : 'has both file and dataset; give one of them',
    );
  }
  if (dataset !== undefined) return ofNamed(dataset);
  const written = file as string;
  if (/^(?:dataset|suite):/.test(written)) return ofNamed(written);
  if (!isText || /[./\\]/.test(written)) return ofFile(written);
  const isFile = existsSync(join(folder, written));
  if (!isFile) return ofNamed(written);
  const isName = registry.datasets.some((one) => one.name === written);
  if (!isName) return ofFile(written);
  return wrong(`is "${written}", a file and a data set; write ./${written} or dataset:${written}`);
}

/** The name of a file without its folder and endings. */
function baseName(path: string): string {
  const last = path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
  return last.replace(/(\.[A-Za-z]\w*)(\.gz)?$/i, '') || last;
}

const OWN = ['method', 'name', 'test', 'valid', 'repeats', 'strict', 'count', 'seed'];

function resolveSplit(input: SplitInput, path: readonly PropertyKey[]): BenchSplit {
  const given = input as Readonly<Record<string, unknown>>;
  const methodOptions = Object.entries(given).flatMap(([key, value]) =>
    OWN.includes(key) || value === undefined ? [] : [[kebab(key), String(value)] as const],
  );
  const {
    method = DEFAULT_METHOD,
    name = '',
    test,
    valid,
    repeats = 1,
    strict,
    count,
    seed,
  } = input;
  return {
    name,
    method,
    repeats,
    seed,
    test,
    valid,
    strict,
    count,
    methodOptions: Object.fromEntries(methodOptions),
    path,
  };
}

/** `maxDiscard` as splitters call it. */
function kebab(key: string): string {
  return camel(key) === key ? key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`) : key;
}

/** Splits that have no name are called by their method, and where several have it also by what they differ in. */
function withNames(splits: readonly BenchSplit[]): BenchSplit[] {
  return splits.map((split) => {
    if (split.name !== '') return split;
    const { method, test, valid, count, methodOptions } = split;
    const alike = splits.filter((other) => other.method === method && other.name === '');
    if (alike.length === 1) return { ...split, name: method };
    const own = Object.entries({ test, valid, count, ...methodOptions }).filter(
      ([key, value]) =>
        value !== undefined &&
        alike.some(
          (other) =>
            (({ ...other, ...other.methodOptions }) as Record<string, unknown>)[key] !== value,
        ),
    );
    const how = own.map(([key, value]) => `${key}=${value}`).join(',');
    return { ...split, name: how === '' ? method : `${method}(${how})` };
  });
}

function distinctNames(
  all: readonly { readonly name: string; readonly path: readonly PropertyKey[] }[],
  what: string,
  problems: Problem[],
): void {
  all.forEach(({ name, path }, i) => {
    const before = all.findIndex((other) => other.name === name);
    if (before === i) return;
    const message = `is called "${printable(name, 40)}", as another ${what}; give each a name of its own with name`;
    problems.push({ path, message });
  });
}

function referenceOf(
  { reference }: BenchInput,
  models: BenchConfig['models'],
  problems: Problem[],
): string {
  const names = models.map(({ name }) => name);
  if (reference === undefined || names.includes(reference)) return reference ?? names[0] ?? '';
  const near = nearestWord(reference, names);
  problems.push({
    path: ['reference'],
    message: `is "${printable(reference, 40)}", and there is no such model${near ? `; did you mean ${near}?` : `; choose from ${list(names)}`}`,
  });
  return '';
}
