import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/gate/config/load.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();

async function messageOf(content: string | Uint8Array, name = 'c.yaml') {
  folder.file(name, content);
  const error = await errorOf(() => loadConfig(name, folder.path));
  expect(error.code).toBe('config');
  expect(error.message).not.toContain('\n');
  expect(error.message).not.toContain(folder.path);
  return error.message;
}

const files = 'split: s.csv\npredictions: p.csv\n';

describe('of several problems', () => {
  it.each([
    [
      'seed: x\nabc: 1\nrules: []',
      'c.yaml:1: seed must be a whole number from 0 to 9,007,199,254,740,991, not "x" (1 more error in this file)',
    ],
    [
      'rules: [{metric: 3, abc: 1}, {metric: 4}]',
      'c.yaml:1: rules[0] has an unknown key "abc"; it takes metric, name, stratum, task, min, max, on, maxDrop, margin, decide, level (2 more errors in this file)',
    ],
    // What an alias stands for is wrong where it is used.
    [
      `${files}rules:\n  - &one\n    metric: mae\n    max: 1\n    name: x\n  - *one`,
      'c.yaml:8: rules[1].name is "x", the name of rules[0], too; give each rule a different name',
    ],
  ])('the first one is told: %j', async (content, message) => {
    expect(await messageOf(content)).toBe(message);
  });
});

describe('a file that is no configuration', () => {
  it.each<[string, string | Uint8Array, string]>([
    [
      'nothing',
      '',
      'c.yaml:1: the configuration is empty; give keys and values, such as split: split.csv',
    ],
    [
      'a comment',
      '# to do\n',
      'c.yaml:1: the configuration is empty; give keys and values, such as split: split.csv',
    ],
    [
      'a list',
      '- split: s\n',
      'c.yaml:1: the configuration must be a map of keys to values, not a list',
    ],
    [
      'a word',
      'split.csv\n',
      'c.yaml:1: the configuration must be a map of keys to values, not a text',
    ],
    [
      'a key twice',
      'split: a\nseed: 1\nsplit: b\n',
      'c.yaml:3: the key split is listed twice; keep one',
    ],
    [
      'a key twice in a rule',
      `${files}rules:\n  - metric: mae\n    metric: r2\n`,
      'c.yaml:5: the key metric is listed twice; keep one',
    ],
    ['a tab', 'rules:\n\t- metric: mae\n', 'c.yaml:2: a tab indents the line; use spaces'],
    [
      'two documents',
      'split: a\n---\nsplit: b\n',
      'c.yaml:2: a second document begins (---); keep one',
    ],
    [
      'a tag',
      'split: !!js/function "() => 1"\n',
      'c.yaml:1: tags (!) are not supported; leave the tag out, or put quotes around the value',
    ],
    [
      'a key that is a list',
      '? [a, b]\n: 1\n',
      'c.yaml:1: a key must be a word; put quotes around it',
    ],
    [
      'an alias of nothing',
      'split: a\nlabel: *logS\n',
      'c.yaml:2: an alias (*) has no anchor; put quotes around it if it is a text',
    ],
    [
      'a bin without quotes',
      `${files}rules:\n  - metric: mae\n    stratum: [0, 1/3)\n    max: 1\n`,
      'c.yaml:6: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] (put quotes around a bin: "[0, 1/3)")',
    ],
    ['a NUL byte', 'split: a\nseed: \0\n', 'c.yaml:2: a NUL byte; save it as plain text in UTF-8'],
    [
      'UTF-16',
      Buffer.from('\ufeffsplit: a', 'utf16le'),
      'c.yaml: is not UTF-8 text; save it as UTF-8',
    ],
    [
      'Latin-1',
      Buffer.from('label: \xb5M\n', 'latin1'),
      'c.yaml: is not UTF-8 text; save it as UTF-8',
    ],
    [
      'much',
      `# ${'x'.repeat(10_000_000)}`,
      'c.yaml: has 10.0 MB; a configuration may have at most 256 kB; check that this is the right file',
    ],
    ['deep nesting', '['.repeat(30_000), 'c.yaml:1: it is nested too deeply'],
  ])('%s', async (_, content, message) => {
    expect(await messageOf(content)).toBe(message);
  });

  it('refuses aliases that stand for billions of values, at once', async () => {
    const lines = ['label: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++) {
      lines.push(`k${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`);
    }
    expect(await messageOf(lines.join('\n'))).toBe(
      'c.yaml: its aliases (*) expand to too many values; write the values out',
    );
  });

  it('takes an alias for what it stands for', () => {
    folder.file('c.yaml', `${files}rules:\n  - &one {metric: mae, max: 1}\n  - *one\n`);
    expect(loadConfig('c.yaml', folder.path).rules.map(({ max }) => max)).toEqual([1, 1]);
  });

  it('wants JSON to be JSON', async () => {
    const text = '{\n  "split": "a",\n  // why\n  "seed": 1\n}';
    expect(await messageOf(text, 'c.json')).toMatch(/^c\.json:3: not valid /);
    // Not every version of Node says where.
    expect(await messageOf('{\n  "split": "a",\n  "seed": 1,\n}', 'c.json')).toMatch(
      /^c\.json(:4)?: not valid JSON; look for an extra comma, a comment, or a missing quote$/,
    );
    expect(await messageOf('{"split": "a",\n "split": "b"}', 'c.json')).toBe(
      'c.json:2: the key split is listed twice; keep one',
    );
  });

  it('says so when there is no file, or it is of another kind', async () => {
    const message = async (path: string) =>
      (await errorOf(() => loadConfig(path, folder.path))).message;
    expect(await message('nowhere.yaml')).toBe(
      'nowhere.yaml: does not exist; check the path, or write one with tanimark check --init',
    );
    expect(await message('tanimark.config.js')).toBe(
      'tanimark.config.js: a configuration file must end in .yaml, .yml or .json, or be package.json',
    );
    expect(await messageOf('{"name": "a", "name": "b"}', 'package.json')).toBe(
      'package.json has no key "tanimark"; add it, or write a configuration with tanimark check --init',
    );
    const twice = '{"name": "a", "name": "b",\n"tanimark": {"seed": 1,\n"seed": 2}}';
    expect(await messageOf(twice, 'package.json')).toBe(
      'package.json:3: the key seed is listed twice; keep one',
    );
    expect(await messageOf('{"name": "a",\n"tanimark": {\n"splt": 1}}', 'package.json')).toBe(
      'package.json:3: tanimark has an unknown key "splt"; did you mean split?',
    );
  });
});

describe('a value that cannot be', () => {
  it.each([
    ['split:', 'split is empty; give the file of the split, or leave the key out'],
    ['split: "  "', 'split is blank; give the file of the split, or leave the key out'],
    ['split: [a]', 'split must be the file of the split, not a list'],
    ['predictions: "-"', 'predictions must be a file (a check cannot read standard input)'],
    ['predictions: "a\\0b"', 'predictions has a NUL byte; fix the path'],
    ['label: 007', 'label must be a text, not the number 7; put quotes around it'],
    ['id: true', 'id must be a text, not true; put quotes around it'],
    ['std: {a: 1}', 'std must be the name of a column, not a map'],
    [
      'task: clasification',
      'task must be one of regression, classification or multiclass, not "clasification"; did you mean classification?',
    ],
    ['level: 2', 'level must be a number from 0.01 to 0.9999, not 2'],
    ['level: error', 'level must be a number from 0.01 to 0.9999, not "error"'],
    ['join: key', 'join must be one of id, smiles or order, not "key"'],
    ['delimiter: ab', 'delimiter must be one character, or tab, not "ab"'],
    ['header: no', 'header must be true or false, not "no"'],
    ['threshold: .nan', 'threshold must be a number from -1000000000 to 1000000000, not NaN'],
    [
      'bins: 0,0.5',
      'bins is "0,0.5": the edges must start at 0 and end at 1; the default is 0,1/3,2/3,1',
    ],
    ['bins: [0, 1]', 'bins must be edges such as "0,1/3,2/3,1", not a list'],
    [
      'fingerprint: morgn',
      'fingerprint is "morgn": unknown fingerprint "morgn" (did you mean morgan?); available: morgan, maccs, rdkit, atom-pair, topological-torsion, pattern, fps:<file>, column:<name> and npy:<file>',
    ],
    [
      'standardize: tautomer',
      'standardize must be one of none, salts, charges, isotopes, stereo or tautomers, not "tautomer"; did you mean tautomers?',
    ],
    [
      'margin: -1',
      'margin must be a number such as 0.05, a fraction such as 1/20, or a percentage such as 5%, 0 or more, not -1',
    ],
    [
      'margin: -5%',
      'margin must be a number such as 0.05, a fraction such as 1/20, or a percentage such as 5%, 0 or more, not "-5%"',
    ],
    [
      'margin: .inf',
      'margin must be a number such as 0.05, a fraction such as 1/20, or a percentage such as 5%, 0 or more, not Infinity',
    ],
    ['inconclusive: ok', 'inconclusive must be one of pass, warn or fail, not "ok"'],
    ['seed: -1', 'seed must be a whole number from 0 to 9,007,199,254,740,991, not -1'],
    [
      'seed: 1e20',
      'seed must be a whole number from 0 to 9,007,199,254,740,991, not 100000000000000000000',
    ],
    ['bootstrap: 1.5', 'bootstrap must be a whole number from 0 to 1,000,000, not 1.5'],
    [
      'resample: rows',
      'resample must be one of molecule, row or cluster, not "rows"; did you mean row?',
    ],
    ['minN: 0', 'minN must be a whole number from 1 to 1,000,000,000, not 0'],
    ['tasks: {a: 1}', 'tasks must be a list of tasks, not a map'],
    ['tasks: []', 'tasks is an empty list; give a task, or leave the key out'],
    ['tasks: [{}]', 'tasks[0].name is missing; give a name'],
    ['rules: mae', 'rules must be a list of rules, not "mae"'],
    ['rules: [mae]', 'rules[0] must be a map of keys to values, not "mae"'],
    ['rules: [{max: 3}]', 'rules[0].metric is missing; give the name of a metric, such as mae'],
    ['rules: [{metric: 3}]', 'rules[0].metric must be the name of a metric, such as mae, not 3'],
    [
      'rules: [{metric: maee}]',
      'rules[0].metric is "maee", an unknown metric; did you mean mae? (tanimark score --list-metrics lists all)',
    ],
    ['rules: [{metric: mae, max: "3"}]', 'rules[0].max must be a number, not "3"'],
    ['rules: [{metric: mae, min: .inf}]', 'rules[0].min must be a number, not Infinity'],
    [
      'rules: [{metric: mae, level: eror}]',
      'rules[0].level must be one of error, warn or info, not "eror"; did you mean error?',
    ],
    [
      'rules: [{metric: mae, on: values}]',
      'rules[0].on must be one of interval or value, not "values"; did you mean value?',
    ],
    [
      'rules: [{metric: mae, maxDrop: 5 percent}]',
      'rules[0].maxDrop must be a number such as 0.05, a fraction such as 1/20, or a percentage such as 5%, 0 or more, not "5 percent"',
    ],
    [
      'rules: [{metric: mae, stratum: lowst}]',
      'rules[0].stratum is "lowst": give overall, lowest, highest, each, a bin such as "[0, 1/3)" or a group such as scaffold=unseen; did you mean lowest?',
    ],
    [
      'rules: [{metric: mae, stratum: [2/3, 1]}]',
      'rules[0].stratum must be a text, not a list; put quotes around a bin: "[2/3, 1]"',
    ],
    [
      'rules: [{metric: mae, stratum: "[0, 1/3]"}]',
      'rules[0].stratum is "[0, 1/3]": a bin excludes its second edge, except for the last bin, which includes 1; write "[0, 1/3)"',
    ],
    [
      'rules: [{metric: mae, stratum: "[2/3, 1)"}]',
      'rules[0].stratum is "[2/3, 1)": a bin excludes its second edge, except for the last bin, which includes 1; write "[2/3, 1]"',
    ],
    [
      'rules: [{metric: mae, stratum: "[0.5, 0.2)"}]',
      'rules[0].stratum is "[0.5, 0.2)": its first edge must be below its second',
    ],
    [
      'rules: [{metric: mae, stratum: "[0.5, 2]"}]',
      'rules[0].stratum is "[0.5, 2]": a similarity must be at most 1',
    ],
    [
      'rules: [{metric: mae, stratum: "[0, x)"}]',
      'rules[0].stratum is "[0, x)": its edge: "x" is not a number; write a fraction such as 1/3 or a decimal such as 0.25',
    ],
    [
      'rules: [{metric: mae, stratum: "(0, 1/3)"}]',
      'rules[0].stratum is "(0, 1/3)": write a bin as "[0, 1/3)", and the last one as "[2/3, 1]"',
    ],
    [
      'rules: [{metric: mae, stratum: scaffold=unsen}]',
      'rules[0].stratum is "scaffold=unsen": scaffold must be seen, unseen, no rings or unknown; did you mean scaffold=unseen?',
    ],
    [
      'rules: [{metric: mae, stratum: "=x"}]',
      'rules[0].stratum is "=x": give a group as column=value, such as scaffold=unseen',
    ],
    ['audit: []', 'audit must be a map of keys to values, not a list'],
    [
      'audit: {maxDuplicates: -1}',
      'audit.maxDuplicates must be a number such as 0.05, a fraction such as 1/20, or a percentage such as 5%, 0 or more, not -1',
    ],
    [
      'maxInvalid: -1',
      'maxInvalid must be a number such as 0.05, a fraction such as 1/20, or a percentage such as 5%, 0 or more, not -1',
    ],
    [
      'maxInvalid: 150%',
      'maxInvalid is "150%": more than all rows; give a whole number of rows, or a share such as 1%',
    ],
    ['decide: value', 'decide must be one of estimate or interval, not "value"'],
    [
      'audit: {maxDuplicates: 2.5}',
      'audit.maxDuplicates is "2.5": more than all rows; give a whole number of test rows, or a share such as 1%',
    ],
    [
      'audit: {maxNear: 3}',
      'audit.maxNear must be a limit such as "0.9:1%", a list of them, or a map such as {0.9: 1%}, not 3',
    ],
    [
      'audit: {maxNear: []}',
      'audit.maxNear must be a limit such as "0.9:1%", a list of them, or a map such as {0.9: 1%}, not a list',
    ],
    [
      'audit: {maxNear: {}}',
      'audit.maxNear is an empty map; give a limit such as "0.9:1%", a list of them, or a map such as {0.9: 1%}',
    ],
    [
      'audit: {maxNear: ["0.9"]}',
      'audit.maxNear is "0.9": the form is two numbers with a colon between them; give a similarity and the largest number of test rows, such as 0.9:1% or 0.85:10',
    ],
    [
      'audit: {maxNear: {1.5: 1%}}',
      'audit.maxNear is "1.5:1%": the similarity must be at most 1; give a similarity and the largest number of test rows, such as 0.9:1% or 0.85:10',
    ],
    [
      'audit: {maxNear: "0.9:2.5"}',
      'audit.maxNear is "0.9:2.5": more than all rows; give a whole number of test rows, or a share such as 1%',
    ],
    [
      'audit: {standardize: salt}',
      'audit.standardize must be one of none, salts, charges, isotopes, stereo or tautomers, not "salt"; did you mean salts?',
    ],
  ])('%s', async (line, message) => {
    expect(await messageOf(`# a comment\n${line}\n`)).toBe(`c.yaml:2: ${message}`);
  });
});

describe('a key that is unknown', () => {
  it.each([
    [
      `${files}predictons: x`,
      'c.yaml:3: the configuration has an unknown key "predictons"; did you mean predictions?',
    ],
    [
      `${files}rules:\n  - metrc: mae\n    max: 1`,
      'c.yaml:4: rules[0] has an unknown key "metrc"; did you mean metric?',
    ],
    [
      `${files}rules:\n  - metric: mae\n    max_drop: 1`,
      'c.yaml:5: rules[0] has an unknown key "max_drop"; did you mean maxDrop?',
    ],
    [
      `${files}rules:\n  - metric: mae\n    minN: 1`,
      'c.yaml:5: rules[0] has an unknown key "minN"; it belongs at the top',
    ],
    [
      `${files}maxDrop: 0`,
      'c.yaml:3: the configuration has an unknown key "maxDrop"; it belongs in a rule',
    ],
    [
      `${files}maxNear: 0`,
      'c.yaml:3: the configuration has an unknown key "maxNear"; it belongs under audit',
    ],
    [
      `${files}audit:\n  maxDuplicate: 0`,
      'c.yaml:4: audit has an unknown key "maxDuplicate"; did you mean maxDuplicates?',
    ],
    [
      `${files}audit: {xyz: 0}`,
      'c.yaml:3: audit has an unknown key "xyz"; it takes maxDuplicates, maxNear, maxSharedScaffolds, maxConflicts, maxCliffs, standardize, level',
    ],
    [
      `${files}tasks:\n  - name: a\n    seed: 1`,
      'c.yaml:5: tasks[0] has an unknown key "seed"; it belongs at the top',
    ],
    [
      `${files}rules:\n  - {metric: mae, max: 1}\n  - metric: mae\n    __proto__: {min: 1}`,
      'c.yaml:6: "__proto__" is not a key of a configuration; leave it out',
    ],
    [
      `${files}audit: {maxNear: {__proto__: 1%, 0.9: 1}}`,
      'c.yaml:3: "__proto__" is not a key of a configuration; leave it out',
    ],
    [
      'a: 1\nb: 2\nseed: x',
      'c.yaml:1: the configuration has an unknown key "a"; it takes split, data, part, train, truth, predictions, baseline, task, bins, fingerprint, standardize, partner, partnerKind, partnerFingerprint, drugs, targets, targetSimilarity, prediction, predictionSmiles, predictionId, std, unc, lower, upper, level, join, splitColumn, threshold, smiles, label, positive, censored, transform, id, multiple, header, delimiter, inputFormat, maxInvalid, tasks, rules, audit, margin, decide, inconclusive, bootstrap, resample, minN, seed (1 more error in this file)',
    ],
  ])('%j', async (content, message) => {
    expect(await messageOf(content)).toBe(message);
  });
});

describe('values that do not go together', () => {
  const baseline = `${files}baseline: b.json\n`;
  it.each([
    [
      'predictions: p\naudit: {maxDuplicates: 0}',
      'c.yaml:1: the configuration has no split; give split: split.csv, or train: train.csv and truth: test.csv',
    ],
    [
      'split: s\naudit: {maxDuplicates: 0}',
      'c.yaml:1: the configuration has no predictions; name their file: predictions: predictions.csv',
    ],
    [
      `${files}train: t\naudit: {maxDuplicates: 0}`,
      'c.yaml:3: the configuration has both split and train; give split, or train and truth',
    ],
    [
      `${files}truth: t\naudit: {maxDuplicates: 0}`,
      'c.yaml:3: the configuration has both split and truth; give split, or train and truth',
    ],
    [
      'predictions: p\ntruth: t\naudit: {maxDuplicates: 0}',
      'c.yaml:2: the configuration has truth without train; add train with the file of training molecules',
    ],
    [
      'predictions: p\ntrain: t\nsplitColumn: x\naudit: {maxDuplicates: 0}',
      'c.yaml:3: the configuration has both splitColumn and train; leave splitColumn out',
    ],
    [
      files,
      'c.yaml:1: the configuration has no rules, so nothing would be checked; give rules or audit, such as rules: [{metric: mae, max: 0.7}]',
    ],
    [
      `${files}rules: []`,
      'c.yaml:3: rules is empty, so nothing would be checked; give rules or audit, such as rules: [{metric: mae, max: 0.7}]',
    ],
    [
      `${files}audit: {level: warn}`,
      'c.yaml:3: audit has no limit; give it maxDuplicates: 0, or leave it out',
    ],
    [
      `${files}rules:\n  - metric: mae\n    max: 1\n    min: 2`,
      'c.yaml:6: rules[0] has a min of 2 above its max of 1',
    ],
    [
      `${baseline}rules:\n  - metric: mae\n    maxDrop: 0\n    on: value`,
      'c.yaml:7: rules[0] has on: value, which needs min or max; add one, or leave it out',
    ],
    [
      `${files}rules:\n  - metric: mae\n    max: 1\n    decide: interval`,
      'c.yaml:6: rules[0] has decide: interval, which needs maxDrop or margin; add one, or leave it out',
    ],
    [
      `${files}decide: estimate\nrules: [{metric: mae, max: 1}]`,
      'c.yaml:3: decide has no effect, because no rule compares with a baseline; give a rule maxDrop or margin, or leave it out',
    ],
    [
      `${baseline}rules:\n  - metric: mae`,
      'c.yaml:5: rules[0] has no limit; give it min, max, maxDrop or margin, or a margin at the top',
    ],
    [
      `${files}rules:\n  - metric: mae\n    max: 1\n  - metric: mae\n    margin: 1%`,
      'c.yaml:6: rules[1] compares with a baseline, and none is given; add baseline: tanimark.baseline.json and run tanimark check --update-baseline',
    ],
    [
      `${files}tasks: [{name: a, baseline: a.json}, {name: b}]\nrules:\n  - {metric: mae, maxDrop: 0}`,
      'c.yaml:5: rules[0] compares with a baseline, and none is given for the task b; add baseline: tanimark.baseline.json and run tanimark check --update-baseline',
    ],
    [
      `${files}baseline: b.csv\nrules: [{metric: mae, max: 1}]`,
      'c.yaml:3: baseline has no effect, because no rule compares with a baseline; give a rule maxDrop or margin, or leave it out',
    ],
    [
      `${files}margin: 5%\nrules: [{metric: mae, max: 1}]`,
      'c.yaml:3: margin has no effect, because no rule compares with a baseline; give a rule maxDrop or margin, or leave it out',
    ],
    [
      `${files}tasks:\n  - name: a\n  - name: a\naudit: {maxDuplicates: 0}`,
      'c.yaml:5: tasks[1].name is "a", the name of tasks[0], too; give each task a different name',
    ],
    [
      `${files}tasks: [{name: logS}, {name: logP}]\nrules:\n  - metric: mae\n    max: 1\n    task: logs`,
      'c.yaml:7: rules[0].task is "logs", an unknown task; did you mean logS?',
    ],
    [
      `${files}tasks: [{name: logS}, {name: logP}]\nrules:\n  - {metric: mae, max: 1, task: hERG}`,
      'c.yaml:5: rules[0].task is "hERG", an unknown task; choose from logS, logP',
    ],
    [
      `${files}rules:\n  - {metric: mae, max: 1, name: x}\n  - {metric: mae, max: 2, name: x}`,
      'c.yaml:5: rules[1].name is "x", the name of rules[0], too; give each rule a different name',
    ],
    [
      `${files}bootstrap: 0\nrules:\n  - {metric: mae, max: 1, on: value}\n  - {metric: mae, max: 1}`,
      'c.yaml:3: bootstrap is 0, which gives no intervals, and rules[1] needs an interval; give 2000, or use on: value for min and max',
    ],
    [
      `${files}tasks:\n  - name: a\n    train: x`
        .replace('split: s.csv\n', '')
        .concat('\n  - name: b\naudit: {maxDuplicates: 0}'),
      'c.yaml:5: tasks[1] has no split; give split: split.csv, or train: train.csv and truth: test.csv',
    ],
    [
      `${files}bootstrap: 99\nrules: [{metric: mae, max: 1}]`,
      'c.yaml:3: bootstrap is 99, which is too few for an interval, and rules[0] needs an interval; give 2000, or use on: value for min and max',
    ],
    [
      'split: s.csv\npredictions: p.csv\nbaseline: ./p.csv\nrules: [{metric: mae, margin: 1}]',
      'c.yaml:3: the configuration has the same file for baseline and predictions; give baseline: tanimark.baseline.json',
    ],
    [
      `${files}rules: [{metric: mae, max: 1, min: 2}, {metric: r2}]\nmargin: 3`,
      'c.yaml:3: rules[0] has a min of 2 above its max of 1 (1 more error in this file)',
    ],
  ])('%j', async (content, message) => {
    expect(await messageOf(content)).toBe(message);
  });

  it('allows no draws where nothing needs an interval', () => {
    folder.file('c.yaml', `${files}bootstrap: 0\nrules: [{metric: mae, max: 1, on: value}]`);
    expect(loadConfig('c.yaml', folder.path).bootstrap).toBe(0);
  });
});
