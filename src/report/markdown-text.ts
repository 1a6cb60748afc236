/** A text in Markdown as it is: nothing in it is a table's border, emphasis or a tag. */
export function escaped(text: string): string {
  return text.replace(/[|\\`*_<>[\]]/g, (c) => `\\${c}`).replace(/\s+/g, ' ');
}
