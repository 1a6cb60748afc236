/**
 * The longest SMILES that is handed to RDKit, in characters. Above it time and
 * memory grow without measure (a chain of 100,000 atoms takes 4 GB), and a limit on the
 * text, unlike one on the clock, gives the same answer on every machine. The longest
 * peptides in public activity data stay well below.
 */
export const MAX_SMILES_LENGTH = 5000;

/**
 * Why `text` cannot be a SMILES, before RDKit sees it; `null` if it may be one.
 *
 * RDKit's WebAssembly build reads only the first line and only ASCII: it takes
 * `CC😀` for `CC`, and an empty text for a molecule without atoms. Those are caught here.
 */
export function smilesTextProblem(text: string): string | null {
  if (text === '') return 'empty SMILES';
  if (text.length > MAX_SMILES_LENGTH) {
    return `SMILES of ${text.length} characters, longer than the limit of ${MAX_SMILES_LENGTH}`;
  }
  // RDKit takes JSON for a molecule, too.
  if (text.includes('>>')) return 'a reaction, not a molecule';
  if (text.includes(' |')) return 'a CXSMILES extension (after the space), which cannot be read';
  if (text.includes('{')) return 'a brace, which no SMILES has';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x20 && code < 0x7f) continue;
    if (code === 0x20) return `a space inside the SMILES, at character ${i + 1}`;
    return `a character that no SMILES has (U+${code.toString(16).toUpperCase().padStart(4, '0')}), at character ${i + 1}`;
  }
  return null;
}
