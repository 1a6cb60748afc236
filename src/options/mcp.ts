import { number, text } from './kinds.js';
import { option } from './option.js';
import { COMMON } from './table.js';

/** Seconds that a call may take unless the user says another number. */
export const DEFAULT_TIME_LIMIT = 600;
/** Megabytes that a file may have unless the user says another number. */
export const DEFAULT_MAX_SIZE = 500;

/** Options of `tanimark mcp`. */
export const MCP_FLAGS = {
  root: option(
    text('the path of a folder, as text'),
    'folder that the server reads and writes in, and does not leave',
    { placeholder: '<folder>', default: 'the working folder' },
  ),
  timeLimit: option(number(0.1, 86_400), 'largest number of seconds for a call', {
    placeholder: '<seconds>',
    default: String(DEFAULT_TIME_LIMIT),
  }),
  maxSize: option(number(0.001, 1e6), 'largest size of a file that is read, in megabytes', {
    placeholder: '<megabytes>',
    default: String(DEFAULT_MAX_SIZE),
  }),
  ...COMMON,
};
