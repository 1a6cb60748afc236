/** The parts of a list with commas; undefined unless given. */
export function commaSeparated(text: string | undefined): string[] | undefined {
  return text?.split(',').map((name) => name.trim());
}
