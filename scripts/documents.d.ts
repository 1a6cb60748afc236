export const parts: readonly { readonly file: string; readonly place: RegExp }[];
export function withRegistries(file: string, text: string): string;
