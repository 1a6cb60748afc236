import type { Renderer, ResultName } from '../results.js';

/** One format of results, with a renderer for each result that has it; a renderer is loaded when it is called. */
export interface Reporter {
  /** Name for `--format`. */
  readonly name: string;
  /** A noun for help and messages, such as `Markdown`. */
  readonly title: string;
  /** File name endings of `-o` in lower case, with the dot. */
  readonly endings: readonly string[];
  /** True for a table that a pipeline reads, whose cells are printed as they are. */
  readonly isData?: boolean;
  readonly renderers: { readonly [Name in ResultName]?: () => Promise<Renderer<Name>> };
}
