import { describe, expect, it } from 'vitest';
import {
  splitterNamed,
  splitterOptions,
  splitters,
  usualText,
} from '../../src/splitters/registry.js';
import { usageMessage } from '../oracle/usage-error.js';

describe('splitters', () => {
  it('have different names, a summary and a reference', () => {
    expect(new Set(splitters.map((s) => s.name)).size).toBe(splitters.length);
    for (const splitter of splitters) {
      expect(splitter.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(splitter.summary).not.toBe('');
      expect(splitter.reference).not.toBe('');
    }
  });

  it('have options whose default can be read', () => {
    for (const option of splitters.flatMap((s) => s.options)) {
      expect(() => option.parse(option.default)).not.toThrow();
    }
  });
});

describe('splitterNamed', () => {
  it('finds each by its name', () => {
    for (const splitter of splitters) expect(splitterNamed(splitter.name)).toBe(splitter);
    expect(splitterNamed('sae').name).toBe('sae');
    expect(splitterNamed('random').name).toBe('random');
  });

  it.each([
    ['randon', 'random'],
    ['SAE', 'sae'],
    ['rnadom', 'random'],
  ])('suggests for %j', (name, near) => {
    const message = usageMessage(() => splitterNamed(name));
    expect(message).toContain(`--method ${name}`);
    expect(message).toContain(`did you mean ${near}?`);
  });

  it.each(['bemis-murcko-ish', '', 'constructor', '__proto__'])(
    'lists the methods for %j',
    (name) => {
      const message = usageMessage(() => splitterNamed(name));
      for (const { name: known } of splitters) expect(message).toContain(known);
    },
  );
});

describe('options without effect', () => {
  it.each([
    ['components', { tolerance: '0.1' }, { 'max-discard': '0.2' }],
    ['components', { effort: '2' }, { 'max-discard': '0.2' }],
    ['leakage-minimal', { 'label-tolerance': '0.02' }, { 'balance-label': 'true' }],
  ])('of %s are refused: %j, and not with %j', (name, idle, needed) => {
    const splitter = splitterNamed(name);
    const message = usageMessage(() => splitterOptions(splitter, idle));
    expect(message).toContain(
      `has no effect on the method ${name} without --${Object.keys(needed)}`,
    );
    expect(() => splitterOptions(splitter, { ...idle, ...needed })).not.toThrow();
  });
});

describe('options beside others', () => {
  const sae = splitterNamed('sae');

  it('are refused where another leaves them without effect', () => {
    const given = { grid: 'true', distribution: 'balanced' };
    expect(usageMessage(() => splitterOptions(sae, given))).toBe(
      '--distribution has no effect on the method sae with --grid; leave one of them out',
    );
    expect(() => splitterOptions(sae, { ...given, grid: 'false' })).not.toThrow();
  });

  it('have a default that depends on the others, or none', () => {
    expect(splitterOptions(sae, { grid: 'true' })).toEqual({
      values: { grid: true, 'balance-label': 'auto', effort: 1 },
      texts: { grid: 'true', 'balance-label': 'auto', effort: '1' },
    });
    expect(splitterOptions(sae, { grid: 'true', 'max-discard': '0' }).values).toMatchObject({
      'max-discard': { num: 0, den: 1 },
    });
    const [distribution, grid, maxDiscard] = sae.options;
    expect([distribution, grid, maxDiscard].map((one) => usualText(one, {}))).toEqual([
      'balanced',
      undefined,
      '0',
    ]);
    expect(usualText(maxDiscard, { grid: 'true' })).toBeUndefined();
  });
});

describe('splitterOptions', () => {
  const sae = splitterNamed('sae');
  const random = splitterNamed('random');

  it('fills in defaults', () => {
    expect(splitterOptions(sae, {})).toEqual({
      values: {
        distribution: { kind: 'balanced' },
        'max-discard': { num: 0, den: 1 },
        'balance-label': 'auto',
        effort: 1,
      },
      texts: {
        distribution: 'balanced',
        'max-discard': '0',
        'balance-label': 'auto',
        effort: '1',
      },
    });
    expect(splitterOptions(random, {})).toEqual({ values: {}, texts: {} });
  });

  it('reads what is given and keeps its text', () => {
    const given = { distribution: '1/2,1/4, .25', 'max-discard': '5%', 'balance-label': 'true' };
    expect(splitterOptions(sae, { ...given, effort: '0.5' })).toEqual({
      values: {
        distribution: {
          kind: 'shares',
          shares: [
            { num: 1, den: 2 },
            { num: 1, den: 4 },
            { num: 1, den: 4 },
          ],
          text: '1/2,1/4, .25',
        },
        'max-discard': { num: 1, den: 20 },
        'balance-label': true,
        effort: 0.5,
      },
      texts: { ...given, effort: '0.5' },
    });
  });

  it("names the owner of another method's option", () => {
    const message = usageMessage(() => splitterOptions(random, { distribution: 'balanced' }));
    expect(message).toContain('--distribution');
    expect(message).toContain('the method random has no such option');
    expect(message).toContain(
      '--distribution: the method random has no such option; it is an option of sae',
    );
  });

  it('refuses an option that no method has', () => {
    const message = usageMessage(() => splitterOptions(sae, { depth: '0.4' }));
    expect(message).toContain('--depth: the method sae has no such option');
    expect(message).not.toContain('belongs to');
  });

  it("passes on a value's own error", () => {
    const message = usageMessage(() => splitterOptions(sae, { distribution: 'even' }));
    expect(message).toContain('--distribution even');
    const tooMuch = usageMessage(() => splitterOptions(sae, { 'max-discard': '0.6' }));
    expect(tooMuch).toBe('--max-discard 0.6: give a fraction from 0 to 0.5');
    for (const effort of ['0', '', 'much', '1001', '-1', 'NaN']) {
      const message = usageMessage(() => splitterOptions(sae, { effort }));
      expect(message).toBe(`--effort ${effort}: give a number from 0.01 to 1000`);
    }
  });
});
