import { statSync } from 'node:fs';
import { baselines } from '../../evaluation/baselines/registry.js';
import { inFolder } from '../../folders.js';
import type { Problem } from '../../gate/config/problem.js';
import { READABLE_NAMES } from '../../tables/formats/names.js';
import { list, nearestWord, printable } from '../../text.js';
import { CommandProblem, placeholdersIn, wordsOf } from '../command.js';
import type { BenchInput, ModelInput } from './schema.js';
import type { BenchModel, BuiltinModel, CommandModel } from './types.js';
import { BUILTIN_ALIASES, type Placeholder, USUAL_BASELINES } from './words.js';

/** Where chemprop 2 leaves the predictions of the test molecules, below its output folder. */
const CHEMPROP_PREDICTIONS = '{workdir}/model_0/test_predictions.csv';
const FORMATS = ['chemprop', ...READABLE_NAMES];

/**
 * The models of a configuration, then the baselines that are not among them.
 *
 * @param problems what is wrong is added to them
 */
export function resolveModels(
  { models, baselines: asked }: BenchInput,
  folder: string,
  problems: Problem[],
): BenchModel[] {
  const own = Object.entries(models).flatMap(([name, model]) => {
    const path = ['models', name];
    if (!/^[^\s/\\*,][^/\\*,]*$/.test(name) || name.length > 60) {
      const message =
        'is no name of a model: it may have no comma, slash or star, and at most 60 characters';
      problems.push({ path, message });
    }
    return resolveModel(name, model, folder, problems);
  });
  const added = baselineNames(asked, problems).filter(
    (name) => !own.some((model) => model.kind === 'builtin' && model.builtin === name),
  );
  for (const name of added) {
    if (!own.some((model) => model.name === name)) continue;
    const message = `is called as the baseline ${name}, which stands beside the models; choose another name, or leave it out with baselines: none`;
    problems.push({ path: ['models', name], message });
  }
  const beside = added.map((name): BuiltinModel => {
    return { kind: 'builtin', name, builtin: name, path: ['baselines'] };
  });
  if (own.length + beside.length === 0) {
    problems.push({ path: ['models'], message: 'has no model; give one, or leave baselines out' });
  }
  return [...own, ...beside];
}

function baselineNames(asked: BenchInput['baselines'], problems: Problem[]): string[] {
  if (asked === undefined) return USUAL_BASELINES;
  const names = typeof asked === 'string' ? [asked] : asked;
  if (names.length === 1 && names[0] === 'none') return [];
  return [...new Set(names.flatMap((name) => builtinNamed(name, ['baselines'], problems) ?? []))];
}

function builtinNamed(
  written: string,
  path: readonly PropertyKey[],
  problems: Problem[],
): string | undefined {
  const name = BUILTIN_ALIASES[written.trim().toLowerCase()] ?? written.trim();
  const known = baselines.filter(({ usesPairs }) => !usesPairs).map((one) => one.name);
  if (known.includes(name)) return name;
  const near = nearestWord(written, [...known, ...Object.keys(BUILTIN_ALIASES)]);
  problems.push({
    path,
    message: `is "${printable(written, 40)}", an unknown baseline${near ? `; did you mean ${near}?` : `; choose from ${list(known)}`}`,
  });
  return undefined;
}

/** The keys of a model that a command alone has a use for. */
const OF_COMMANDS = ['shell', 'predictions', 'format', 'prediction', 'timeout', 'inputs'] as const;

function resolveModel(
  name: string,
  model: ModelInput,
  folder: string,
  problems: Problem[],
): BenchModel[] {
  const path = ['models', name];
  const { run, builtin } = model;
  if ((run === undefined) === (builtin === undefined)) {
    const message =
      run === undefined
        ? 'has no run; give run: <command>, or builtin: <baseline>'
        : 'has both run and builtin; give one of them';
    problems.push({ path, message });
    return [];
  }
  if (builtin !== undefined) {
    const idle = OF_COMMANDS.find((key) => model[key] !== undefined);
    if (idle) {
      problems.push({
        path,
        key: idle,
        message: `has ${idle}, which is for a command; leave it out`,
      });
    }
    const found = builtinNamed(builtin, [...path, 'builtin'], problems);
    return found === undefined ? [] : [{ kind: 'builtin', name, builtin: found, path }];
  }
  return [commandModel(name, { ...model, run: run as string | string[] }, folder, problems)];
}

function commandModel(
  name: string,
  model: ModelInput & { readonly run: string | string[] },
  folder: string,
  problems: Problem[],
): CommandModel {
  const path = ['models', name];
  const { run, shell = false, format, prediction, timeout } = model;
  const attempt = <Result>(key: string, step: () => Result): Result | undefined => {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof CommandProblem)) throw error;
      problems.push({ path: [...path, key], message: error.message });
      return undefined;
    }
  };
  if (shell && typeof run !== 'string') {
    problems.push({
      path,
      key: 'shell',
      message: 'has shell: true and a list of words; give run as one text',
    });
  }
  const used = attempt('run', () => {
    const words = typeof run === 'string' && !shell ? wordsOf(run) : [run].flat();
    return words.flatMap(placeholdersIn);
  });
  if (format !== undefined && !FORMATS.includes(format)) {
    const near = nearestWord(format, FORMATS);
    const message = `is "${printable(format, 40)}", an unknown format${near ? `; did you mean ${near}?` : `; choose from ${list(FORMATS)}`}`;
    problems.push({ path: [...path, 'format'], message });
  }
  const usual =
    format === 'chemprop' && !used?.includes('predictions') ? CHEMPROP_PREDICTIONS : undefined;
  const predictions = model.predictions ?? usual ?? '{predictions}';
  const inPath = attempt('predictions', () => placeholdersIn(predictions)) ?? [];
  checkPredictions(used, predictions, inPath, path, problems);
  const inputs = typeof model.inputs === 'string' ? [model.inputs] : (model.inputs ?? []);
  for (const file of inputs) {
    const at = inFolder(folder, file);
    if (statSync(at, { throwIfNoEntry: false })?.isFile()) continue;
    problems.push({
      path: [...path, 'inputs'],
      message: `is ${JSON.stringify(printable(file, 60))}, and there is no such file; check the path, which is relative to the configuration`,
    });
  }
  return {
    kind: 'command',
    name,
    run,
    shell,
    predictions,
    format,
    prediction,
    timeout: timeout === undefined ? null : timeLimit(timeout, [...path, 'timeout'], problems),
    inputs,
    path,
  };
}

/** A command has to be told where its predictions go, or the configuration where they are. */
function checkPredictions(
  used: readonly Placeholder[] | undefined,
  predictions: string,
  inPath: readonly Placeholder[],
  path: readonly PropertyKey[],
  problems: Problem[],
): void {
  if (used === undefined) return;
  const others = inPath.filter((one) => one !== 'workdir' && one !== 'predictions');
  if (others.length > 0 || inPath.length === 0) {
    const message = `is ${JSON.stringify(printable(predictions, 60))}, and predictions must be in {workdir}; give such as "{workdir}/preds.csv"`;
    problems.push({ path: [...path, 'predictions'], message });
    return;
  }
  const [place] = inPath;
  if (used.includes(place)) return;
  const message = `has no {${place}}, so the predictions would not be found; add it to the command`;
  problems.push({ path: [...path, 'run'], message });
}

const UNITS: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3600, d: 86_400 };

/** @returns null where it is none */
function timeLimit(
  written: string,
  path: readonly PropertyKey[],
  problems: Problem[],
): CommandModel['timeout'] {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(s|m|min|h|d)?$/.exec(written.trim()) ?? [];
  const seconds = Number(number) * UNITS[unit ?? 's'];
  // Timers of Node.js hold 24 days.
  if (seconds > 0 && seconds <= 2_000_000) {
    return { written: unit === undefined ? `${written.trim()} s` : written.trim(), seconds };
  }
  const message = `is "${printable(written, 40)}"; give a time such as 2h, 30min or 90s, of at most 23 days`;
  problems.push({ path, message });
  return null;
}
