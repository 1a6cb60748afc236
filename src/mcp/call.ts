import { createHash } from 'node:crypto';
import { documentOf } from '../documents.js';
import { type ErrorParts, errorParts } from '../error-parts.js';
import { AbortedError, memoryError, TanimarkError } from '../errors.js';
import { guardedBy } from '../file-guard.js';
import { Job, type Progress } from '../job.js';
import { checkOptions } from '../options/check-options.js';
import { isRecord } from '../record.js';
import { jsonText } from '../report/screen.js';
import { type Spelling, spelledAs } from '../spelling.js';
import { writeText } from '../tables/output-path.js';
import { list, nearestWord, percent } from '../text.js';
import { VERSION } from '../version.js';
import type { Memory } from './memory.js';
import { tools } from './registry.js';
import type { Root } from './root.js';
import type { Tool, ToolResult } from './tool.js';

/** The folder within the root in which whole results are written. */
const RESULTS = 'tanimark-results';
/** The most warnings of an answer; the result has all of them. */
const MOST_WARNINGS = 10;

/** Settings of a server, and what it keeps between calls. */
export interface Serving {
  readonly root: Root;
  readonly memory: Memory;
  readonly threads: number | undefined;
  /** In seconds. */
  readonly timeLimit: number;
}

/** What a client gets of a call. */
export type Answer =
  | {
      readonly summary: object;
      readonly reading: readonly string[];
      readonly warnings: readonly string[];
      /** Path of the whole result, from the root; null where the summary is all. */
      readonly result: string | null;
    }
  | { readonly error: ErrorParts & { readonly code: string; readonly message: string } };

/**
 * Calls a tool. What is wrong with the call is an answer, too.
 *
 * @param signal ends it
 * @param onProgress is told what is done, in words
 */
export async function callTool(
  name: string,
  given: unknown,
  serving: Serving,
  signal: AbortSignal,
  onProgress: (message: string) => void,
): Promise<Answer> {
  const limit = AbortSignal.timeout(serving.timeLimit * 1000);
  const args = given ?? {};
  try {
    const tool = toolNamed(name);
    const job = new Job({
      progress: told(onProgress),
      signal: AbortSignal.any([signal, limit]),
      threads: serving.threads,
    });
    checkOptions(tool.name, tool.options, args, job);
    const answer = () => spelledAs(spellingOf(tool), () => run(tool, args, serving, job));
    return await guardedBy(serving.root, answer);
  } catch (error) {
    return answerOf(error, limit.aborted ? serving.timeLimit : null, args);
  }
}

async function run(tool: Tool, args: object, serving: Serving, job: Job): Promise<Answer> {
  const { root, memory } = serving;
  for (const path of pathsIn(args, tool.reads)) {
    if (path === '-') {
      throw new TanimarkError('usage', "standard input is the server's own; name a file");
    }
    if (!path.startsWith('dataset:')) root.read(path);
  }
  for (const path of pathsIn(args, tool.writes)) {
    if (path === '-')
      throw new TanimarkError('usage', "standard output is the server's own; name a file");
    root.write(path);
  }
  const {
    summary,
    reading,
    warnings = [],
    document,
  } = await tool.run(args as never, {
    job,
    memory,
  });
  const result = document ? await written(tool, args, document, job) : null;
  return { summary, reading, warnings: warnings.slice(0, MOST_WARNINGS), result };
}

/** Writes a whole result; the same call writes the same file. */
async function written(
  { name }: Tool,
  args: object,
  document: NonNullable<ToolResult['document']>,
  job: Job,
): Promise<string> {
  const call = createHash('sha256')
    .update(JSON.stringify([name, args]))
    .digest('hex');
  const path = `${RESULTS}/${name}-${call.slice(0, 12)}.json`;
  await writeText(path, jsonText(documentOf(document.name, document.value)), job);
  return path;
}

function pathsIn(args: object, names: readonly string[]): string[] {
  return names.flatMap((name) => (args as Record<string, string | string[]>)[name] ?? []);
}

/** @throws TanimarkError (usage) where there is none */
function toolNamed(name: string): Tool {
  const found = tools.find((tool) => tool.name === name);
  if (found) return found;
  const names = tools.map((tool) => tool.name);
  const near = nearestWord(name, names);
  throw new TanimarkError(
    'usage',
    `unknown tool "${name}"${near ? ` (did you mean "${near}"?)` : ''}; call ${list(names, 'or')}`,
  );
}

/** Messages name options as the arguments of the tool. */
function spellingOf(tool: Tool): Spelling {
  return {
    has: (name) => Object.hasOwn(tool.options, name),
    name: (name) => `"${name}"`,
    value: (name, value) => `"${name}": ${JSON.stringify(value)}`,
  };
}

function answerOf(error: unknown, seconds: number | null, args: unknown): Answer {
  const known = error instanceof TanimarkError ? error : memoryError(error);
  if (known instanceof AbortedError && seconds !== null) {
    const message = `stopped after the time limit of ${seconds} s; no output was written; take fewer molecules or less bootstrap, or start the server with a larger --time-limit`;
    return { error: { code: 'aborted', message, ...errorParts(message) } };
  }
  if (!known) {
    const text = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
    const message = `a bug in tanimark ${VERSION}: ${text}`;
    return { error: { code: 'bug', message, where: null, remedy: 'please report it' } };
  }
  const { code, message } = known;
  const words = isRecord(args) ? Object.values(args).flat() : [];
  const texts = words.filter((word): word is string => typeof word === 'string');
  return { error: { code, message, ...errorParts(message, texts) } };
}

/** Progress in words: `fingerprints: 1200 of 5000 molecules`. */
function told(onProgress: (message: string) => void): Progress {
  let [stage, total, unit] = ['', 0, ''];
  return {
    start(name, all, what = '') {
      [stage, total, unit] = [name, all, what];
      onProgress(stage);
    },
    advance(done) {
      const share = unit === '' ? percent(done, total) : `${done} of ${total} ${unit}`;
      onProgress(total > 0 ? `${stage}: ${share}` : stage);
    },
    finish() {},
  };
}
