import { execFile } from 'node:child_process';
import type * as FileSystem from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Job } from '../../../src/job.js';
import { OutputBatch } from '../../../src/tables/output-batch.js';
import { refuseHalfReplaced } from '../../../src/tables/outputs/journal.js';
import { replaceFiles } from '../../../src/tables/outputs/replace.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import type { Failures } from './failing.js';

const failures = vi.hoisted(() => ({ current: undefined as Failures | undefined }));
vi.mock('node:fs', async (original) => {
  const { Failures: Made } = await import('./failing.js');
  failures.current = new Made();
  const wrapped = failures.current.wrap(await original());
  return { ...wrapped, default: wrapped };
});
const stub = () => failures.current as Failures;
const fs = await vi.importActual<typeof FileSystem>('node:fs');

const folder = temporaryFolder();
const NAMES = ['split/fold-0/train.csv', 'split/fold-0/test.csv', 'split/fold-1/test.csv'];
const MANIFEST = 'split.manifest.json';
const ALL = [...NAMES, MANIFEST];

afterEach(() => stub().stop());

/** A place with an earlier set of files, or nothing. */
function place(name: string, earlier: readonly string[] = ALL): string {
  const path = folder.at(name);
  for (const below of ['split/fold-0', 'split/fold-1']) {
    fs.mkdirSync(`${path}/${below}`, { recursive: true });
  }
  for (const file of earlier) fs.writeFileSync(`${path}/${file}`, `old ${file}`);
  return path;
}

async function writeSet(path: string, word: string): Promise<void> {
  const batch = new OutputBatch();
  try {
    for (const name of ALL) await batch.add(`${path}/${name}`, `${word} ${name}`);
    await batch.finish();
  } finally {
    batch.discard();
  }
}

/** The first word of each file of the set; `none` for one that is not there. */
function wordsOf(path: string): string[] {
  return ALL.map((name) => {
    if (!fs.existsSync(`${path}/${name}`)) return 'none';
    const [word, rest] = fs.readFileSync(`${path}/${name}`, 'utf8').split(' ');
    expect(rest).toBe(name);
    return word;
  });
}

function hidden(path: string): string[] {
  return fs
    .readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.tanimark'));
}

const all = (word: string) => ALL.map(() => word);

async function areRefused(path: string): Promise<boolean> {
  const there = ALL.filter((name) => fs.existsSync(`${path}/${name}`));
  const outcomes = await Promise.all(
    there.map((name) =>
      refuseHalfReplaced(`${path}/${name}`).then(
        () => false,
        () => true,
      ),
    ),
  );
  return outcomes.every((refused) => refused);
}

describe('replaceFiles, with a file system that fails once', () => {
  it.each([
    ['over earlier files', ALL],
    ['where one of four is new', ALL.slice(1)],
    ['where nothing was', []],
  ] as const)('%s leaves all old or all new', async (title, earlier) => {
    const outcomes = new Map<string, number>();
    for (let at = 0; ; at++) {
      const path = place(`once ${title} ${at}`, earlier);
      const before = wordsOf(path);
      stub().plan(at);
      const error = await writeSet(path, 'new').then(
        () => null,
        (thrown: Error) => thrown,
      );
      const { failed } = stub();
      stub().stop();
      const words = wordsOf(path);
      const where = `operation ${at}, ${failed}: ${error?.message}`;
      expect([before, all('new')], where).toContainEqual(words);
      // A success says that all is new; an error says where, in one line.
      if (error === null) expect(words, where).toEqual(all('new'));
      else expect(error.message, where).toMatch(/cannot be written \(EIO\)/);
      outcomes.set(words[0] === 'new' ? 'new' : 'old', at);
      if (failed === undefined) {
        expect(hidden(path)).toEqual([]);
        break;
      }
    }
    expect([...outcomes.keys()].sort()).toEqual(['new', 'old']);
    expect(outcomes.get('new')).toBeGreaterThan(40);
  });
});

describe('replaceFiles, with a file system that fails from some moment on', () => {
  it('leaves all old, all new, or files that are not read', async () => {
    const incomplete: string[] = [];
    for (let at = 0; ; at++) {
      const path = place(`later ${at}`);
      stub().plan(at, { later: true });
      await writeSet(path, 'new').catch(() => null);
      const { failed } = stub();
      stub().stop();
      const words = wordsOf(path);
      const where = `operation ${at}, ${failed}: ${words}`;
      // Never an earlier and a new file side by side.
      expect(words.includes('old') && words.includes('new'), where).toBe(false);
      if (words.includes('none')) incomplete.push(path);
      if (failed === undefined) break;
    }
    expect(incomplete.length).toBeGreaterThan(4);
    expect(await Promise.all(incomplete.map(areRefused))).toEqual(incomplete.map(() => true));
  });
});

describe('replaceFiles, in runs that are killed', () => {
  const script = fileURLToPath(new URL('writer.js', import.meta.url));

  /** Writes the set in a process of its own, which ends itself at the given operation. */
  const run = (path: string, word: string, at = -1, rounds = 1) =>
    promisify(execFile)(process.execPath, [script, path, word, `${at}`, `${rounds}`, ...ALL]).then(
      () => 'done',
      ({ signal, stderr }: { signal?: string; stderr: string }) => signal ?? stderr,
    );

  it('leaves all old, all new, or files that are not read; a later run makes it whole', async () => {
    const incomplete: string[] = [];
    // Every second step; that of each error above is every one.
    for (let at = 0; ; at += 2) {
      const path = place(`killed ${at}`);
      const ended = await run(path, 'new', at);
      const words = wordsOf(path);
      expect(words.includes('old') && words.includes('new'), `${at}: ${words}`).toBe(false);
      if (words.includes('none')) incomplete.push(path);
      if (ended === 'done') {
        expect(words).toEqual(all('new'));
        break;
      }
      expect(ended).toBe('SIGKILL');
    }
    expect(incomplete.length).toBeGreaterThan(2);
    expect(await Promise.all(incomplete.map(areRefused))).toEqual(incomplete.map(() => true));
    const path = incomplete.find((one) => wordsOf(one).includes('old')) as string;
    const error = await errorOf(() =>
      refuseHalfReplaced(`${path}/${ALL.find((name) => fs.existsSync(`${path}/${name}`))}`),
    );
    expect(error.message).toContain(
      ' is incomplete: the run that replaced it was ended between two of its files; write it again with the same command',
    );
    // The journals of the killed run are waited for, and then set aside.
    expect(await run(path, 'newer')).toBe('done');
    expect(wordsOf(path)).toEqual(all('newer'));
    for (const name of ALL) await refuseHalfReplaced(`${path}/${name}`);
    expect(hidden(path).filter((name) => name.endsWith('.pending'))).toEqual([]);
  });

  it('leaves the set of one of several runs that write at the same time', async () => {
    const path = place('several');
    const words = ['a', 'b', 'c'];
    const ended = await Promise.all(words.map((word) => run(path, word, -1, 60)));
    expect(ended).toEqual(['done', 'done', 'done']);
    const [word] = wordsOf(path);
    expect(words).toContain(word);
    expect(wordsOf(path)).toEqual(all(word));
    expect(hidden(path)).toEqual([]);
  });
});

describe('a run that another one comes before', () => {
  it('takes a file that is being replaced as one that may be written', async () => {
    const path = place('moved away');
    stub().before = { accessSync: (file) => fs.rmSync(file) };
    await writeSet(path, 'new');
    expect(wordsOf(path)).toEqual(all('new'));
  });
});

describe('the journal of a killed run', () => {
  const journal = (path: string, files: readonly string[]) =>
    fs.writeFileSync(`${path}/.tanimark.pending`, JSON.stringify({ run: 'x', files }));

  it('is kept for files that a later run does not replace', async () => {
    const path = place('kept');
    for (const name of ['a.csv', 'b.csv', 'c.csv']) fs.writeFileSync(`${path}/${name}`, 'old');
    journal(path, ['a.csv', 'b.csv', 'gone.csv']);
    const replacements = ['b.csv', 'c.csv'].map((name) => {
      fs.writeFileSync(`${path}/new-${name}`, 'new');
      return {
        path: name,
        place: `${path}/${name}`,
        temporary: `${path}/new-${name}`,
      };
    });
    await replaceFiles(replacements, new Job(), 100);
    for (const name of ['b.csv', 'c.csv']) await refuseHalfReplaced(`${path}/${name}`);
    await errorOf(() => refuseHalfReplaced(`${path}/a.csv`));
    // A single file needs no journal of its own, and ends that of others as well.
    fs.writeFileSync(`${path}/new`, 'new');
    const single = { path: 'a.csv', place: `${path}/a.csv`, temporary: `${path}/new` };
    await replaceFiles([single], new Job(), 100);
    await refuseHalfReplaced(`${path}/a.csv`);
    expect(hidden(path)).toEqual([]);
  });

  it.each([
    ['empty, as of a run that was killed before it touched a file', ''],
    ['not JSON', '{'],
    ['of another form', '{"files": {"a.csv": 1}}'],
  ])('refuses nothing where it is %s', async (_, text) => {
    const path = place('strange');
    fs.writeFileSync(`${path}/a.csv`, 'x');
    fs.writeFileSync(`${path}/.tanimark.pending`, text);
    await refuseHalfReplaced(`${path}/a.csv`);
  });

  it('waits for Ctrl-C as well', async () => {
    const path = place('waiting');
    journal(path, ['a.csv']);
    const controller = new AbortController();
    const job = new Job({ signal: controller.signal });
    setTimeout(() => controller.abort(), 60);
    const files = ['a.csv', 'b.csv'].map((name) => {
      return { path: name, place: `${path}/${name}`, temporary: `${path}/t-${name}` };
    });
    const error = await errorOf(() => replaceFiles(files, job, 60_000));
    expect(error.code).toBe('aborted');
  });
});

describe('what killed runs have left', () => {
  const OLD = new Date(Date.now() - 25 * 3600 * 1000);

  it('is removed after a day by the next run that writes there', async () => {
    const path = place('left');
    const name = (digit: string, ending: string) => `.tanimark-${digit.repeat(16)}.${ending}`;
    const names = [name('1', 'tmp'), name('2', 'old'), name('3', 'tmp'), '.tanimark-x.tmp'];
    for (const one of names) fs.writeFileSync(`${path}/${one}`, 'left');
    fs.symlinkSync('/etc/hostname', `${path}/${name('4', 'tmp')}`);
    // The time of the last change cannot be set, so that of the look is.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (Date.now() - OLD.getTime()) });
    fs.utimesSync(`${path}/${names[2]}`, new Date(), new Date());
    await writeSet(path, 'new').finally(() => vi.useRealTimers());
    expect(hidden(path)).toEqual([names[2], name('4', 'tmp'), '.tanimark-x.tmp']);
    expect(fs.existsSync('/etc/hostname')).toBe(true);
  });

  it('stays while a journal says that it may be needed', async () => {
    const path = place('needed');
    const left = `${path}/.tanimark-${'1'.repeat(16)}.old`;
    fs.writeFileSync(left, 'left');
    fs.writeFileSync(`${path}/other.csv`, 'x');
    const aside = `${path}/.tanimark-${'2'.repeat(16)}.pending`;
    fs.writeFileSync(aside, JSON.stringify({ run: 'x', files: ['other.csv'] }));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3600 * 1000 });
    await writeSet(path, 'new').finally(() => vi.useRealTimers());
    expect(fs.existsSync(left)).toBe(true);
  });

  it('knows a folder by whatever name its files are given', async () => {
    const path = place('names', []);
    fs.symlinkSync('split', `${path}/alias`);
    for (const name of ['split/a.csv', 'split/b.csv'])
      fs.writeFileSync(`${path}/${name}.new`, name);
    const files = [
      { path: 'a', place: `${path}/split/a.csv`, temporary: `${path}/split/a.csv.new` },
      { path: 'b', place: `${path}/alias/b.csv`, temporary: `${path}/alias/b.csv.new` },
    ];
    await replaceFiles(files, new Job(), 100);
    expect(fs.readFileSync(`${path}/split/a.csv`, 'utf8')).toBe('split/a.csv');
    expect(fs.readFileSync(`${path}/split/b.csv`, 'utf8')).toBe('split/b.csv');
    expect(hidden(path)).toEqual([]);
  });
});
