import { describe, expect, it } from 'vitest';
import { drawLines } from '../../../src/report/figures/kinds/lines.js';
import { axisOf, drawn, placesOf } from './read-svg.js';

describe('lines', () => {
  const band = [
    { x: 0, low: 1, high: 3 },
    { x: 2, low: 2, high: 2.5 },
    { x: 4, low: -1, high: 4 },
  ];
  const { body } = drawLines({
    x: { title: 'x', range: [0, 4] },
    y: { title: 'y', range: [-1, 4] },
    series: [
      { name: 'a', points: [[0, 2], null, [2, 2.25], [4, 1]], band },
      {
        name: 'b',
        points: [
          [0, 1],
          [2, 3],
          [4, -1],
        ],
        steps: true,
      },
    ],
  });
  const [x, y] = [axisOf(body, 'x'), axisOf(body, 'y')];
  const valuesOf = (kind: string) =>
    drawn(body, kind).map((path) =>
      placesOf(path).map(([px, py]) => [Number(x(px).toFixed(1)), Number(y(py).toFixed(1)) + 0]),
    );

  it('have a band from its upper ends and back along its lower ends, under the lines', () => {
    expect(valuesOf('band')).toEqual([
      [
        [0, 3],
        [2, 2.5],
        [4, 4],
        [4, -1],
        [2, 2],
        [0, 1],
      ],
    ]);
    expect(body.indexOf('band')).toBeLessThan(body.lastIndexOf('series'));
  });

  it('are interrupted at a gap, and go in steps where asked to', () => {
    const [steps, own] = valuesOf('series');
    expect(own).toEqual([
      [0, 2],
      [2, 2.3],
      [4, 1],
    ]);
    expect(drawn(body, 'series')[1].attributes.d.match(/M/g)).toHaveLength(2);
    expect(steps).toEqual([
      [0, 1],
      [2, 1],
      [2, 3],
      [4, 3],
      [4, -1],
    ]);
  });
});
