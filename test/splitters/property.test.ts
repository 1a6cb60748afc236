import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TanimarkError } from '../../src/errors.js';
import { molecularWeight, property } from '../../src/splitters/property.js';
import type { Facts } from '../../src/splitters/splitter.js';
import { errorOf } from '../helpers.js';
import { membersOfUnits } from '../oracle/brute-force.js';
import { edgesOf, fromBits } from '../oracle/generators.js';
import { membership, type Request, runSplitter } from '../oracle/run-splitter.js';
import { plainContext } from './setting.js';

const { bins } = edgesOf('0,1/3,2/3,1');
const NONE = Number.NaN;

/** Facts of a table with these columns, where these properties are calculated. */
function factsOf(
  columns: Record<string, readonly number[]>,
  calculated: Record<string, readonly number[]> = {},
): Facts {
  const names = Object.keys(calculated);
  const length = Object.values(calculated)[0]?.length ?? 0;
  return {
    ...plainContext.facts,
    numbers(column, flag) {
      if (columns[column]) return Float64Array.from(columns[column]);
      throw new TanimarkError('column', `${flag} ${column}: there is no such column`);
    },
    propertyNames: names,
    properties: async () => ({
      names,
      values: Float64Array.from(
        Array.from({ length }, (_, m) => names.map((n) => calculated[n][m])).flat(),
      ),
    }),
  };
}

function run(values: readonly number[], request: Request) {
  const facts = factsOf({ size: values }, { tpsa: values.map((v) => -v) });
  const matrix = fromBits(new Array(values.length).fill([]), 1);
  const options = { property: 'size', ...request.options };
  return runSplitter(property, matrix, bins, { ...request, options, context: { facts } });
}

/** Members of what comes first: parts end where their weight is nearest to the goal. */
function expected(
  values: readonly number[],
  {
    group,
    weight,
    test,
    valid,
    end,
  }: Required<Pick<Request, 'test' | 'valid'>> & {
    group: readonly number[];
    weight: readonly number[];
    end: string;
  },
) {
  const units = membersOfUnits(group).map((members) => {
    const known = members.map((m) => values[m]).filter((v) => !Number.isNaN(v));
    return {
      members,
      value: known.reduce((a, b) => a + b, 0) / known.length,
      weight: members.reduce((sum, m) => sum + weight[m], 0),
    };
  });
  const rest = units.filter((u) => !Number.isNaN(u.value));
  const take = (goal: number) => {
    const out: number[] = [];
    let sum = 0;
    while (goal > 0 && rest.length > 0) {
      const extreme = (end === 'low' ? Math.min : Math.max)(...rest.map((u) => u.value));
      const at = rest.findIndex((u) => u.value === extreme);
      const next = sum + rest[at].weight;
      if (out.length > 0 && Math.abs(next - goal) >= Math.abs(sum - goal)) break;
      sum = next;
      out.push(...rest.splice(at, 1)[0].members);
    }
    return out.sort((a, b) => a - b);
  };
  const found = { test: take(test), valid: take(valid) };
  const left = rest.flatMap((u) => u.members).sort((a, b) => a - b);
  const discarded = units.filter((u) => Number.isNaN(u.value)).flatMap((u) => u.members);
  return { train: left, ...found, discarded: discarded.sort((a, b) => a - b) };
}

const problems = fc.integer({ min: 6, max: 25 }).chain((n) => {
  const each = { minLength: n, maxLength: n };
  return fc.record({
    values: fc.array(fc.constantFrom(NONE, 0, 0.5, 1, 1, 2, -3, 7.25, 7.5), each),
    group: fc.oneof(fc.constant([...Array(n).keys()]), fc.array(fc.nat(n), each)),
    weight: fc.oneof(
      fc.constant(new Array<number>(n).fill(1)),
      fc.array(fc.integer({ min: 1, max: 4 }), each),
    ),
    test: fc.integer({ min: 1, max: Math.floor(n / 3) }),
    valid: fc.nat(Math.floor(n / 4)),
    end: fc.constantFrom('high', 'low'),
  });
});

describe('property', () => {
  it('takes the ends that going through the values takes, and leaves out what has none', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const { values, test, valid, end, group, weight } = problem;
        const wanted = expected(values, problem);
        const known = values.map((_, m) => {
          const same = group.flatMap((g, k) => (g === group[m] ? [values[k]] : []));
          return same.some((x) => !Number.isNaN(x)) ? weight[m] : 0;
        });
        fc.pre(wanted.train.length > 0 && known.reduce((a, b) => a + b, 0) > test + valid);
        const { assignment } = await run(values, { test, valid, group, weight, options: { end } });
        expect(membership(assignment)).toEqual(wanted);
        const n = wanted.discarded.length;
        expect(assignment.discardReason).toBe(n > 0 ? 'no value of size' : undefined);
        expect(assignment.notes ?? []).toEqual(
          n > 0 ? [`${n} molecule${n === 1 ? ' is' : 's are'} discarded: no value of size`] : [],
        );
      }),
      { numRuns: 300 },
    );
  });

  it('puts the first of equal values into the test set', async () => {
    const { assignment } = await run([5, 7, 7, 7, 1], { test: 2 });
    expect(membership(assignment).test).toEqual([1, 2]);
    const low = await run([5, 1, 1, 7, 1], { test: 1, valid: 1, options: { end: 'low' } });
    expect(membership(low.assignment)).toMatchObject({ test: [1], valid: [2] });
  });

  it('takes a calculated property before a column, and says so', async () => {
    const facts = factsOf({ tpsa: [1, 2, 3] }, { rings: [0, 0, 0], tpsa: [30, 20, 10] });
    const matrix = fromBits([[], [], []], 1);
    const test = async (name: string) => {
      const request = { test: 1, options: { property: name }, context: { facts } };
      const { assignment } = await runSplitter(property, matrix, bins, request);
      return { test: membership(assignment).test, notes: assignment.notes };
    };
    expect(await test('tpsa')).toEqual({
      test: [0],
      notes: [
        'tpsa is calculated from structures, although a column has this name; to use the column: --property column:tpsa',
      ],
    });
    expect(await test('column:tpsa')).toEqual({ test: [2], notes: undefined });
    expect(await test('rings')).toEqual({ test: [0], notes: undefined });
  });

  it('says what is wrong', async () => {
    const message = async (values: number[], request: Request) =>
      (await errorOf(() => run(values, request))).message;
    expect(await message([1, 2], { test: 1, options: { property: '' } })).toContain(
      '--method property: name a property with --property',
    );
    expect(await message([1, 2], { test: 1, options: { property: 'weight' } })).toContain(
      'property weight: there is no such column; properties that can be calculated: tpsa',
    );
    expect(await message([1, 2], { test: 1, options: { property: 'column:tpsa' } })).toBe(
      'property tpsa: there is no such column',
    );
    expect(await message([1, 2], { test: 1, options: { end: 'top' } })).toBe(
      '--end top: must be high or low',
    );
    expect(await message([NONE, 2, NONE, 1], { test: 1, valid: 1 })).toBe(
      'size: only 2 molecules have a value, which leaves none for training; request fewer with --test and --valid, or choose another property',
    );
    expect(await message([NONE, NONE, NONE], { test: 1 })).toContain('only 0 molecules have');
  });
});

describe('molecular-weight', () => {
  it('takes the heaviest, or the lightest', async () => {
    const facts = factsOf({}, { tpsa: [9, 8, 7, 6], molecular_weight: [180, 310, 46, 200] });
    const matrix = fromBits([[], [], [], []], 1);
    const test = async (options: Record<string, string>) => {
      const request = { test: 1, valid: 1, options, context: { facts } };
      const { assignment } = await runSplitter(molecularWeight, matrix, bins, request);
      return membership(assignment);
    };
    expect(await test({})).toMatchObject({ test: [1], valid: [3], train: [0, 2] });
    expect(await test({ end: 'low' })).toMatchObject({ test: [2], valid: [0], train: [1, 3] });
  });
});
