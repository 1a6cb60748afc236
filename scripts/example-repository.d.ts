export function exampleRepository(folder: string, run: (args: string[]) => void): void;
