import { optionValue } from '../../spelling.js';

const WORKBOOK =
  'save the sheet as "CSV UTF-8" (or in pandas: pd.read_excel(path).to_csv("data.csv", index=False))';
const PICKLE =
  'a pickle can run code when it is opened; in Python, load it and write a table: df.to_csv("data.csv", index=False)';

/** What to do with a file of an ending that cannot be read; undefined where nothing special is known. */
export function remedyOf(ending: string): string | undefined {
  if (/^\.(xlsx?|xlsm|ods)$/.test(ending)) return WORKBOOK;
  if (ending === '.fps') {
    return `they hold fingerprints without structures: give the table of molecules, and the fingerprints of these with ${optionValue('fingerprint', 'fps:<file>')}; neighbors compares two FPS files as they are`;
  }
  return /^\.(pkl|pickle)$/.test(ending) ? PICKLE : undefined;
}

/** What a file is that should be text, by its first bytes, and what to do; undefined where nothing is seen. */
export function otherContent(bytes: Buffer, path: string): string | undefined {
  const begins = (...start: number[]) => start.every((byte, i) => bytes[i] === byte);
  if (begins(0x50, 0x4b, 3, 4))
    return `is an Excel workbook or a ZIP archive, not text; ${WORKBOOK}`;
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) return `is an Excel workbook, not text; ${WORKBOOK}`;
  if (begins(0x50, 0x41, 0x52, 0x31)) return `is a Parquet file; ${sayFormat('parquet', path)}`;
  if (begins(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59))
    return `is a NumPy array; ${sayFormat('npy', path)}`;
  if (bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5)
    return `is a Python pickle, not text; ${PICKLE}`;
  return undefined;
}

/** What to do with a file in another format than its name says. */
export function sayFormat(name: string, path: string): string {
  const rename = path === '-' ? '' : `, or end its name in .${name}`;
  return `say ${optionValue('inputFormat', name)}${rename}`;
}

/** The fourth line of a mol block, with its version at the end. */
const COUNTS_LINE = /^ *\d[ \d]*\bV[23]000\s*$/;

/** The format of a text that should be lines of cells, by its first lines; undefined where nothing is seen. */
export function otherText(head: string): 'sdf' | 'jsonl' | undefined {
  const lines = head.split(/\r\n|\n|\r/, 4);
  if (lines.length === 4 && COUNTS_LINE.test(lines[3])) return 'sdf';
  return /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:/.test(head) ? 'jsonl' : undefined;
}
