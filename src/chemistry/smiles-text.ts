import { optionValue } from '../spelling.js';
import { readExtension } from './cxsmiles.js';

/**
 * The longest SMILES that is handed to RDKit, in characters. Above it time and
 * memory grow without measure (a chain of 100,000 atoms takes 4 GB), and a limit on the
 * text, unlike one on the clock, gives the same answer on every machine. The longest
 * peptides in public activity data stay well below.
 */
export const MAX_SMILES_LENGTH = 5000;

/** What is in a cell beside a SMILES, and left out. */
export type CellExtra = 'enhanced stereo' | 'CXSMILES' | 'name' | 'atom maps';

/** A cell of structures as text. */
export interface StructureText {
  /** The SMILES that RDKit is to read, perhaps with stereo in CXSMILES; the cell itself where there is a problem. */
  readonly smiles: string;
  /** Why it cannot be one; null if it may be. */
  readonly problem: string | null;
  readonly extras: readonly CellExtra[];
  /** Two texts or more that the cell consists of: if each of them is a molecule, the cell holds several. */
  readonly parts: readonly string[];
}

const NO_EXTRAS: readonly CellExtra[] = [];
const NO_PARTS: readonly string[] = [];

/**
 * Reads a cell of structures: a SMILES, perhaps with a CXSMILES extension and a name after it, as RDKit takes
 * them. Atom-map numbers are bookkeeping and left out: a molecule with them is the molecule without.
 *
 * RDKit's WebAssembly build reads only the first line and only ASCII: it takes
 * `CC😀` for `CC`, and an empty text for a molecule without atoms. Those are problems here.
 */
export function readStructureText(text: string): StructureText {
  if (isPlain(text)) return { smiles: text, problem: null, extras: NO_EXTRAS, parts: NO_PARTS };
  const refused = refusal(text);
  if (refused !== null) return invalid(text, refused);
  const several = partsOf(text);
  const end = text.search(/[ \t]/);
  const first = end < 0 ? text : text.slice(0, end);
  const rest = end < 0 ? '' : text.slice(end).trim();
  const extras: CellExtra[] = [];
  let kept = '';
  if (rest.startsWith('|')) {
    const close = rest.indexOf('|', 1);
    const read = readExtension(rest.slice(0, close + 1 || undefined));
    if ('problem' in read) return invalid(text, read.problem);
    kept = read.kept;
    extras.push(read.enhanced ? 'enhanced stereo' : 'CXSMILES');
    if (rest.length > close + 1) extras.push('name');
  } else if (rest !== '') {
    if (/^[^\p{L}\p{N}_]/u.test(rest)) {
      return invalid(text, `a space inside the SMILES, at character ${end + 1}`, several);
    }
    extras.push('name');
  }
  const problem = characterProblem(first);
  if (problem !== null) return invalid(text, problem, several);
  const smiles = withoutAtomMaps(first);
  if (smiles !== first) extras.push('atom maps');
  return { smiles: `${smiles}${kept}`, problem: null, extras, parts: several };
}

/** Why a cell cannot be a SMILES, before RDKit sees it; `null` if it may be one. @internal only for tests */
export function smilesTextProblem(text: string): string | null {
  return readStructureText(text).problem;
}

/** What is said of a cell that holds several structures. */
export function severalStructures(count: number): string {
  return `${count} structures in one cell; write each in a row of its own, or take the first with ${optionValue('multiple', 'first')}`;
}

function invalid(text: string, problem: string, parts = NO_PARTS): StructureText {
  return { smiles: text, problem, extras: NO_EXTRAS, parts };
}

/** Printable ASCII without blanks and what needs a closer look, the usual case. */
const PLAIN = /^[!-+\--:<-z}~]+$/;

function isPlain(text: string): boolean {
  return (
    text.length <= MAX_SMILES_LENGTH &&
    PLAIN.test(text) &&
    !/InChI=|>>|:\d+\]|^[A-Z]{14}-/.test(text)
  );
}

const INCHI_KEY = /^[A-Z]{14}-[A-Z]{10}-[A-Z]$/;

function refusal(text: string): string | null {
  if (text === '') return 'empty SMILES';
  if (text.length > MAX_SMILES_LENGTH) {
    return `SMILES of ${text.length} characters, longer than the limit of ${MAX_SMILES_LENGTH}`;
  }
  if (/^InChI=/i.test(text)) return 'an InChI, not a SMILES; convert it to SMILES first';
  if (INCHI_KEY.test(text)) return 'an InChIKey, not a SMILES; look the SMILES up first';
  if (text.includes('>>')) return 'a reaction, not a molecule';
  // RDKit takes JSON for a molecule, too.
  if (text.split(' |')[0].includes('{')) return 'a brace, which no SMILES has';
  return null;
}

function characterProblem(text: string): string | null {
  if (text === '') return 'a space inside the SMILES, at character 1';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x20 && code < 0x7f) continue;
    return `a character that no SMILES has (U+${code.toString(16).toUpperCase().padStart(4, '0')}), at character ${i + 1}`;
  }
  return null;
}

/** Lists of SMILES are written with commas, semicolons, bars, line breaks or blanks between. */
function partsOf(text: string): readonly string[] {
  if (text.includes(' |')) return NO_PARTS;
  const parts = text.split(/\s*[,;|\n\r]\s*|\s+/).filter((part) => part !== '');
  return parts.length > 1 ? parts.map(withoutAtomMaps) : NO_PARTS;
}

/** The same SMILES without atom-map numbers: `[CH3:1]` is `[CH3]`. */
export function withoutAtomMaps(smiles: string): string {
  return smiles.includes(':') ? smiles.replace(/(\[[^[\]:]*):\d+\]/g, '$1]') : smiles;
}
