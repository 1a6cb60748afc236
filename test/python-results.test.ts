import {
  type ExecFileSyncOptionsWithStringEncoding,
  execFileSync,
  spawnSync,
} from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { documentNames } from '../src/documents.js';
import { run } from './cli/run.js';
import { temporaryFolder } from './helpers.js';

/** As much of a score as is looked at. */
interface Group {
  readonly bin: string;
  readonly n: number;
  readonly flag: string | null;
  readonly metrics: Readonly<
    Record<string, { value: number | null; ci95?: number[] | null; reason?: string }>
  >;
}
interface Scores {
  readonly overall: Group;
  readonly strata: readonly Group[];
  readonly baselines: Readonly<Record<string, { readonly strata: readonly Group[] }>>;
}

const at = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const loader = 'examples/python/tanimark_results.py';
const python = ['python3', '/usr/bin/python3', 'python'].find(
  (one) => spawnSync(one, ['-c', 'import dataclasses']).status === 0,
);

it('the loader of docs/python.md has fewer than 100 lines', () => {
  expect(readFileSync(at(loader), 'utf8').split('\n').length).toBeLessThan(100);
});

// Skipped where there is no Python.
describe.skipIf(python === undefined)('the loader, run by Python', () => {
  const folder = temporaryFolder();
  const ofPython = (args: readonly string[]): string => {
    const command = folder.at('tanimark');
    writeFileSync(
      command,
      `#!/bin/sh\nexec "${process.execPath}" "${at('bin/tanimark.js')}" "$@"\n`,
    );
    chmodSync(command, 0o755);
    const env = {
      ...process.env,
      PYTHONPATH: at('examples/python'),
      PYTHONDONTWRITEBYTECODE: '1',
      PATH: `${folder.path}${delimiter}${process.env.PATH}`,
    };
    const options = {
      cwd: folder.path,
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    } satisfies ExecFileSyncOptionsWithStringEncoding;
    return execFileSync(python as string, args, options);
  };
  const call = (code: string): unknown =>
    JSON.parse(ofPython(['-c', `import json\nimport tanimark_results as t\n${code}`]));
  const documents = new Map<string, Record<string, unknown>>();
  const save = async (name: string, args: string[]) => {
    const { code, stdout, stderr } = await run([...args, '--json'], { cwd: folder.path });
    expect(code, stderr).toBeLessThan(4);
    folder.file(`${name}.json`, stdout);
    documents.set(name, JSON.parse(stdout));
  };

  beforeAll(async () => {
    const small = folder.file('small.csv', 'smiles\nCCO\nCCN\n');
    await save('split', ['split', 'dataset:drugs', '-m', 'random', '-o', 'split.csv']);
    await save('score', ['score', '--split', 'split.csv', '--bootstrap', '0']);
    await save('audit', ['audit', 'split.csv']);
    await save('neighbors', ['neighbors', small, small]);
    await save('verify', ['verify', 'split.csv']);
    await save('datasets', ['datasets', 'list', 'esol']);
    await save('cache', ['cache', 'list']);
    await save('check', ['check', '--config', 'none.yaml']);
    await save('error', ['split', 'none.csv']);
  });

  it('knows every document', () => {
    expect(call('print(json.dumps(sorted(t.VERSIONS)))')).toEqual([...documentNames].sort());
  });

  it('reads results and manifests', () => {
    const names = [...documents.keys()].filter((name) => name !== 'error');
    const code = `print(json.dumps([[d.name, d.version, d.data] for d in map(t.load, ${JSON.stringify(
      names.map((name) => `${name}.json`),
    )})]))`;
    expect(call(code)).toEqual(names.map((name) => [name, 1, documents.get(name)]));
    expect(call('print(json.dumps(t.load("split.csv.manifest.json").method))')).toBe('random');
  });

  it('gives metrics of strata', () => {
    const { strata, overall, baselines } = documents.get('score') as never as Scores;
    const [stratum] = strata;
    expect(
      call(
        `s = t.load("score.json"); g = s.group(${JSON.stringify(stratum.bin)}, "knn")\nprint(json.dumps([s.group().n, g.n, g.flag, {k: [m.value, m.ci95, m.reason] for k, m in g.metrics.items()}, len(s.rows())]))`,
      ),
    ).toEqual([
      overall.n,
      baselines.knn.strata[0].n,
      baselines.knn.strata[0].flag,
      Object.fromEntries(
        Object.entries(baselines.knn.strata[0].metrics).map(([name, m]) => [
          name,
          [m.value, m.ci95 ?? null, m.reason ?? null],
        ]),
      ),
      [overall, ...strata].reduce((sum, one) => sum + Object.keys(one.metrics).length, 0),
    ]);
  });

  it('raises errors with their parts, and refuses other versions', () => {
    const code = [
      'try: t.run("split", "none.csv")',
      'except t.TanimarkError as e: told = [e.code, str(e), e.where, e.remedy]',
      'def why(d):',
      '    try: t.read(d)',
      '    except ValueError as e: return str(e)',
      'print(json.dumps([told, why({"schema": "tanimark/score/2"}), why({})]))',
    ].join('\n');
    const update = 'is no schema that this file reads; update tanimark_results.py';
    expect(call(code)).toEqual([
      ['file', 'none.csv does not exist; check the path', 'none.csv', 'check the path'],
      `'tanimark/score/2' ${update}`,
      `None ${update}`,
    ]);
  });
});
