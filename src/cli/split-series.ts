import { checkOutputAndManifest } from '../dataset/manifest/path.js';
import { splitFormatNamed } from '../dataset/split-formats/registry.js';
import { TanimarkError } from '../errors.js';
import { renderResult } from '../report/registry.js';
import { DEFAULT_METHOD } from '../splitters/registry.js';
import { outputFormat } from '../workflows/split/output.js';
import { compareSplits, sweepSplits } from '../workflows/split/series/index.js';
import { checkSeriesOutput, writeSeries } from '../workflows/split/series/output.js';
import { splitOptions } from './method-options.js';
import { cacheOf, headerOption } from './options.js';
import { checkPage, writePage } from './page.js';
import { runInSession } from './session.js';
import type { SplitFlags } from './split-flags.js';

/** `tanimark split --compare` and `--sweep`: several splits of one input, and what they have of each. */
export async function runSeries(
  data: string,
  flags: SplitFlags,
  methodOptions: Record<string, string>,
): Promise<void> {
  checkFlags(flags);
  await runInSession(flags, async (session) => {
    const { output, format: asked, html } = flags;
    const { method = DEFAULT_METHOD, thresholds, ...rest } = splitOptions(flags);
    const format = outputFormat(output, asked);
    if (splitFormatNamed(format)) {
      const mode = flags.compare ? '--compare' : '--sweep';
      throw new TanimarkError('usage', `--format ${format}: not with ${mode}; use a table format`);
    }
    if (output !== undefined) {
      checkSeriesOutput(output);
      checkOutputAndManifest(output);
    }
    checkPage(html, [data], output);
    if (flags.figures !== undefined) {
      throw new TanimarkError('usage', '--figures: not with --compare or --sweep; give --html');
    }
    const cache = cacheOf(flags);
    const options = { ...rest, cache, header: headerOption(flags), input: data, methodOptions };
    const series = flags.compare
      ? await compareSplits({ ...options, methods: namesIn(method) }, session.job)
      : await sweepSplits({ ...options, method, thresholds }, session.job);
    session.job.check();
    const { summary } = series;
    if (output !== undefined) await writeSeries(series, output, format, session.job);
    const shown = flags.json ? 'json' : 'table';
    await session.out(await renderResult('series', shown, summary, session.outStyle));
    const own = summary.splits.flatMap(({ name, warnings }) =>
      warnings.map((text) => `${name}: ${text}`),
    );
    session.warn([...(cache?.notes ?? []), ...summary.warnings, ...own]);
    await writePage(html, 'series', summary, session);
    if (output !== undefined) {
      session.line(`wrote ${summary.outputs.length} splits to ${output}, and a manifest`);
    }
  });
}

function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function checkFlags(flags: SplitFlags): void {
  const usage = (text: string) => new TanimarkError('usage', text);
  if (flags.compare && flags.sweep) throw usage('--compare and --sweep: choose one');
  const mode = flags.compare ? '--compare' : '--sweep';
  if (flags.compare && flags.thresholds !== undefined) {
    throw usage('--thresholds: only with --sweep');
  }
  if (flags.format !== undefined && flags.output === undefined) {
    throw usage(`--format: ${mode} writes splits to a folder only; name one with -o`);
  }
  for (const flag of ['folds', 'repeats', 'strict', 'graph'] as const) {
    if (flags[flag]) throw usage(`--${flag}: not with ${mode}; leave it out`);
  }
}
