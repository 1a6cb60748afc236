import { TanimarkError } from '../errors.js';
import type { ScoreFormat } from '../workflows/score/types.js';

/** In which form the result is wanted, and where. */
interface FormatFlags {
  readonly format?: ScoreFormat;
  readonly json?: boolean;
  readonly output?: string;
}

/** The parts of a list with commas; undefined unless given. */
export function commaSeparated(text: string | undefined): string[] | undefined {
  return text?.split(',').map((name) => name.trim());
}

/** The format that was asked for, else that of the output's ending. */
export function formatOf({ format, json, output }: FormatFlags): ScoreFormat {
  if (json && format !== undefined && format !== 'json') {
    throw new TanimarkError('usage', `--json and --format ${format}: choose one of them`);
  }
  if (json && output !== undefined && /\.(csv|md|txt)$/i.test(output)) {
    throw new TanimarkError(
      'usage',
      `--json and -o ${output}: the ending says another format; end the name in .json, or leave --json out`,
    );
  }
  if (json) return 'json';
  if (format !== undefined || output === undefined) return format ?? 'table';
  const endings = { json: 'json', csv: 'csv', md: 'markdown', txt: 'table' } as const;
  const ending = /\.([a-z]+)$/i.exec(output)?.[1].toLowerCase() ?? '';
  if (Object.hasOwn(endings, ending)) return endings[ending as keyof typeof endings];
  throw new TanimarkError(
    'usage',
    `-o ${output}: cannot tell the format from its ending; end the name in .json, .csv, .md or .txt, or say --format`,
  );
}
