import { describe, expect, it } from 'vitest';
import { tidyReason } from '../../src/chemistry/describe.js';

describe('tidyReason', () => {
  it.each([
    [
      '[12:34:56] Explicit valence for atom # 1 N, 5, is greater than permitted\n[12:34:56] ERROR: Could not sanitize molecule',
      'CN(C)(C)(C)C',
      'Explicit valence for atom # 1 N, 5, is greater than permitted',
    ],
    [
      '[00:00:00] SMILES Parse Error: syntax error while parsing: CC(\n[00:00:00] SMILES Parse Error: check for mistakes around position 3:\n[00:00:00] CC(\n[00:00:00] ~~^',
      'CC(',
      'syntax error, around character 3',
    ],
    ["[01:02:03] SMILES Parse Error: unclosed ring for input: 'C1CC'", 'C1CC', 'unclosed ring'],
    [
      "\n\n[01:02:03] Can't kekulize mol.  Unkekulized atoms: 0 1 2 3 4\n",
      'c1cccc1',
      "Can't kekulize mol.  Unkekulized atoms: 0 1 2 3 4",
    ],
    ['', 'C', 'RDKit gave no reason'],
    ['[01:02:03] \n\n', 'C', 'RDKit gave no reason'],
  ])('makes one line of %j', (log, smiles, reason) => {
    expect(tidyReason(log, smiles)).toBe(reason);
  });

  it('does not depend on the time', () => {
    const log = (time: string) => `[${time}] SMILES Parse Error: unclosed ring for input: 'C1'`;
    expect(tidyReason(log('00:00:00'), 'C1')).toBe(tidyReason(log('23:59:59'), 'C1'));
  });

  it('escapes and cuts what is long or hostile', () => {
    const reason = tidyReason(`[01:02:03] bad \u001b[2J ${'x'.repeat(1000)}`, 'C');
    expect(reason).toMatch(/^bad \\u001b\[2J x+…x+$/);
    expect(reason.length).toBeLessThan(180);
    expect(tidyReason('[01:02:03] odd CCCCCC here', 'CCCCCC')).toBe('odd … here');
  });

  // DEFECT: the SMILES is taken out of the message wherever its text occurs, also inside words.
  it.each(['c', 'n', 'o'])('leaves the words alone when the SMILES is %s', (smiles) => {
    expect(tidyReason('[01:02:03] non-ring atom 0 marked aromatic', smiles)).toBe(
      'non-ring atom 0 marked aromatic',
    );
  });
});
