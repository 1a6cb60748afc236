import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { BenchStore, isForeign } from '../../src/bench/store.js';
import { temporaryFolder } from '../helpers.js';

const ID = '0123456789abcdef0123';

describe('a folder of a benchmark', () => {
  it('appears when it is whole', () => {
    const folder = temporaryFolder();
    const store = new BenchStore(folder.path);
    const making = store.begin('cells', ID);
    making.write('scores.json', '{"a":1}');
    expect(store.manifest('cells', ID)).toBeNull();
    expect(existsSync(store.place('cells', ID))).toBe(false);
    making.finish({ id: ID }, false);
    expect(store.manifest('cells', ID)).toEqual({ id: ID });
    expect(store.read('cells', ID, 'scores.json')).toEqual({ a: 1 });
    expect(folder.names()).toEqual([
      ...['cells', `cells/${ID}`, `cells/${ID}/manifest.json`, `cells/${ID}/scores.json`],
    ]);
  });

  it('stays where another run has made it meanwhile, unless it is to be replaced', () => {
    const folder = temporaryFolder();
    const store = new BenchStore(folder.path);
    const all = ['first', 'second', 'third'].map((by) => ({
      by,
      making: store.begin('cells', ID),
    }));
    all[0].making.finish({ by: 'first' }, false);
    all[1].making.finish({ by: 'second' }, false);
    expect(store.manifest('cells', ID)).toEqual({ by: 'first' });
    all[2].making.finish({ by: 'third' }, true);
    expect(store.manifest('cells', ID)).toEqual({ by: 'third' });
    expect(readdirSync(folder.at('cells'))).toEqual([ID]);
  });

  it('is removed when it is left unfinished', () => {
    const store = new BenchStore(temporaryFolder().path);
    const making = store.begin('splits', ID);
    making.discard();
    expect(readdirSync(store.place('splits', '.'))).toEqual([]);
  });
});

describe('what killed runs have left', () => {
  const left = (owner: object | null, seconds = 0) => {
    const folder = temporaryFolder();
    mkdirSync(folder.at('cells'));
    const name = folder.at(`cells/.making-${ID}-00`);
    mkdirSync(name);
    if (owner) writeFileSync(`${name}/owner.json`, JSON.stringify(owner));
    const then = Date.now() / 1000 - seconds;
    utimesSync(name, then, then);
    new BenchStore(folder.path).sweep();
    return existsSync(name);
  };
  const here = hostname();
  // Larger than any process has.
  const gone = 2 ** 30;

  it.each<[string, boolean, object | null, number]>([
    ['of a process that is gone is removed', false, { host: here, pid: gone, start: '1' }, 0],
    [
      'of another process with its number is removed',
      false,
      { host: here, pid: process.pid, start: '1' },
      0,
    ],
    ['of another machine stays', true, { host: `${here}-other`, pid: gone, start: '1' }, 0],
    ['without an owner stays for a moment', true, null, 1],
    ['without an owner is removed later', false, null, 120],
  ])('%s', (_, stays, owner, seconds) => {
    if (owner && 'pid' in owner && owner.pid === process.pid && !existsSync('/proc/self/stat'))
      return;
    expect(left(owner, seconds)).toBe(stays);
  });

  it('of a run that goes on stays', () => {
    const folder = temporaryFolder();
    const store = new BenchStore(folder.path);
    const making = store.begin('cells', ID);
    store.sweep();
    expect(existsSync(making.folder)).toBe(true);
  });
});

it('a folder of other files is told from one of a benchmark', () => {
  const folder = temporaryFolder();
  expect(isForeign(folder.path)).toBe(false);
  expect(isForeign(folder.at('none'))).toBe(false);
  folder.file('.hidden', '');
  expect(isForeign(folder.path)).toBe(false);
  folder.file('mine.py', '');
  expect(isForeign(folder.path)).toBe(true);
  expect(isForeign(folder.at('mine.py'))).toBe(true);
  mkdirSync(folder.at('cells'));
  expect(isForeign(folder.path)).toBe(false);
});
