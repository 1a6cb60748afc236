import { flag, required, text } from './kinds.js';
import { grouped, option } from './option.js';
import { COMMON, column, SIMILARITY, TABLE } from './table.js';

/** Options of `verify` of the library, beside the paths. */
export const VERIFY = {
  strict: option(
    flag,
    'exit with code 3 if a split cannot be made again (input lost, other version)',
  ),
};

/** Options that describe a split made by another tool. */
export const DESCRIBED = grouped('Describe a published split:', {
  ...SIMILARITY,
  smiles: TABLE.smiles,
  label: TABLE.label,
  id: TABLE.id,
  splitColumn: option(column, 'column that says train, valid or test', {
    placeholder: '<column>',
    default: 'found by name',
  }),
  force: option(flag, 'replace a manifest that exists'),
});

/** Options of `describeSplit` of the library. */
export const DESCRIBE = { path: required(text('the path of a file, as text')), ...DESCRIBED };

/** Options of `tanimark verify`. */
export const VERIFY_FLAGS = {
  ...VERIFY,
  ...grouped('Describe a published split:', {
    describe: option(flag, 'write a manifest for a split that was made elsewhere'),
  }),
  ...DESCRIBED,
  ...COMMON,
};
