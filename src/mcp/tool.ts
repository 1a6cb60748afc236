import type { DocumentName } from '../documents.js';
import type { Job } from '../job.js';
import type { Options } from '../options/option.js';
import type { Memory } from './memory.js';

/** What a tool is given beside its arguments. */
export interface ToolContext {
  readonly job: Job;
  readonly memory: Memory;
}

/** What a tool gives. */
export interface ToolResult {
  /** A few numbers, never a table. */
  readonly summary: object;
  /** What the result says, in sentences, with its caveats. */
  readonly reading: readonly string[];
  readonly warnings?: readonly string[];
  /** The whole result, which is written to a file. */
  readonly document?: { readonly name: DocumentName; readonly value: object };
}

/** Something that a client of the server can call. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** When to use it, and what its result does not say. */
  readonly description: string;
  /** Its arguments, of the options of the command line and the library. */
  readonly options: Options;
  /** Arguments that are paths of files to be read, or lists of them. */
  readonly reads: readonly string[];
  /** Arguments that are paths of files to be written. */
  readonly writes: readonly string[];
  /** Whether it writes nothing but its result. */
  readonly isReadOnly: boolean;
  /** @throws TanimarkError on anything wrong with the arguments or the files */
  run(args: never, context: ToolContext): Promise<ToolResult>;
}
