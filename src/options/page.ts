import { text, wholeNumber } from './kinds.js';
import { option } from './option.js';

/** Structures of a page unless the user says another number. */
export const DEFAULT_STRUCTURES = 50;

/** Of commands whose page has drawings of molecules. */
export const STRUCTURES = {
  structures: option(wholeNumber(0, 1000), 'largest number of structures drawn in HTML', {
    placeholder: '<n>',
    default: String(DEFAULT_STRUCTURES),
  }),
};

/** Of commands whose -o is a table. */
export const PAGE = {
  html: option(
    text('the path of a file, as text'),
    'also write a page for people (HTML) with figures and tables',
    { placeholder: '<file>' },
  ),
};

/** Of `tanimark report`. */
export const REPORT = {
  output: option(text('the path of a file, as text'), 'write the page to a file (.html)', {
    flags: '-o, --output <file>',
  }),
  ...STRUCTURES,
};
