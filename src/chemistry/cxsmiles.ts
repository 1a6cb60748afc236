/** A field of a CXSMILES extension, such as `&1:2,5`. */
type Kind =
  | 'enhanced stereo'
  | 'stereo'
  | 'wedge'
  | 'coordinates'
  | 'no structure'
  | { refused: string };

/** Fields by how they begin; the first that fits counts. */
const FIELDS: readonly (readonly [RegExp, Kind])[] = [
  [/^\(/, 'coordinates'],
  [/^\$/, 'no structure'],
  [/^(?:&\d+|o\d+|a):|^r$/, 'enhanced stereo'],
  [/^w[UD]?:/, 'wedge'],
  [/^(?:c|t|ctu):/, 'stereo'],
  [/^(?:atomProp|f|lp|SgD|LO):/, 'no structure'],
  [/^\^\d:/, { refused: 'radicals' }],
  [/^C:/, { refused: 'coordinate bonds' }],
  [/^H:/, { refused: 'hydrogen bonds' }],
  [/^Z:/, { refused: 'zero-order bonds' }],
  [/^SgH:/, { refused: 'groups of atoms' }],
  [/^Sg:/, { refused: 'a polymer or another group of atoms' }],
  [/^m:/, { refused: 'multi-center bonds' }],
  [/^LN:/, { refused: 'link nodes' }],
  [/^RG:/, { refused: 'R-group definitions' }],
  [/^(?:rb|s|u):/, { refused: 'query features' }],
];

/** What a CXSMILES extension says. */
export type CxExtension =
  | {
      /** What RDKit is to read after the SMILES, ` |…|`; empty where the SMILES says it all. */
      readonly kept: string;
      /** Whether stereo groups (`&1`, `o1`, `a`, `r`), or atropisomers, are among what is left out. */
      readonly enhanced: boolean;
    }
  /** Why a molecule cannot be read without it. */
  | { readonly problem: string };

/**
 * Reads a CXSMILES extension. What no canonical SMILES depends on is left out: enhanced stereo groups, labels,
 * coordinates, data. Stereo of double bonds and wedges stays, which RDKit reads. What changes atoms or bonds, or is not
 * known, is a problem.
 *
 * @param text from `|` to `|`
 */
export function readExtension(text: string): CxExtension {
  const fields = text.length > 1 && text.endsWith('|') ? fieldsOf(text.slice(1, -1)) : null;
  if (!fields) return { problem: 'a CXSMILES extension that does not end with "|"' };
  const stereo: string[] = [];
  const coordinates: string[] = [];
  let wedge = false;
  let enhanced = false;
  for (const field of fields) {
    const kind = FIELDS.find(([begin]) => begin.test(field))?.[1] ?? {
      refused: 'an unknown field',
    };
    if (typeof kind === 'object') {
      return {
        problem: `a CXSMILES extension that changes the molecule (${kind.refused}, "${field.slice(0, 20)}"); write the molecule without it`,
      };
    }
    if (kind === 'coordinates') coordinates.push(field);
    if (kind === 'stereo' || kind === 'wedge') stereo.push(field);
    wedge ||= kind === 'wedge';
    enhanced ||= kind === 'enhanced stereo' || /^w[UD]:/.test(field);
  }
  // Wedges are stereo only where coordinates are known.
  const kept = [...(wedge ? coordinates : []), ...stereo];
  return { kept: kept.length === 0 ? '' : ` |${kept.join(',')}|`, enhanced };
}

/** The fields between the bars; null where one does not end. */
function fieldsOf(text: string): string[] | null {
  const fields: string[] = [];
  let at = 0;
  while (at < text.length) {
    const end = endOfField(text, at);
    if (end < 0) return null;
    if (end > at) fields.push(text.slice(at, end));
    at = end + 1;
  }
  return fields;
}

function endOfField(text: string, start: number): number {
  const closing = text[start] === '$' ? '$' : text[start] === '(' ? ')' : null;
  if (closing !== null) {
    const close = text.indexOf(closing, start + 1);
    return close < 0 ? -1 : close + 1;
  }
  // A comma is followed by a further number of the same field, or by another field.
  for (let at = start; at < text.length; at++) {
    if (text[at] === ',' && !/\d/.test(text[at + 1] ?? '')) return at;
  }
  return text.length;
}
