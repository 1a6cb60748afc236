export function beforeGate(folder: string): void;
export function proposeWorse(folder: string): void;
export const gateCommands: readonly string[][];
export function exampleRepository(folder: string, run: (args: string[]) => void): void;
