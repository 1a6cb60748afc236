export const executable: string;
export function modulesOf(args: readonly string[]): string[];
