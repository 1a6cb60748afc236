import { printable } from '../text.js';

/** What stands for a character in LaTeX, also where it is not set to UTF-8. */
const COMMANDS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '−': '$-$',
  '–': '--',
  '…': '\\dots{}',
  '±': '$\\pm$',
  '×': '$\\times$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '²': '\\textsuperscript{2}',
  '†': '\\textdagger{}',
  ρ: '$\\rho$',
  τ: '$\\tau$',
  κ: '$\\kappa$',
  σ: '$\\sigma$',
  '÷': '$\\div$',
  '’': "'",
  µ: '$\\mu$',
  μ: '$\\mu$',
};

/** A text, with names or cells of the user's in it, as text in LaTeX: nothing in it is a command. */
export function latexText(text: string, limit = 200): string {
  const inside = printable(text, limit).replace(
    /[\\~^<>|"−–…±×≤≥²†ρτκσ÷’µμ]|[&%$#_{}]/g,
    (character) => COMMANDS[character] ?? `\\${character}`,
  );
  // After \\ a bracket would be read as an option of the line break.
  return inside.replace(/^\[/, '{[}');
}
