/** Marks of groups with few rows, behind their numbers of rows. */
export const marks = { small: '!', few_of_class: '!', below_100: '?' } as const;

type Flag = keyof typeof marks;

/** What the marks of a line of row counts are, where there are any; the legend under the tables says the rest. */
export function marksText(groups: readonly { readonly flag: Flag | null }[]): string {
  const flags = new Set(groups.flatMap(({ flag }) => (flag === null ? [] : [marks[flag]])));
  if (flags.size === 0) return '';
  if (flags.size > 1) return ' (?!: few)';
  return flags.has('?') ? ' (?: <100)' : ' (!: few)';
}
