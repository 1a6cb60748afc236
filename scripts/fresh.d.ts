export const stamp: string;
export function isFresh(): boolean;
