import { beforeGate, gateCommands, proposeWorse } from '../scripts/example-repository.js';
import { run } from './cli/run.js';

/** `exampleRepository` of the scripts, made in this process. @param cwd an empty folder */
export async function makeExampleRepository(cwd: string): Promise<void> {
  beforeGate(cwd);
  for (const args of gateCommands) {
    const { code, stderr } = await run(args, { cwd });
    if (code !== 0) throw new Error(`tanimark ${args.join(' ')}: ${code}, ${stderr}`);
  }
  proposeWorse(cwd);
}
