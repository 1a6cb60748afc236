import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { escapeXml } from '../../../src/report/figures/draw/markup.js';
import { DARK, GRID, PAPER, SERIES } from '../../../src/report/figures/draw/palette.js';
import {
  FIGURE_CSS,
  type Figure,
  renamed,
  standalone,
} from '../../../src/report/figures/figure.js';
import { figuresOf } from '../../../src/report/figures/index.js';
import { visible } from '../../../src/text.js';
import { madeAudit, madeComparison, madeScore, madeSplit, molecules } from './made-results.js';
import { drawn } from './read-svg.js';

/** Texts as a hostile file may have them. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  ']]><foreignObject/>',
  'javascript:alert(1)',
  '&lt;b&gt; &#60;script&#62;',
  'abc\u202edcba\u202c\u2066x\u0000\u001b[31m\ud800',
  'x'.repeat(10_000),
  'много слов 漢字'.repeat(50),
  '',
];

const numbers = molecules(120, 'regression');
const classes = molecules(120, 'classification');

/** Figures of every kind whose names, labels and groups are a text. */
function figuresWith(text: string): Figure[] {
  const split = madeSplit();
  const audit = madeAudit();
  const scores = [
    madeScore('regression', numbers, text),
    madeScore('classification', classes, text),
  ];
  const renameBins = (own: (typeof scores)[number]) => {
    const bin = `${text} ${own.strata[0].bin}`;
    const first = own.strata[0].bin;
    return {
      ...own,
      strata: own.strata.map((s, k) => (k === 0 ? { ...s, bin } : s)),
      molecules_scored: (own.molecules_scored ?? []).map((m) =>
        m.stratum === first ? { ...m, stratum: bin } : m,
      ),
      by: [{ by: text, groups: [{ ...own.overall, value: text }] }],
      baselines: {},
      tasks: [
        { ...own, name: text },
        { ...own, name: 'other' },
      ],
    };
  };
  return [
    ...figuresOf('split', {
      ...split,
      labels: { ...(split.labels as NonNullable<typeof split.labels>), column: text, unit: text },
      similarity: { ...split.similarity, bins: ['0', text, '2/3', '1'] },
    }),
    ...scores.flatMap((own) => figuresOf('score', renameBins(own))),
    ...figuresOf('compare', madeComparison([text, `${text}2`, 'c'])),
    ...figuresOf('audit', {
      ...audit,
      label: text,
      comparisons: audit.comparisons.map((c) => ({
        ...c,
        findings: c.findings.map((f) => ({ ...f, title: text })),
      })),
    }),
  ];
}

const SCHEMA = `<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="any"/></start><define name="any"><element><anyName/><zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/></choice></zeroOrMore></element></define></grammar>`;
const ELEMENTS = ['svg', 'title', 'desc', 'text', 'path', 'rect', 'circle'];

describe('a text', () => {
  it('is escaped, and shows what is not seen', () => {
    expect(escapeXml(`<a href="x" b='y'>&amp;\u202e\u0000</a>`)).toBe(
      '&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;\\u202e\\u0000&lt;/a&gt;',
    );
  });
});

describe('a figure', () => {
  it('of hostile texts is inert: no element, attribute or character that we did not write', () => {
    for (const text of HOSTILE) {
      const figures = figuresWith(text);
      expect(figures.length).toBeGreaterThan(25);
      for (const { svg, name } of figures) {
        const tags = [...svg.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag]) => tag);
        expect([...new Set(tags)].filter((tag) => !ELEMENTS.includes(tag))).toEqual([]);
        const rest = svg.replace(/<[a-z]+(?: [a-zA-Z:-]+="[^"<>]*")*\/?>|<\/[a-z]+>/g, '');
        expect(rest).not.toMatch(/[<>"]/);
        expect(svg).not.toMatch(/ (?:style|on\w+|href|xlink:href|src)="/);
        expect(visible(svg, '\n')).toBe(svg);
        expect(name).toMatch(/^[a-z0-9-]+$/);
        expect(svg).not.toContain('NaN');
        expect(svg).not.toContain('Infinity');
        expect(svg.length).toBeLessThan(60_000);
      }
    }
  });

  it('is well-formed XML, in a page and as a file', async () => {
    const figures = figuresWith(HOSTILE.join(' ').slice(0, 400));
    const xml = figures.flatMap((figure, k) => [
      { fileName: `${k}.svg`, contents: standalone(figure) },
      { fileName: `${k}.xml`, contents: figure.svg },
    ]);
    const { errors } = await validateXML({ xml, schema: SCHEMA, extension: 'relaxng' });
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  it('is the same in each run', () => {
    expect(figuresWith('logS')).toEqual(figuresWith('logS'));
  });

  it('says what it is to a screen reader, by ids of its own name', () => {
    for (const { svg, name, title, caption } of figuresWith('logS')) {
      expect(svg).toMatch(
        new RegExp(
          `^<svg xmlns="[^"]*" class="figure" role="img" aria-labelledby="${name}-title ${name}-desc" width="520" height="[\\d.]+" viewBox="0 0 520 [\\d.]+" `,
        ),
      );
      expect(svg).toContain(`<title id="${name}-title">${escapeXml(title)}</title>`);
      expect(svg).toContain(`<desc id="${name}-desc">${escapeXml(caption)}</desc>`);
      expect(svg.match(/ id="/g)).toHaveLength(2);
      expect(caption).toMatch(/\.$/);
    }
  });

  it('keeps its drawing under another name', () => {
    const [figure] = figuresWith('$& $1');
    const other = renamed(figure, 'b-name', ' <$&>');
    expect(other.svg.match(/b-name/g)).toHaveLength(4);
    expect(other.svg).not.toContain(`"${figure.name}`);
    expect(other.title).toBe(`${figure.title} <$&>`);
    expect(other.svg.slice(other.svg.indexOf('<desc')).replace('b-name', figure.name)).toBe(
      figure.svg.slice(figure.svg.indexOf('<desc')),
    );
  });

  it('draws everything within its size, and no tick label over another', () => {
    for (const { svg, name } of figuresWith('a label of some length, in words')) {
      const height = Number(/height="([\d.]+)"/.exec(svg)?.[1]);
      for (const kind of ['ink', 'muted']) {
        for (const { tag, attributes, text } of drawn(svg, kind)) {
          if (tag !== 'text') continue;
          const size = Number(attributes['font-size'] ?? 14);
          // Arial is narrower than this on average.
          const width = 0.5 * size * text.length;
          const anchor = { middle: 0.5, end: 1 }[attributes['text-anchor']] ?? 0;
          expect(+attributes.x - anchor * width, `${name}: ${text}`).toBeGreaterThan(-30);
          expect(+attributes.x + (1 - anchor) * width, `${name}: ${text}`).toBeLessThan(550);
          expect(+attributes.y, `${name}: ${text}`).toBeLessThanOrEqual(height);
        }
      }
      const ticks = drawn(svg, 'tick-x');
      for (const [k, { text, attributes }] of ticks.slice(1).entries()) {
        const room = +attributes.x - +ticks[k].attributes.x;
        expect(room).toBeGreaterThan(0.55 * 7 * (text.length + ticks[k].text.length));
      }
    }
  });

  it('is complete without a style sheet: every shape has its colors', () => {
    for (const { svg } of figuresWith('logS')) {
      for (const [element] of svg.matchAll(/<(?:path|rect|circle|text) [^>]*>/g)) {
        const classes = / class="([^"]*)"/.exec(element)?.[1].split(' ') ?? [];
        if (classes.includes('fill')) expect(element).toMatch(/ fill="#[0-9a-f]{6}"/);
        else expect(element).toMatch(/ fill="none" stroke="#[0-9a-f]{6}"/);
        expect(classes.includes('fill') !== classes.includes('line')).toBe(true);
        // A name of a color for the style sheet.
        expect(classes.some((own) => FIGURE_CSS.includes(`.figure .${own}{color:`))).toBe(true);
      }
    }
  });
});

describe('the colors', () => {
  const luminance = (color: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const v = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  /** As WCAG defines it. */
  const contrast = (a: string, b: string) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  it('stand out from their ground, light and dark', () => {
    for (const { light, dark } of SERIES) {
      expect(contrast(light, PAPER)).toBeGreaterThan(4.5);
      expect(contrast(dark, DARK.paper)).toBeGreaterThan(4.5);
    }
    expect(contrast(DARK.ink, DARK.paper)).toBeGreaterThan(7);
    expect(contrast(DARK.muted, DARK.paper)).toBeGreaterThan(4.5);
    expect(contrast(GRID, PAPER)).toBeLessThan(2);
  });

  it('are never alone: no two series share both shape and dash', () => {
    const looks = SERIES.map(({ shape, dash }) => `${shape} ${dash}`);
    expect(new Set(looks).size).toBe(looks.length);
    expect(new Set(SERIES.slice(0, 6).map(({ shape }) => shape)).size).toBe(6);
    expect(new Set(SERIES.map(({ dash }) => dash)).size).toBe(SERIES.length);
  });
});

describe('a file of a figure', () => {
  it('has its ground and a style sheet, and refers to nothing else', () => {
    for (const figure of figuresWith('logS')) {
      const text = standalone(figure);
      expect(text).toMatch(
        /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg" /,
      );
      expect(text).toContain('<rect class="paper fill" x="-12" y="-12" width="544"');
      expect(text.indexOf('<rect class="paper')).toBeLessThan(text.indexOf('tick'));
      expect(text).toMatch(/ width="544" height="[\d.]+" viewBox="-12 -12 544 [\d.]+"/);
      expect(text.match(/https?:/g)).toHaveLength(1);
      expect(text).not.toMatch(/url\(|@import/);
    }
  });
});
