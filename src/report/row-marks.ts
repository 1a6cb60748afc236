/** Marks of groups with few rows, behind their numbers of rows; legends say what they are. */
export const marks = { small: '!', few_of_class: '!', below_100: '?' } as const;
