import { readFileSync, statSync } from 'node:fs';
import { TanimarkError } from '../../errors.js';
import { checkRead } from '../../file-guard.js';
import { currentIo } from '../../io.js';
import type { GateConfig } from '../config/types.js';
import { Git, isCommitName } from '../git.js';
import type { BaselineChange, CommitRef } from '../types.js';
import { isBaselineFile } from './file.js';

/** Where the baseline of a change is compared with: branches that a change is usually merged into. */
const TARGETS = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

const FLAG = '--baseline-ref';

/** @throws TanimarkError (usage) for a text that git could take for an option, a range or a path */
export function checkCommitName(ref: string): void {
  if (isCommitName(ref)) return;
  throw new TanimarkError(
    'usage',
    `${FLAG} ${ref}: not the name of a commit; give a branch, a tag or a commit, such as origin/main`,
  );
}

/**
 * A baseline file as another commit has it.
 *
 * @param folder that of the configuration, whose repository has the commit
 * @throws TanimarkError (usage, file): no git, no repository, no such commit, no such file in it
 */
export function baselineAt(
  path: string,
  ref: string,
  folder: string,
): { text: string; at: CommitRef } {
  checkCommitName(ref);
  if (!isBaselineFile(path)) {
    throw new TanimarkError(
      'usage',
      `${FLAG} ${ref}: the baseline is ${path}, a table of predictions; only a baseline file (.json) can be read from another commit; write one with: tanimark check --update-baseline`,
    );
  }
  const git = new Git(path, folder);
  const commit = git.commit(ref);
  if (!commit.ok) throw noCommit(git, ref, commit.missing);
  const file = git.fileAt(commit.text);
  if (!file.ok) {
    throw new TanimarkError(
      'file',
      `${FLAG} ${ref}: commit ${short(commit.text)} has no ${path}; commit the baseline there first, or leave ${FLAG} out`,
    );
  }
  return { text: file.text, at: { ref, commit: commit.text } };
}

function noCommit(git: Git, ref: string, missing: boolean): TanimarkError {
  if (missing) {
    return new TanimarkError(
      'usage',
      `${FLAG} ${ref}: git was not found; install git, or leave ${FLAG} out`,
    );
  }
  if (!git.isRepository()) {
    return new TanimarkError(
      'usage',
      `${FLAG} ${ref}: the baseline is not in a git repository; leave ${FLAG} out`,
    );
  }
  const shallow = git.isShallow() ? ' (this clone is shallow)' : '';
  return new TanimarkError(
    'usage',
    `${FLAG} ${ref}: this repository has no such commit${shallow}; fetch it with: ${fetchCommand(ref)}`,
  );
}

/** The git command that fetches a branch of a remote into a clone without it. */
function fetchCommand(ref: string): string {
  const branch = /^origin\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined) return `git fetch --tags origin (or git fetch origin ${ref})`;
  return `git fetch --depth=1 origin +refs/heads/${branch}:refs/remotes/origin/${branch}`;
}

/**
 * Which baselines a change edits: those that differ from the commit that it started from, on the branch it is to be
 * merged into (of a pull request on GitHub its base), or from the last commit where there is no such branch.
 *
 * @param warnings where a pull request's base is not in this clone, that is added to them
 */
export function baselineChanges(
  { tasks, folder }: Pick<GateConfig, 'tasks' | 'folder'>,
  warnings: string[],
  env: Readonly<Record<string, string | undefined>> = currentIo().env,
): BaselineChange[] {
  const paths = new Set(tasks.flatMap(({ baseline }) => (baseline === null ? [] : [baseline])));
  return [...paths].flatMap((path) => changeOf(path, folder, warnings, env) ?? []);
}

function changeOf(
  path: string,
  folder: string,
  warnings: string[],
  env: Readonly<Record<string, string | undefined>>,
): BaselineChange | null {
  checkRead(path);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  const git = new Git(path, folder);
  const head = git.commit('HEAD');
  if (!head.ok) return null;
  const target = targetOf(git, head.text, env);
  if (!target && env.GITHUB_BASE_REF) {
    warnings.push(
      `this clone does not have the branch ${env.GITHUB_BASE_REF}, so edits of ${path} in this pull request cannot be detected; use actions/checkout with fetch-depth: 2`,
    );
  }
  const { ref, commit } = target ?? { ref: 'HEAD', commit: head.text };
  const before = git.fileAt(commit);
  // A table that no commit has is made by a pipeline, and no part of the change.
  if (!before.ok) return isBaselineFile(path) ? { path, kind: 'added', ref, commit } : null;
  const same = lines(readFileSync(path, 'utf8')) === lines(before.text);
  return same ? null : { path, kind: 'changed', ref, commit };
}

/** Where the change left the branch that it is to be merged into; null where there is no such branch. */
function targetOf(
  git: Git,
  head: string,
  { GITHUB_BASE_REF: base, GITHUB_REF: own }: Readonly<Record<string, string | undefined>>,
): CommitRef | null {
  const names = base ? [`origin/${base}`, base] : TARGETS;
  for (const ref of names.filter(isCommitName)) {
    const tip = git.commit(ref);
    if (!tip.ok) continue;
    const fork = git.mergeBase(head, tip.text);
    return { ref, commit: fork.ok ? fork.text : tip.text };
  }
  // What GitHub checks out for a pull request is a merge, whose first parent is the tip of the base.
  const merged = base && own?.startsWith('refs/pull/') ? git.commit('HEAD^1') : null;
  return merged?.ok ? { ref: base as string, commit: merged.text } : null;
}

/** Git may have other line ends in a folder than in a commit. */
function lines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** The beginning of a commit's hash, as git shows it. */
function short(commit: string): string {
  return commit.slice(0, 7);
}
