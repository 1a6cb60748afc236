/** Members of each group, as compressed rows: those of group g are `members[offsets[g]]` up to, not including, `members[offsets[g + 1]]`, ascending. */
export interface Grouped {
  readonly offsets: Int32Array;
  readonly members: Int32Array;
}

/** @param of group of each member, from 0; below 0 for none */
export function grouped(of: ArrayLike<number>, groups: number): Grouped {
  const offsets = new Int32Array(groups + 1);
  for (let i = 0; i < of.length; i++) if (of[i] >= 0) offsets[of[i] + 1]++;
  for (let g = 0; g < groups; g++) offsets[g + 1] += offsets[g];
  const next = offsets.slice(0, groups);
  const members = new Int32Array(offsets[groups]);
  for (let i = 0; i < of.length; i++) if (of[i] >= 0) members[next[of[i]]++] = i;
  return { offsets, members };
}
