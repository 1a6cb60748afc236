import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SMILES_LENGTH, smilesTextProblem } from '../../src/chemistry/smiles-text.js';

describe('smilesTextProblem', () => {
  it.each(['C', 'C[C@@H](N)C(=O)O', 'F/C=C\\F', '[Na+].[Cl-]', 'C%12CC%12', '*', '!', '~'])(
    'lets %j pass',
    (text) => expect(smilesTextProblem(text)).toBe(null),
  );

  it.each([
    ['', 'empty SMILES'],
    ['C C', 'a space inside the SMILES, at character 2'],
    [' C', 'a space inside the SMILES, at character 1'],
    ['CC😀', 'a character that no SMILES has (U+D83D), at character 3'],
    ['C\u0000C', 'a character that no SMILES has (U+0000), at character 2'],
    ['C\nC', 'a character that no SMILES has (U+000A), at character 2'],
    ['CC\t', 'a character that no SMILES has (U+0009), at character 3'],
    ['C\u007f', 'a character that no SMILES has (U+007F), at character 2'],
    ['C−C', 'a character that no SMILES has (U+2212), at character 2'],
    ['\ufeffC', 'a character that no SMILES has (U+FEFF), at character 1'],
  ])('says what is wrong with %j', (text, problem) => {
    expect(smilesTextProblem(text)).toBe(problem);
  });

  it('refuses what is longer than the limit, by length alone', () => {
    expect(MAX_SMILES_LENGTH).toBe(5000);
    expect(smilesTextProblem('C'.repeat(5000))).toBe(null);
    expect(smilesTextProblem('C'.repeat(5001))).toBe(
      'SMILES of 5001 characters, longer than the limit of 5000',
    );
    expect(smilesTextProblem('\n'.repeat(10_000_000))).toBe(
      'SMILES of 10000000 characters, longer than the limit of 5000',
    );
  });

  it('lets exactly the printable ASCII texts without spaces pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(smilesTextProblem(text) === null).toBe(/^[!-~]+$/.test(text));
      }),
    );
  });
});
