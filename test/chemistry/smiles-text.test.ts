import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_SMILES_LENGTH,
  readStructureText,
  smilesTextProblem,
} from '../../src/chemistry/smiles-text.js';

describe('smilesTextProblem', () => {
  it.each(['C', 'C[C@@H](N)C(=O)O', 'F/C=C\\F', '[Na+].[Cl-]', 'C%12CC%12', '*', '!', '~'])(
    'lets %j pass',
    (text) => expect(smilesTextProblem(text)).toBe(null),
  );

  it.each([
    ['', 'empty SMILES'],
    ['C (=O)O', 'a space inside the SMILES, at character 2'],
    ['CC =O', 'a space inside the SMILES, at character 3'],
    [' C', 'a space inside the SMILES, at character 1'],
    ['CC😀', 'a character that no SMILES has (U+D83D), at character 3'],
    ['C\u0000C', 'a character that no SMILES has (U+0000), at character 2'],
    ['C\nC', 'a character that no SMILES has (U+000A), at character 2'],
    ['C\u007f', 'a character that no SMILES has (U+007F), at character 2'],
    ['C−C', 'a character that no SMILES has (U+2212), at character 2'],
    ['\ufeffC', 'a character that no SMILES has (U+FEFF), at character 1'],
    ['{"a": 1}', 'a brace, which no SMILES has'],
    ['CC>>CC', 'a reaction, not a molecule'],
    ['InChI=1S/CH4/h1H4', 'an InChI, not a SMILES; convert it to SMILES first'],
    ['InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3', 'an InChI, not a SMILES; convert it to SMILES first'],
    ['LFQSCWFLJHTTHZ-UHFFFAOYSA-N', 'an InChIKey, not a SMILES; look the SMILES up first'],
  ])('says what is wrong with %j', (text, problem) => {
    expect(smilesTextProblem(text)).toBe(problem);
    expect(readStructureText(text).smiles).toBe(text);
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

  it('lets exactly the printable ASCII texts pass, of those without blanks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        fc.pre(!/[\s{]|>>/.test(text));
        expect(smilesTextProblem(text) === null).toBe(/^[!-~]+$/.test(text));
      }),
    );
  });
});

describe('readStructureText', () => {
  it.each([
    ['CCO', 'CCO', []],
    ['CCO ethanol', 'CCO', ['name']],
    ['CCO\tCHEMBL545 ethanol', 'CCO', ['name']],
    ['CCO Äthanol', 'CCO', ['name']],
    ['[CH3:1][CH2:2][OH:3]', '[CH3][CH2][OH]', ['atom maps']],
    ['[*:1]CC', '[*]CC', ['atom maps']],
    ['c1:c:c:c:c:c:1', 'c1:c:c:c:c:c:1', []],
    ['[13CH3:10]C[NH3+:2]', '[13CH3]C[NH3+]', ['atom maps']],
    ['C[C@H](O)F |&1:1|', 'C[C@H](O)F', ['enhanced stereo']],
    ['C[C@H](O)[C@H](F)Cl |o1:1,o2:3,r|', 'C[C@H](O)[C@H](F)Cl', ['enhanced stereo']],
    ['C[C@H:1](O)F |a:1| x', 'C[C@H](O)F', ['enhanced stereo', 'name', 'atom maps']],
    ['*CC |$R1;;a,b$|', '*CC', ['CXSMILES']],
    ['CCO |(0,0,;1,0,;2,0,)|', 'CCO', ['CXSMILES']],
    ['CCO |SgD:1,2:name:value::::,f:0|', 'CCO', ['CXSMILES']],
    ['c1ccccc1-c1ccccc1 |wU:5.5|', 'c1ccccc1-c1ccccc1 |wU:5.5|', ['enhanced stereo']],
    ['CC=CC |w:1.0,&1:2|', 'CC=CC |w:1.0|', ['enhanced stereo']],
    ['C1CCCC=CCC1 |t:4,6,lp:1:1|', 'C1CCCC=CCC1 |t:4,6|', ['CXSMILES']],
  ])('%j is %j', (cell, smiles, extras) => {
    expect(readStructureText(cell)).toMatchObject({ smiles, problem: null, extras });
  });

  it.each([
    ['^1:0', 'radicals'],
    ['&1:2,^3:1,4', 'radicals'],
    ['C:1.1', 'coordinate bonds'],
    ['H:1.1', 'hydrogen bonds'],
    ['Sg:n:0,1::ht', 'a polymer or another group of atoms'],
    ['m:2:0.1', 'multi-center bonds'],
    ['LN:0:1.3', 'link nodes'],
    ['RG:_R1={C}', 'R-group definitions'],
    ['rb:0:*', 'query features'],
    ['u:1', 'query features'],
    ['nonsense', 'an unknown field'],
  ])('refuses |%s|', (fields, why) => {
    const { problem } = readStructureText(`CCO |${fields}|`);
    expect(problem).toContain(`a CXSMILES extension that changes the molecule (${why}, "`);
  });

  it.each(['CCO |', 'CCO |&1:2', 'CCO |$R1'])('refuses an extension without an end: %s', (cell) => {
    expect(readStructureText(cell).problem).toBe('a CXSMILES extension that does not end with "|"');
  });

  it.each([
    ['CCO, CCN, CCC', ['CCO', 'CCN', 'CCC']],
    ['CCO;CCN', ['CCO', 'CCN']],
    ['CCO|CCN', ['CCO', 'CCN']],
    ['CCO\nCCN\n', ['CCO', 'CCN']],
    ['CCO CCN', ['CCO', 'CCN']],
    ['[CH3:1]C, CCN', ['[CH3]C', 'CCN']],
    ['CCO.CCN', []],
    ['CCO |&1:2|', []],
  ])('%j may hold %j', (cell, parts) => {
    expect(readStructureText(cell).parts).toEqual(parts);
  });
});
