import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { TanimarkError } from '../../errors.js';
import { checkRead } from '../../file-guard.js';
import { fileSize, printable } from '../../text.js';
import type { Places } from './problem.js';

/** Far beyond any configuration, and read in a second. */
const MAX_BYTES = 256_000;
/** More uses of anchors than this are refused: a few nested ones can stand for any number of values. */
const MAX_ALIASES = 100;
/** The key of package.json that holds a configuration. */
export const PACKAGE_KEY = 'tanimark';

/** A configuration as text says it: maps, lists and scalars, nothing checked. */
export interface RawConfig extends Places {
  readonly value: unknown;
}

/**
 * Reads a configuration: YAML 1.2 (core schema, no other tags), of which JSON is a part. Nothing of it is executed.
 *
 * @param path the file; of package.json its key `tanimark` is read
 * @param name what messages call it
 * @param init the command that writes one
 * @returns null where package.json has no such key
 * @throws TanimarkError (config) on anything that cannot be read, with the line
 */
export function readConfigFile(
  path: string,
  name: string,
  init = 'tanimark check --init',
): RawConfig | null {
  const text = readText(path, name, init);
  const inPackage = basename(path) === 'package.json';
  const lines = new LineCounter();
  const fail = (offset: number | undefined, what: string) =>
    new TanimarkError(
      'config',
      `${name}${offset === undefined ? '' : `:${lines.linePos(offset).line || 1}`}: ${what}`,
    );
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    merge: false,
    prettyErrors: false,
    stringKeys: true,
    // Its own check takes quadratic time.
    uniqueKeys: false,
  });
  const isJson = /\.json$/i.test(path);
  const own = inPackage ? pairOf(document.contents, PACKAGE_KEY) : undefined;
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) {
    throw fail(problem.pos[0], syntaxText(problem.code, problem.message, text, problem.pos[0]));
  }
  if (isJson) checkJson(text, fail);
  if (inPackage && !own) return null;
  return {
    name,
    above: inPackage ? [PACKAGE_KEY] : [],
    value: plainValue(document, inPackage, fail),
    line(path, key) {
      const offset = offsetOf(document, inPackage ? [PACKAGE_KEY, ...path] : path, key);
      return lines.linePos(offset).line || 1;
    },
  };
}

function readText(path: string, name: string, init: string): string {
  const fail = (what: string) => new TanimarkError('config', `${name}: ${what}`);
  checkRead(path);
  let bytes: Buffer;
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw fail('is a folder; name the configuration file in it');
    if (stats.size > MAX_BYTES) {
      throw fail(
        `has ${fileSize(stats.size)}; a configuration may have at most ${fileSize(MAX_BYTES)}; check that this is the right file`,
      );
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof TanimarkError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw fail(
      code === 'ENOENT'
        ? `does not exist; check the path, or write one with ${init}`
        : `cannot be read (${code ?? error})`,
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fail('is not UTF-8 text; save it as UTF-8');
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const line = text.slice(0, nul).split('\n').length;
    throw new TanimarkError(
      'config',
      `${name}:${line}: a NUL byte; save it as plain text in UTF-8`,
    );
  }
  return text;
}

/** A syntax error in a user's words. */
function syntaxText(code: string, message: string, text: string, offset: number): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'a second document begins (---); keep one';
    case 'NON_STRING_KEY':
      return 'a key must be a word; put quotes around it';
    case 'TAB_AS_INDENT':
      return 'a tab indents the line; use spaces';
    case 'TAG_RESOLVE_FAILED':
      return 'tags (!) are not supported; leave the tag out, or put quotes around the value';
    case 'RESOURCE_EXHAUSTION':
      return 'it is nested too deeply';
    default: {
      const bin = binBefore(text, offset);
      const quote = bin ? ` (put quotes around a bin: "${printable(bin, 40)}")` : '';
      // What follows is a piece of the file.
      const what = message.replace(/(?:: |(?<=directive|version|escape sequence) ).*$/s, '');
      return `not valid YAML: ${printable(what, 160)}${quote}`;
    }
  }
}

/** A half-open bin without quotes, which reads as a list that never ends: of the line at `offset`, or the nearest before it. */
function binBefore(text: string, offset: number): string | undefined {
  const end = text.indexOf('\n', offset);
  const lines = text.slice(0, end < 0 ? text.length : end).split('\n');
  const bins = lines.map((line) => /:\s*(\[[\d\s.,/]*\))/.exec(line)?.[1]);
  return bins.findLast((bin) => bin !== undefined);
}

/** What YAML allows beyond JSON, other programs would stumble over. */
function checkJson(text: string, fail: Fail): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message);
    throw fail(
      at ? Number(at[1]) : undefined,
      'not valid JSON; look for an extra comma, a comment, or a missing quote',
    );
  }
}

type Fail = (offset: number | undefined, what: string) => TanimarkError;

function plainValue(document: Document.Parsed, inPackage: boolean, fail: Fail): unknown {
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return;
      throw fail(
        alias.range?.[0],
        'an alias (*) has no anchor; put quotes around it if it is a text',
      );
    },
  });
  // Elsewhere in package.json two keys of one name are npm's affair.
  visit(inPackage ? (pairOf(document.contents, PACKAGE_KEY)?.value ?? null) : document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          const word = printable(String(key.value), 60);
          throw fail(key.range?.[0], `the key ${word} is listed twice; keep one`);
        }
        seen.add(key.value);
      }
    },
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return;
      throw fail(key.range?.[0], '"__proto__" is not a key of a configuration; leave it out');
    },
  });
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    // Aliases in aliases, and deep nesting.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    throw fail(undefined, 'its aliases (*) expand to too many values; write the values out');
  }
  return inPackage ? (value as Record<string, unknown>)[PACKAGE_KEY] : value;
}

/** The pairs of maps that were looked into: each of thousands of problems asks for its line. */
const pairsByKey = new WeakMap<object, Map<string, Pair<Node, Node | null>>>();

function pairOf(node: unknown, key: PropertyKey): Pair<Node, Node | null> | undefined {
  if (!isMap(node)) return undefined;
  let pairs = pairsByKey.get(node);
  if (!pairs) {
    pairs = new Map();
    for (const pair of (node as YAMLMap<Node, Node | null>).items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : undefined;
      if (name !== undefined && !pairs.has(name)) pairs.set(name, pair);
    }
    pairsByKey.set(node, pairs);
  }
  return pairs.get(String(key));
}

/** Where a value begins, or its key; of what it lies in where it is not there. What an alias stands for is where the alias is. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], key?: string): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  const steps = key === undefined ? path : [...path, key];
  for (const step of steps) {
    const pair = pairOf(node, step);
    const item = isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
    if (!pair && !item) break;
    offset = pair?.key.range?.[0] ?? (item as Node).range?.[0] ?? offset;
    node = pair ? pair.value : item;
  }
  return offset;
}
