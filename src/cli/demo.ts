import { Command } from 'commander';
import { COMMON, SEED } from '../options/table.js';
import { renderResult } from '../report/registry.js';
import { addOptions } from './add-options.js';
import { type CommonOptions, runInSession } from './session.js';

export function demoCommand(): Command {
  const command = new Command('demo').description(
    'Splits the bundled data set at random and by similarity, and scores the nearest-neighbor baseline on both.',
  );
  addOptions(command, { ...SEED, ...COMMON });
  command.addHelpText('after', '\nExample:\n  tanimark demo --seed 1\n');
  return command.action((flags: CommonOptions & { seed?: number }) =>
    runInSession(flags, async (session) => {
      const { demo } = await import('../workflows/demo/index.js');
      const summary = await demo({ seed: flags.seed }, session.job);
      const format = flags.json ? 'json' : 'table';
      await session.out(await renderResult('demo', format, summary, session.outStyle));
    }),
  );
}
