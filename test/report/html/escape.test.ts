import { describe, expect, it } from 'vitest';
import { cut, html, jsonForScript, longText, trusted } from '../../../src/report/html/escape.js';

describe('a template of markup', () => {
  it.each([
    ['plain text', 'plain text'],
    ['<b>&"\'', '&lt;b&gt;&amp;&quot;&#39;'],
    ['a\u202eb', 'a\\u202eb'],
    ['a\u0000\n\tb', 'a\\u0000\\n\\tb'],
    ['\ud800x', '\\ud800x'],
    ['##[error]', '&#35;&#35;[error]'],
    ['naïve Å 分子', 'naïve Å 分子'],
  ])('escapes %j', (text, escaped) => {
    expect(html`<p title="${text}">${text}</p>`.text).toBe(`<p title="${escaped}">${escaped}</p>`);
    expect(longText(text).text).toBe(escaped);
  });

  it('takes pieces, lists of them and numbers as they are, and nothing for null', () => {
    const inner = html`<i>${'<'}</i>`;
    const list = [inner, ' & ', 3, [trusted('<br>')]];
    expect(html`${list}${null}`.text).toBe('<i>&lt;</i> &amp; 3<br>');
  });

  it('does not take a look-alike for a piece', () => {
    const alike = { text: '<script>' } as never;
    expect(() => html`${alike}`).toThrow();
  });
});

describe('a long text', () => {
  it.each([
    [400, 'a'.repeat(400)],
    [401, `${'a'.repeat(400)}… (401 characters)`],
    [10_000, `${'a'.repeat(400)}… (10,000 characters)`],
  ])('of %i characters is cut where it is above 400', (n, shown) => {
    expect(cut('a'.repeat(n))).toBe(shown);
  });

  it('is not cut inside a character', () => {
    expect(cut(`${'a'.repeat(399)}\u{1f600}b`)).toBe(`${'a'.repeat(399)}… (402 characters)`);
  });
});

describe('JSON in a page', () => {
  it('is the same value, and ends no element', () => {
    const value = { 'a</script><!--': ['\u2028\u2029', '&amp;', '\u202e', '##[x]', 1, null] };
    const { text } = jsonForScript(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).not.toMatch(/[<>&#\u2028\u2029\u202e]/);
  });
});
