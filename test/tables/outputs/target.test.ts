import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { OutputBatch } from '../../../src/tables/output-batch.js';
import {
  checkWritable,
  isStandardOutput,
  isStream,
  outputTarget,
} from '../../../src/tables/outputs/target.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const isWindows = process.platform === 'win32';
const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;

async function write(path: string, text: string, job = new Job()): Promise<void> {
  const batch = new OutputBatch(job);
  try {
    await batch.add(path, text);
    await batch.finish();
  } finally {
    batch.discard();
  }
}

describe.skipIf(isWindows)('an output that is a symbolic link', () => {
  it.each([
    ['to a file', 'target-1.csv', 'old'],
    ['to nothing', 'target-2.csv', undefined],
  ])('%s stays, and the file is written', async (_, name, old) => {
    mkdirSync(folder.at('far'), { recursive: true });
    if (old !== undefined) folder.file(`far/${name}`, old);
    const link = folder.at(`link-${name}`);
    symlinkSync(`far/${name}`, link);
    // A link to a link, and a folder that is a link.
    symlinkSync(`link-${name}`, folder.at(`second-${name}`));
    await write(folder.at(`second-${name}`), 'new');
    expect(readlinkSync(link)).toBe(`far/${name}`);
    expect(lstatSync(folder.at(`far/${name}`)).isFile()).toBe(true);
    expect(readFileSync(link, 'utf8')).toBe('new');
  });

  it('in a circle is refused', async () => {
    symlinkSync('circle-2', folder.at('circle-1'));
    symlinkSync('circle-1', folder.at('circle-2'));
    const error = await errorOf(() => write(folder.at('circle-1'), 'x'));
    expect(error.message).toBe(
      `${folder.at('circle-1')} is a circle of symbolic links; name a file`,
    );
  });

  it('is never followed under a temporary name', async () => {
    // Names cannot be foreseen, so that none can be planted: two of them are different.
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const batch = new OutputBatch();
      const file = await batch.open(folder.at('same.csv'));
      seen.add(basename(file.replacement?.temporary ?? ''));
      batch.discard();
    }
    expect(seen.size).toBe(20);
    for (const name of seen) expect(name).toMatch(/^\.tanimark-[0-9a-f]{16}\.tmp$/);
  });
});

describe('an output in a folder that is not there yet', () => {
  it('has the same place before and after, so that a set has one journal for each folder', async () => {
    const before = process.cwd();
    process.chdir(folder.path);
    try {
      const names = ['set/train.csv', 'set/fold-0/test.csv', 'set/test.csv', 'set.manifest.json'];
      const batch = new OutputBatch();
      const places: string[] = [];
      for (const name of names) {
        const file = await batch.open(name);
        places.push(file.replacement?.place ?? '');
        await file.write(name);
      }
      expect(places).toEqual(names.map((name) => join(realpathSync(folder.path), name)));
      await batch.finish();
      for (const name of names) expect(readFileSync(name, 'utf8')).toBe(name);
      for (const place of ['.', 'set', 'set/fold-0']) {
        expect(readdirSync(place).filter((name) => name.startsWith('.tanimark'))).toEqual([]);
      }
    } finally {
      process.chdir(before);
    }
  });
});

describe.skipIf(isWindows)('the permissions of an output', () => {
  it.each([0o600, 0o640, 0o666, 0o755])('stay where they are %o', async (mode) => {
    const path = folder.file(`mode-${mode}`, 'old');
    chmodSync(path, mode);
    await write(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(mode);
  });

  it('are by the umask where it is new', async () => {
    const before = process.umask(0o027);
    try {
      await write(folder.at('fresh.csv'), 'new');
    } finally {
      process.umask(before);
    }
    expect(statSync(folder.at('fresh.csv')).mode & 0o777).toBe(0o640);
  });
});

describe.skipIf(isWindows)('an output that is no regular file', () => {
  it('is a device: /dev/null stays one, and nothing lies beside it', async () => {
    await write('/dev/null', 'x'.repeat(100_000));
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(isStream('/dev/null')).toBe(true);
  });

  it.skipIf(!isLinux)('is a device that is full', async () => {
    const error = await errorOf(() => write('/dev/full', 'x'));
    expect(error.message).toBe(
      '/dev/full cannot be written (ENOSPC); check the folder, its permissions and its space',
    );
  });

  it('is a pipe: all of it reaches the reader, who may come late and be slow', async () => {
    const path = folder.at('pipe');
    execFileSync('mkfifo', [path]);
    const text = Array.from({ length: 60_000 }, (_, i) => `row ${i}`).join('\n');
    let read = '';
    const reader = spawn('sh', ['-c', 'sleep 0.3; (sleep 0.2; cat) < "$0"', path]);
    const ended = new Promise((resolve) => reader.stdout.on('end', resolve));
    reader.stdout.on('data', (piece) => {
      read += piece;
    });
    await write(path, text);
    await ended;
    expect(read).toBe(text);
    expect(lstatSync(path).isFIFO()).toBe(true);
  });

  it('is a pipe without a reader: Ctrl-C ends the wait', async () => {
    const path = folder.at('lonely');
    execFileSync('mkfifo', [path]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const error = await errorOf(() => write(path, 'x', new Job({ signal: controller.signal })));
    expect(error.code).toBe('aborted');
  });

  it('is a socket: refused', async () => {
    const path = folder.at('socket');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const error = await errorOf(() => write(path, 'x'));
    await new Promise((resolve) => server.close(resolve));
    expect(error.message).toBe(`${path} is a socket; name a file`);
  });

  it.skipIf(!isLinux)('is a file that is open: written where it is, and left open', async () => {
    const path = folder.file('opened', '');
    const file = openSync(path, 'a');
    for (const name of [`/dev/fd/${file}`, `/proc/self/fd/${file}`]) {
      expect(outputTarget(name)).toEqual({ kind: 'descriptor', descriptor: file });
      await write(name, 'a');
    }
    symlinkSync(`/dev/fd/${file}`, folder.at('to-opened'));
    await write(folder.at('to-opened'), 'b');
    closeSync(file);
    expect(readFileSync(path, 'utf8')).toBe('aab');
    const error = await errorOf(() => outputTarget(`/dev/fd/${file}`));
    expect(error.message).toBe(
      `/dev/fd/${file} cannot be written (EBADF); check the folder, its permissions and its space`,
    );
  });

  it.skipIf(!isLinux)('is standard output by another name', () => {
    symlinkSync('/dev/stdout', folder.at('out'));
    for (const name of ['/dev/stdout', '/dev/fd/1', folder.at('out')]) {
      expect(isStandardOutput(name)).toBe(true);
      expect(isStream(name)).toBe(true);
    }
    for (const name of ['/dev/stderr', folder.at('any.csv')]) {
      expect(isStandardOutput(name)).toBe(false);
    }
  });
});

describe('checkWritable', () => {
  const problem = (path: string, code: string) =>
    `${path} cannot be written (${code}); check the folder, its permissions and its space`;

  it('leaves nothing, and makes no folder', () => {
    const before = folder.names();
    checkWritable(folder.at('new.csv'));
    checkWritable(folder.at('deep/er/new.csv'));
    expect(folder.names()).toEqual(before);
    expect(existsSync(folder.at('deep'))).toBe(false);
  });

  it.each([
    ['below a file', 'plain/below.csv', 'ENOTDIR'],
    ['far below a file', 'plain/far/below.csv', 'ENOTDIR'],
    ['with a name that is too long', `${'x'.repeat(300)}.csv`, 'ENAMETOOLONG'],
  ])('refuses a place %s', async (_, name, code) => {
    folder.file('plain', '');
    const error = await errorOf(() => checkWritable(folder.at(name)));
    expect(error.message).toBe(problem(folder.at(name), code));
  });

  it('refuses a folder', async () => {
    const error = await errorOf(() => checkWritable(folder.path));
    expect(error.message).toContain(' is a folder; name a file in it');
  });

  it.skipIf(!isLinux)('refuses a file system that takes no files', async () => {
    const error = await errorOf(() => checkWritable('/proc/x.csv'));
    expect(error.message).toBe(problem('/proc/x.csv', 'ENOENT'));
  });

  it.skipIf(isRoot || isWindows)('refuses what permissions forbid', async () => {
    mkdirSync(folder.at('locked'));
    chmodSync(folder.at('locked'), 0o500);
    chmodSync(folder.file('read-only.csv', ''), 0o400);
    for (const name of ['locked/a.csv', 'locked/deep/a.csv', 'read-only.csv']) {
      const error = await errorOf(() => checkWritable(folder.at(name)));
      expect(error.message).toBe(problem(folder.at(name), 'EACCES'));
    }
  });
});
