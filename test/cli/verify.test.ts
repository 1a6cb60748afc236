import { describe, expect, it } from 'vitest';
import { SMALL, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
folder.file('small.csv', SMALL);

const tanimark = (...args: string[]) => run(args, { cwd: folder.path });
const lastLine = (text: string) => text.trimEnd().split('\n').pop();

describe('tanimark verify', () => {
  it('verifies a split, whatever the line ends, with exit code 0', async () => {
    await tanimark('split', 'small.csv', '-m', 'random', '-o', 's.csv', '-q');
    for (const name of ['s.csv', 'small.csv']) {
      folder.file(name, folder.read(name).replaceAll('\n', '\r\n'));
    }
    const { code, stdout, stderr } = await tanimark('verify', 's.csv');
    expect([code, stderr]).toEqual([0, '']);
    expect(lastLine(stdout)).toBe(
      'verified: s.csv matches its manifest; made again, every cell is the same',
    );
    expect(stdout).not.toContain('\u001b');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const json = JSON.parse((await tanimark('verify', 's.csv', '--json')).stdout);
    expect(json).toMatchObject({ command: 'verify', verdict: 'verified', repeated: true });
  });

  it('fails with exit code 1 where a cell was changed', async () => {
    folder.file('small.csv', SMALL);
    await tanimark('split', 'small.csv', '-m', 'random', '-o', 't/', '-q');
    const text = folder.read('t/train.csv');
    folder.file('t/train.csv', text.replace('alcohol', 'alcahol'));
    const { code, stdout } = await tanimark('verify', 't/');
    expect(code).toBe(1);
    expect(stdout).toContain('checksums: t/train.csv: column "name" differs');
    expect(lastLine(stdout)).toMatch(/^failed: t: 2 of \d+ checks do not hold$/);
  });

  it('says in the last line what it could not do; with --strict that is exit code 3', async () => {
    const { stdout } = await run(
      ['split', '-', '-m', 'random', '-o', folder.at('in.csv'), '--json'],
      {
        input: SMALL,
      },
    );
    expect(JSON.parse(stdout).input.path).toBe('-');
    const found = await tanimark('verify', 'in.csv');
    expect(found.code).toBe(0);
    expect(found.stdout).toMatch(
      /verified, but not made again: in\.csv matches its manifest; the input came from\s+standard input\n$/,
    );
    expect((await tanimark('verify', 'in.csv', '--strict')).code).toBe(3);
  });

  it('describes a split that has no manifest, and refuses flags that do nothing', async () => {
    folder.file('published.csv', 'smiles,y,split\nCCO,1,train\nCCCO,2,train\nCCCCO,3,test\n');
    const none = await tanimark('verify', 'published.csv');
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/^error: .* tanimark verify --describe published\.csv\n$/);
    const described = await tanimark('verify', '--describe', 'published.csv', '--bins', '0,1/2,1');
    expect(described.code).toBe(0);
    expect(lastLine(described.stdout)).toBe('wrote published.csv.manifest.json');
    expect((await tanimark('verify', 'published.csv')).code).toBe(0);
    expect((await tanimark('verify', '--describe', 'published.csv')).code).toBe(2);
    const idle = await tanimark('verify', 'published.csv', '--bins', '0,1');
    expect([idle.code, idle.stderr]).toEqual([
      2,
      'error: --bins: only with --describe; a manifest has its own settings\n',
    ]);
  });
});
