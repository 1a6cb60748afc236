/**
 * tanimark as a library: everything that the command line does, typed. Importing it has no side
 * effects; work starts when a function is called.
 */
export { AbortedError, type ErrorCode, InvariantError, TanimarkError } from './errors.js';
export { type Progress, Task } from './task.js';
export { VERSION } from './version.js';
export { DEFAULT_FINGERPRINT } from './chemistry/fingerprint.js';
export { DEFAULT_BINS } from './similarity/bins.js';
export { splitterNamed, splitters } from './splitters/registry.js';
export type { Splitter, SplitterOption } from './splitters/splitter.js';
export { OUTPUT_FORMATS, type OutputFormat } from './tables/write.js';
export {
  ON_INVALID,
  type OnInvalid,
  type RecordOutcome,
  type SplitOptions,
  type SplitResult,
  type SplitSummary,
  split,
} from './workflows/split.js';
export { clashingColumns, outputFormat, splitTable, writeSplit } from './workflows/split-output.js';
export { type Style, plainStyle, styleFor } from './report/style.js';
export { renderSplit } from './report/split-terminal.js';
