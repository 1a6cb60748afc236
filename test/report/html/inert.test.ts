import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { UNSEEN } from '../../../src/text.js';
import { temporaryFolder } from '../../helpers.js';
import { elementsOf, faultsOf } from './inert.js';
import { HOSTILE, HOSTILE_SET, LONG_CHAIN, makeCheckPage, makePages, PAGES } from './pages.js';

const folder = temporaryFolder();
const repository = temporaryFolder();
const pages = new Map<string, string>();

beforeAll(async () => {
  for (const name of await makePages(folder, HOSTILE_SET)) pages.set(name, folder.read(name));
  const check = await makeCheckPage(repository);
  pages.set(check, repository.read(check));
}, 240_000);

const kinds = [...PAGES, 'check'];
const pageOf = (kind: string) => pages.get(`${kind}.html`) as string;

describe.each(kinds)('the page of %s, of a hostile table', (kind) => {
  it('has no element, attribute or link beyond those that are known to do nothing', () => {
    expect(faultsOf(pageOf(kind))).toEqual([]);
  });

  it('has a policy that allows its one style sheet and nothing else', () => {
    const page = pageOf(kind);
    const elements = elementsOf(page);
    const policy = elements.find((e) => e.attributes['http-equiv'] === 'Content-Security-Policy');
    const styles = elements.filter(({ name }) => name === 'style');
    expect(styles).toHaveLength(1);
    const hash = createHash('sha256').update(styles[0].text).digest('base64');
    expect(policy?.attributes.content).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    // It counts only what comes after it.
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style'));
  });

  it('has no character that is not seen or turns text', () => {
    const page = pageOf(kind).replaceAll('\n', '');
    expect(page.match(UNSEEN)).toBeNull();
  });

  it('is smaller than 1 MB', () => {
    expect(Buffer.byteLength(pageOf(kind))).toBeLessThan(1_000_000);
  });

  it('holds its result as JSON', () => {
    const data = elementsOf(pageOf(kind)).find(({ attributes }) => attributes.id === 'result');
    const result = JSON.parse(data?.text ?? '');
    const commands = [result].flat().map(({ command }) => command);
    const known = [
      'split',
      'split-compare',
      'neighbors',
      'expect',
      'audit',
      'score',
      'compare',
      'check',
      'bench',
    ];
    for (const command of commands) expect(known).toContain(command);
  });

  it('shows every warning of its result', () => {
    const elements = elementsOf(pageOf(kind));
    const data = elements.find(({ attributes }) => attributes.id === 'result');
    // Of repeated folds each repeat has its own.
    const results = [JSON.parse(data?.text ?? '')]
      .flat()
      .flatMap((own) => (own.warnings ? own : own.splits));
    const notes = elements.filter(({ name }) => name === 'li').map(({ text }) => text);
    const seen = (text: string) =>
      text.replace(UNSEEN, (c) => `\\u${c.codePointAt(0)?.toString(16)}`);
    for (const text of results.flatMap(({ warnings }) => warnings as string[])) {
      expect(notes.some((note) => note.startsWith(seen(text).slice(0, 300)))).toBe(true);
    }
  });
});

describe('texts of a hostile table', () => {
  it('are on the page as they are', () => {
    const texts = elementsOf(pageOf('audit')).map(({ text }) => text);
    const all = elementsOf(pageOf('score'))
      .filter(({ name }) => name === 'figcaption')
      .map(({ text }) => text);
    expect(all.length).toBeGreaterThan(20);
    const shown = HOSTILE.filter((name) => !name.startsWith('\u202e') && name.length < 100).filter(
      (name) => [...texts, ...all].some((text) => text.includes(name)),
    );
    expect(shown).toContain('<script>alert(1)</script>');
    expect(shown).toContain('"><img src=x onerror=alert(2)>');
    expect(shown).toContain('javascript:alert(4)');
    expect(shown).toContain('##[error]stop');
    expect([...texts, ...all].some((text) => text.includes('\\u202egnp.exe'))).toBe(true);
  });

  it('are cut where they are long, and say how long they are', () => {
    const texts = elementsOf(pageOf('score')).map(({ text }) => text);
    expect(texts.some((text) => /x{1}y{59}… \(10,00\d characters\)/.test(text))).toBe(true);
    expect(pageOf('score')).not.toContain('y'.repeat(500));
  });

  it('are in no line that a CI service obeys', () => {
    for (const page of pages.values()) expect(page).not.toMatch(/##\[/);
  });
});

describe('structures', () => {
  it('of 500 atoms are not drawn, but said', () => {
    const figures = elementsOf(pageOf('neighbors'));
    expect(figures.length).toBeGreaterThan(10);
    const sides = elementsOf(pageOf('score')).filter(
      ({ attributes }) => attributes.class === 'side',
    );
    expect(sides.length).toBeGreaterThan(10);
    expect(sides.length).toBeLessThanOrEqual(50);
    const long = sides.filter(({ text }) => text.includes(LONG_CHAIN.slice(0, 150)));
    for (const { text } of long) expect(text).toContain('Not drawn: too large.');
  });
});
