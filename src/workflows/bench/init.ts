import { existsSync } from 'node:fs';
import { starterBench } from '../../bench/config/starter.js';
import { BENCH_CONFIG } from '../../bench/config/words.js';
import { TanimarkError } from '../../errors.js';
import { writeText } from '../../tables/output-path.js';

/** Writes a commented `tanimark.bench.yaml` to begin with. @throws TanimarkError (config, file) */
export async function initBench(path = BENCH_CONFIG): Promise<string> {
  if (existsSync(path)) {
    throw new TanimarkError(
      'config',
      `${path} already exists; edit it, or delete it and run the command again`,
    );
  }
  await writeText(path, starterBench());
  return path;
}
