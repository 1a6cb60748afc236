import { basename } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { nearestWord, printable } from '../../text.js';
import type { DatasetFamily, DatasetFields, NamedDataset } from './types.js';

const SUITE = 'suite:';

/** A list of data sets that are used together. */
export interface Suite {
  readonly name: string;
  readonly summary: string;
  readonly datasets: readonly string[];
}

/** The data sets that have a name. */
export class Registry {
  private readonly byName: ReadonlyMap<string, NamedDataset>;

  constructor(readonly families: readonly DatasetFamily[]) {
    this.byName = new Map(
      families.flatMap((family) =>
        family.datasets.map((one) => [one.name, completed(family, one)] as const),
      ),
    );
  }

  /** In the order of families and of their files. */
  get datasets(): readonly NamedDataset[] {
    return [...this.byName.values()];
  }

  get suites(): readonly Suite[] {
    return this.families.flatMap(({ suites = {} }) =>
      Object.entries(suites).map(([name, suite]) => ({ name, ...suite })),
    );
  }

  /** @throws TanimarkError (file) with the nearest name */
  get(name: string): NamedDataset {
    const found = this.byName.get(name);
    if (found) return found;
    const family = this.families.find((one) => one.family === name);
    if (family) {
      const [first] = family.datasets;
      throw new TanimarkError(
        'file',
        `dataset:${name} is a family of ${family.datasets.length} data sets, not one of them; name one, such as dataset:${first.name} (tanimark datasets list ${name})`,
      );
    }
    const near = nearestWord(name, this.byName.keys());
    throw new TanimarkError(
      'file',
      `dataset:${printable(name, 60)}: unknown data set${near ? ` (did you mean dataset:${near}?)` : ''}; tanimark datasets list shows all names`,
    );
  }

  /**
   * The data sets that words name: a data set, a family or `suite:<name>` each. Each comes once.
   *
   * @throws TanimarkError (usage) with the nearest word
   */
  named(words: readonly string[]): NamedDataset[] {
    return [...new Set(words.flatMap((word) => this.meant(word)))];
  }

  private meant(word: string): readonly NamedDataset[] {
    const name = word.replace(/^dataset:/, '');
    const one = this.byName.get(name);
    if (one) return [one];
    const suite = this.suites.find((each) => `${SUITE}${each.name}` === word || each.name === word);
    if (suite) return suite.datasets.map((member) => this.get(member));
    const family = this.families.find((each) => each.family === name);
    if (family) return family.datasets.map((member) => this.get(member.name));
    const near = nearestWord(name, [
      ...this.byName.keys(),
      ...this.families.map((each) => each.family),
      ...this.suites.map((each) => each.name),
    ]);
    throw new TanimarkError(
      'usage',
      `${printable(word, 60)}: unknown data set${near ? ` (did you mean ${near}?)` : ''}; tanimark datasets list shows all names`,
    );
  }
}

/** A data set with what its family says of all. */
function completed(
  { family, defaults = {} }: DatasetFamily,
  own: Partial<DatasetFields> & { readonly name: string; readonly registry?: string },
): NamedDataset {
  const fields = { ...defaults, ...own } as DatasetFields & { name: string };
  const { path = '' } = fields;
  const urls = fields.urls?.map((url) => url.replaceAll('{path}', path));
  return { ...fields, family, ...(urls ? { urls } : {}) };
}

/** The name of the file of a data set, in the cache. */
export function fileNameOf({ file, member, urls = [], bundled }: NamedDataset): string {
  return file ?? basename(member ?? bundled ?? new URL(urls[0]).pathname);
}
