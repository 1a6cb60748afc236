import { basename } from 'node:path';
import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
import { binLabels } from '../../similarity/bins.js';
import { count, list, plural } from '../../text.js';
import type { DescribeSummary } from '../../workflows/verify/describe.js';
import type {
  CheckKind,
  VerifiedManifest,
  VerifyCheck,
  VerifySummary,
} from '../../workflows/verify/types.js';
import { barTable } from '../bar-table.js';
import { alignColumns, visibleWidth, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';

/** Titles of the kinds of checks. */
const TITLES: Readonly<Record<CheckKind, string>> = {
  checksum: 'checksums',
  sizes: 'sizes',
  similarity: 'max similarity',
  columns: 'columns',
  promises: 'guarantees',
  repeat: 'made again',
};

/** The screen of a verification: what was checked of each split, what does not hold, and the verdict last. */
export const renderVerify = forScreen(verifyLines);

function verifyLines(summary: VerifySummary, style: Style): string[] {
  const { chalk, width } = style;
  const lines = summary.manifests.flatMap((one) => [...manifestLines(one, style), '']);
  const color =
    summary.verdict === 'failed' ? chalk.red : summary.repeated ? chalk.green : chalk.yellow;
  lines.push(color(wrap(verdictLine(summary), width)));
  return lines;
}

function manifestLines(one: VerifiedManifest, { chalk, width }: Style): string[] {
  const { checks, methods, manifest, version, rdkit, splits } = one;
  const several = splits > 1 ? `, ${splits} splits` : '';
  const kinds = (Object.keys(TITLES) as CheckKind[]).filter((kind) =>
    checks.some((check) => check.kind === kind),
  );
  const rows = kinds.map((kind): [string, string, string] => {
    const own = checks.filter((check) => check.kind === kind);
    const outcome = own.some((c) => c.outcome === 'failed')
      ? chalk.red('failed')
      : own.some((c) => c.outcome === 'passed')
        ? chalk.green('passed')
        : chalk.yellow('not checked');
    return [outcome, TITLES[kind], summaryOf(own)];
  });
  if (one.not_repeated !== null) rows.push([chalk.yellow('not checked'), TITLES.repeat, '']);
  const failures = checks.filter(({ outcome }) => outcome === 'failed');
  return [
    chalk.bold(`${list(methods)} split of ${subjectOf(manifest)}`) +
      chalk.dim(`${several} (tanimark ${version}, RDKit ${rdkit})`),
    ...rowLines(rows, width),
    ...notChecked(checks).map((text) => wrap(text, width)),
    ...failures
      .slice(0, 12)
      .map(({ subject, detail, kind }) =>
        chalk.red(wrap(`${TITLES[kind]}: ${subject}: ${detail}`, width)),
      ),
    ...(failures.length > 12 ? [chalk.red(`and ${failures.length - 12} more that failed`)] : []),
  ];
}

/** Checks that could not be made, one line for each reason. */
function notChecked(checks: readonly VerifyCheck[]): string[] {
  const open = checks.filter(
    ({ outcome, kind }) => outcome === 'not_checked' && kind !== 'checksum',
  );
  return [...new Set(open.map(({ detail }) => detail))].map((detail) => {
    const own = open.filter((check) => check.detail === detail);
    const kinds = [...new Set(own.map(({ kind }) => TITLES[kind]))];
    const subjects = [...new Set(own.map(({ subject }) => subject))];
    return `not checked: ${list(kinds)} of ${shortList(subjects)}: ${detail}`;
  });
}

/** Few names, and how many more. */
function shortList(names: readonly string[]): string {
  return list(names.length > 5 ? [...names.slice(0, 4), `${names.length - 4} more`] : names);
}

/** Aligned rows, whose last cells go on below themselves where the screen ends. */
function rowLines(rows: readonly (readonly [string, string, string])[], width: number): string[] {
  const heads = alignColumns(
    rows.map(([outcome, title]) => [outcome, title, '|']),
    3,
  ).map((line) => `  ${line.slice(0, -1)}`);
  return heads.map((head, r) => {
    const left = visibleWidth(head);
    const text = wrap(rows[r][2], width, ' '.repeat(left));
    return `${head}${text.slice(left)}`.trimEnd();
  });
}

/** Summary of the checks of one kind. */
function summaryOf(checks: readonly VerifyCheck[]): string {
  const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
  if (failed > 0) return `${failed} of ${checks.length} failed`;
  const [{ kind, detail }] = checks;
  if (kind === 'checksum') {
    return [plural(checks.length, 'file'), ...notesOf(checks)].join('; ');
  }
  if (kind === 'promises') {
    return [...new Set(checks.map(({ subject }) => subject.replace(/^.*?: /, '')))].join(', ');
  }
  return checks.length === 1 && detail !== null ? detail : plural(checks.length, 'check');
}

/** Notes on files, with their names; those true of several files once. */
function notesOf(checks: readonly VerifyCheck[]): string[] {
  const details = new Set(checks.flatMap(({ detail }) => (detail === null ? [] : [detail])));
  return [...details].map((detail) => {
    const own = checks.filter((check) => check.detail === detail);
    const named = own.some(({ subject }) => detail.startsWith(subject));
    return named ? detail : `${list(own.map(({ subject }) => basename(subject)))}: ${detail}`;
  });
}

/** The answer in one sentence. */
export function verdictLine({ manifests, verdict, repeated }: VerifySummary): string {
  const failed = manifests.filter((one) => one.verdict === 'failed');
  const names = (of: readonly VerifiedManifest[]) =>
    shortList(of.map(({ manifest }) => subjectOf(manifest)));
  if (verdict === 'failed') {
    const [{ checks }] = failed;
    const wrong = checks.filter(({ outcome }) => outcome === 'failed').length;
    return failed.length === 1
      ? `failed: ${names(failed)}: ${wrong} of ${checks.length} checks failed`
      : `failed: ${names(failed)} (${failed.length} of ${manifests.length})`;
  }
  const all = `${names(manifests)} ${manifests.length === 1 ? 'matches its manifest' : 'match their manifests'}`;
  if (repeated) return `verified: ${all}; repeated, every cell is identical`;
  const reasons = manifests
    .filter(({ not_repeated: reason }) => reason !== null)
    .map(({ manifest, not_repeated: reason }) =>
      manifests.length === 1 ? String(reason) : `${subjectOf(manifest)}: ${reason}`,
    );
  return `verified, but not repeated: ${all}; ${reasons.join('; ')}`;
}

/** The file or folder of a manifest. */
function subjectOf(manifest: string): string {
  return manifest.replace(/\.manifest\.json$/, '');
}

/** The screen of a split that was described. */
export const renderDescribed = forScreen(describedLines);

function describedLines(summary: DescribeSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { sizes, similarity, parameters, manifest, labels } = summary;
  const parts = (['train', 'valid', 'test', 'discarded'] as const)
    .filter((name) => sizes[name] > 0)
    .map((name) => `${name} ${count(sizes[name])}`);
  const columns = [
    `structures "${parameters.smiles}"`,
    labels ? `labels "${labels.column}"` : 'no label column',
    ...(parameters['split-column'] ? [`subsets "${parameters['split-column']}"`] : []),
  ];
  const bins = binLabels(similarity.bins);
  return [
    chalk.bold(`described split ${subjectOf(manifest)}`),
    wrap([...parts, `columns: ${columns.join(', ')}`].join(' · '), width),
    '',
    `Max similarity of ${plural(sizes.test, 'test molecule')} to the training set (${shownSpec(parameters.fingerprint)})`,
    ...barTable(
      ['similarity', 'test'],
      bins.map((label, b) => [label, count(similarity.achieved[b])]),
      similarity.achieved,
      Math.max(...similarity.achieved),
      style,
    ),
    `wrote ${manifest}`,
  ];
}
