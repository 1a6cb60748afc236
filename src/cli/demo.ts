import { Command } from 'commander';
import { COMMON, SEED } from '../options/table.js';
import { renderDemo } from '../report/demo/terminal.js';
import { demo } from '../workflows/demo/index.js';
import { addOptions } from './add-options.js';
import { type CommonOptions, runInSession } from './session.js';

export function demoCommand(): Command {
  const command = new Command('demo').description(
    'Splits the bundled data set at random and by similarity, and scores a nearest-neighbor predictor on both.',
  );
  addOptions(command, { ...SEED, ...COMMON });
  command.addHelpText('after', '\nExample:\n  tanimark demo --seed 1\n');
  return command.action((flags: CommonOptions & { seed?: number }) =>
    runInSession(flags, async (session) => {
      const summary = await demo({ seed: flags.seed }, session.job);
      if (flags.json) await session.json(summary);
      else await session.out(renderDemo(summary, session.outStyle));
    }),
  );
}
