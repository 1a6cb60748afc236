import { describe, expect, it } from 'vitest';
import { splitterNamed, splitterOptions, splitters } from '../../src/splitters/registry.js';
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

describe('splitterOptions', () => {
  const sae = splitterNamed('sae');
  const random = splitterNamed('random');

  it('fills in defaults', () => {
    expect(splitterOptions(sae, {})).toEqual({
      values: { distribution: { kind: 'balanced' } },
      texts: { distribution: 'balanced' },
    });
    expect(splitterOptions(random, {})).toEqual({ values: {}, texts: {} });
  });

  it('reads what is given and keeps its text', () => {
    expect(splitterOptions(sae, { distribution: '1/2,1/4, .25' })).toEqual({
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
      },
      texts: { distribution: '1/2,1/4, .25' },
    });
  });

  it("names the owner of another method's option", () => {
    const message = usageMessage(() => splitterOptions(random, { distribution: 'balanced' }));
    expect(message).toContain('--distribution');
    expect(message).toContain('the method random has no such option');
    expect(message).toContain('it belongs to sae');
  });

  it('refuses an option that no method has', () => {
    const message = usageMessage(() => splitterOptions(sae, { cutoff: '0.4' }));
    expect(message).toContain('--cutoff: the method sae has no such option');
    expect(message).not.toContain('belongs to');
  });

  it("passes on a value's own error", () => {
    const message = usageMessage(() => splitterOptions(sae, { distribution: 'even' }));
    expect(message).toContain('--distribution even');
  });
});
