import { describe, expect, it } from 'vitest';
import { plainStyle } from '../../../src/report/style.js';
import { renderVerify, verdictLine } from '../../../src/report/verify/terminal.js';
import type {
  VerifiedManifest,
  VerifyCheck,
  VerifySummary,
} from '../../../src/workflows/verify/types.js';

const passed = (kind: VerifyCheck['kind'], subject: string, detail: string | null = null) =>
  ({ kind, subject, outcome: 'passed', detail }) as const;
const failed = (kind: VerifyCheck['kind'], subject: string, detail: string) =>
  ({ kind, subject, outcome: 'failed', detail }) as const;

const GOOD = [
  passed('checksum', 'out/s.csv', 'same cells, different bytes'),
  passed('sizes', 's.csv', 'train 76, test 20'),
  passed('similarity', 's.csv', '7, 7 and 6 over the bins'),
  passed('columns', 's.csv', 'max_similarity and nearest_train of 20 rows'),
  passed('promises', 's.csv: each molecule in one subset'),
  passed('checksum', 'data.csv'),
  passed('repeat', 'out/s.csv', '96 rows of 8 columns'),
  passed('repeat', 'numbers of the manifest'),
];

function made(checks: readonly VerifyCheck[], reason: string | null = null): VerifiedManifest {
  const holds = checks.every(({ outcome }) => outcome !== 'failed');
  return {
    manifest: 'out/s.csv.manifest.json',
    methods: ['sae'],
    ...{ version: '0.1.0', rdkit: '2026.09.1', splits: 1, checks },
    verdict: holds ? 'verified' : 'failed',
    repeated: holds && reason === null,
    not_repeated: reason,
  };
}

function summary(...manifests: VerifiedManifest[]): VerifySummary {
  const holds = manifests.every(({ verdict }) => verdict === 'verified');
  return {
    ...{ command: 'verify', version: '0.1.0', rdkit: '2026.09.1', manifests },
    verdict: holds ? 'verified' : 'failed',
    repeated: manifests.every(({ repeated }) => repeated),
    ...{ exit_code: 0, warnings: [], seconds: {} },
  };
}

describe('the screen of a verification', () => {
  it('says what was checked, a line a kind, and ends with the verdict', () => {
    expect(renderVerify(summary(made(GOOD)), plainStyle)).toMatchInlineSnapshot(`
      "sae split of out/s.csv (tanimark 0.1.0, RDKit 2026.09.1)
        passed  checksums       2 files; s.csv: same cells, different bytes
        passed  sizes           train 76, test 20
        passed  max similarity  7, 7 and 6 over the bins
        passed  columns         max_similarity and nearest_train of 20 rows
        passed  guarantees      each molecule in one subset
        passed  made again      2 checks

      verified: out/s.csv matches its manifest; repeated, every cell is identical
      "
    `);
  });

  it('lists what does not hold', () => {
    const checks = [
      failed('checksum', 'out/s.csv', 'column "y" differs'),
      ...GOOD.slice(1, 6),
      failed('repeat', 'out/s.csv', 'row 3 (line 4), column "y": "2", but "1" when repeated'),
      GOOD[7],
    ];
    expect(renderVerify(summary(made(checks)), plainStyle)).toMatchInlineSnapshot(`
      "sae split of out/s.csv (tanimark 0.1.0, RDKit 2026.09.1)
        failed  checksums       1 of 2 failed
        passed  sizes           train 76, test 20
        passed  max similarity  7, 7 and 6 over the bins
        passed  columns         max_similarity and nearest_train of 20 rows
        passed  guarantees      each molecule in one subset
        failed  made again      1 of 2 failed
      checksums: out/s.csv: column "y" differs
      made again: out/s.csv: row 3 (line 4), column "y": "2", but "1" when repeated

      failed: out/s.csv: 2 of 8 checks failed
      "
    `);
  });

  it('shows nothing that rewrites the screen', () => {
    const hostile = [failed('checksum', 'a\u001b[2Jb.csv', 'column "x\ny\u202e" differs')];
    const text = renderVerify(summary({ ...made(hostile), rdkit: '\u001b[31m' }), plainStyle);
    expect(text).toContain('a\\u001b[2Jb.csv: column "x\\ny\\u202e" differs');
    expect(text).not.toContain('\u001b');
  });

  it('says once why parts could not be checked', () => {
    const open = (subject: string) =>
      (['sizes', 'similarity'] as const).map((kind): VerifyCheck => {
        return { kind, subject, outcome: 'not_checked', detail: 'a reason' };
      });
    const text = renderVerify(summary(made([...open('fold-0'), ...open('fold-1')])), plainStyle);
    expect(text).toContain(
      '\nnot checked: sizes and max similarity of fold-0 and fold-1: a reason\n',
    );
  });

  it('says in the last line what could not be made again, and why', () => {
    const lost: VerifyCheck = {
      ...GOOD[5],
      outcome: 'not_checked',
      detail: 'data.csv does not exist',
    };
    const one = made([...GOOD.slice(0, 5), lost], 'data.csv does not exist');
    const text = renderVerify(summary(one), plainStyle);
    expect(text).toMatchInlineSnapshot(`
      "sae split of out/s.csv (tanimark 0.1.0, RDKit 2026.09.1)
        passed       checksums       2 files; s.csv: same cells, different bytes;
                                     data.csv does not exist
        passed       sizes           train 76, test 20
        passed       max similarity  7, 7 and 6 over the bins
        passed       columns         max_similarity and nearest_train of 20 rows
        passed       guarantees      each molecule in one subset
        not checked  made again

      verified, but not repeated: out/s.csv matches its manifest; data.csv does not
      exist
      "
    `);
    expect(verdictLine(summary(made(GOOD), { ...one, manifest: 'f.manifest.json' }))).toBe(
      'verified, but not repeated: out/s.csv and f match their manifests; f: data.csv does not exist',
    );
  });
});
