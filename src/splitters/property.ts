import { TanimarkError } from '../errors.js';
import { optionName, optionValue } from '../spelling.js';
import { list, plural } from '../text.js';
import { discardUnits } from './discard.js';
import { cutOrder } from './order.js';
import type { Facts, SplitContext, Splitter, SplitterOption } from './splitter.js';
import { unitMeans } from './unit-means.js';
import { unitsWeight } from './units.js';

/** What a name has before it to be that of a column, where a calculated property has it, too. */
const COLUMN = 'column:';

const end: SplitterOption = {
  name: 'end',
  placeholder: '<end>',
  default: 'high',
  summary: 'which values go to test: high or low',
  parse(text) {
    if (text === 'high' || text === 'low') return text;
    throw new TanimarkError('usage', `${optionValue('end', text)}: must be high or low`);
  },
};

/**
 * The molecules with the highest (or lowest) values of a property make the test set, those next to them validation, the rest is
 * training; of equal values the first go first. As `TargetProperty` of astartes. A group's value is the
 * mean of its molecules'. What has no value is left out of the split.
 */
export const property: Splitter = {
  name: 'property',
  purpose: 'property',
  summary: 'molecules with the highest or lowest values of a property or a column go to test',
  reference: 'astartes (target_property)',
  options: [
    {
      name: 'property',
      placeholder: '<name>',
      default: '',
      summary:
        'property that tanimark calculates, such as molecular_weight, crippen_logp or tpsa, or a column of numbers',
      parse: (text) => text,
    },
    end,
  ],
  usesSeed: false,
  async prepare(options, { bins }) {
    if (options.property === '') {
      throw new TanimarkError(
        'usage',
        `${optionValue('method', 'property')}: name a property with ${optionName('property')}, such as crippen_logp or a column of numbers`,
      );
    }
    return { bins, options: { ...options } };
  },
  split: (_molecules, context) => splitByProperty(String(context.options.property), context),
};

/** As {@link property}, by molecular weight. */
export const molecularWeight: Splitter = {
  name: 'molecular-weight',
  purpose: 'property',
  summary: 'the heaviest or lightest molecules go to test',
  reference: 'astartes, splito (MolecularWeightSplit)',
  options: [end],
  usesSeed: false,
  split: (_molecules, context) => splitByProperty('molecular_weight', context),
};

async function splitByProperty(name: string, { units, sizes, options, facts }: SplitContext) {
  const { values, note } = await valuesOf(name, facts);
  const value = unitMeans(units, values);
  const all = [...value.keys()];
  const known = all.filter((u) => !Number.isNaN(value[u]));
  const sign = options.end === 'low' ? 1 : -1;
  const order = known.sort((a, b) => sign * (value[a] - value[b]) || a - b);
  const cut = cutOrder(units, order, sizes);
  const weight = unitsWeight(units, known);
  if (sizes.test + sizes.valid >= weight && known.length < units.count) {
    throw new TanimarkError(
      'target',
      `${name}: only ${plural(weight, 'molecule has', 'molecules have')} a value, which leaves none for training; request fewer with ${optionName('test')}${sizes.valid > 0 ? ` and ${optionName('valid')}` : ''}, or choose another property`,
    );
  }
  const noted = note === undefined ? cut : { ...cut, notes: [note] };
  const missing = all.filter((u) => Number.isNaN(value[u]));
  return discardUnits(noted, units, missing, `no value of ${name}`);
}

/** A calculated property's values, or a column's; a calculated one is meant where a name is both. */
async function valuesOf(
  name: string,
  facts: Facts,
): Promise<{ values: Float64Array; note?: string }> {
  if (name.startsWith(COLUMN)) {
    return { values: facts.numbers(name.slice(COLUMN.length), 'property') };
  }
  if (!facts.propertyNames.includes(name)) {
    try {
      return { values: facts.numbers(name, 'property') };
    } catch (error) {
      if (!(error instanceof TanimarkError) || error.code !== 'column') throw error;
      const message = `${error.message}; properties that can be calculated: ${list(facts.propertyNames)}`;
      throw new TanimarkError('column', message, { cause: error });
    }
  }
  const { names, values } = await facts.properties();
  const at = names.indexOf(name);
  const own = values.filter((_, i) => i % names.length === at);
  if (!hasColumn(name, facts)) return { values: own };
  return {
    values: own,
    note: `${name} is calculated from structures, although a column has this name; to use the column: ${optionValue('property', `${COLUMN}${name}`)}`,
  };
}

function hasColumn(name: string, facts: Facts): boolean {
  try {
    facts.numbers(name, 'property');
    return true;
  } catch (error) {
    if (error instanceof TanimarkError && error.code === 'column') return false;
    throw error;
  }
}
