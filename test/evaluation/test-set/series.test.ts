import { describe, expect, it } from 'vitest';
import { inWholeSeries, seriesOf } from '../../../src/evaluation/test-set/series.js';
import { splitters } from '../../../src/splitters/registry.js';

describe('clusters of whole series', () => {
  it('have each series in the cluster that most of its molecules are in', () => {
    const cluster = Int32Array.of(0, 1, 1, 2, 2, 3);
    expect([...inWholeSeries(cluster, ['a', 'a', 'a', 'b', null, 'b'])]).toEqual([
      1, 1, 1, 2, 2, 2,
    ]);
  });

  it('have it in the one that was made first where several have as many', () => {
    const cluster = Int32Array.of(5, 2, 7);
    expect([...inWholeSeries(cluster, ['a', 'a', 'a'])]).toEqual([2, 2, 2]);
  });

  it('leave molecules alone that are in no series', () => {
    const cluster = Int32Array.of(4, 0, 4);
    expect([...inWholeSeries(cluster, [null, null, null])]).toEqual([4, 0, 4]);
  });
});

describe('the series of a split', () => {
  it('are those that its method moves whole', () => {
    const kinds = Object.fromEntries(
      splitters.map(({ name }) => [name, seriesOf({ method: name })?.kind ?? null]),
    );
    expect(kinds).toMatchObject({
      sae: null,
      random: null,
      stratified: null,
      time: null,
      property: null,
      perimeter: null,
      maxmin: null,
      scaffold: 'scaffolds',
      butina: 'clusters',
      leader: 'clusters',
      'k-means': 'clusters',
      'sphere-exclusion': 'clusters',
      components: 'clusters',
      'leakage-minimal': 'clusters',
      lo: 'clusters',
    });
  });

  it('are the groups of --group, whatever the method', () => {
    const column = 'assay';
    expect(seriesOf({ method: 'group', group: column })).toEqual({ kind: 'groups', column });
    expect(seriesOf({ method: 'random', group: column })).toEqual({ kind: 'groups', column });
  });

  it('are not known of a split that tanimark only describes, or that has no manifest', () => {
    expect(seriesOf({ method: 'described' })).toBeNull();
    expect(seriesOf(undefined)).toBeNull();
  });
});
