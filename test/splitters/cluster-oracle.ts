/** The members of each cluster, clusters in the order of their first member; -1 is a cluster of its own. */
export function clusterLists(cluster: readonly number[]): number[][] {
  const lists = new Map<string, number[]>();
  cluster.forEach((c, m) => {
    const key = c < 0 ? `alone ${m}` : `${c}`;
    lists.set(key, [...(lists.get(key) ?? []), m]);
  });
  return [...lists.values()];
}

/**
 * DeepChem's rule: by size and then first member, descending; what does not fit train goes to valid, what does not fit
 * both goes to test. Shares are in tenths.
 */
export function asDeepChem(cluster: readonly number[], test: number, valid: number) {
  const n = cluster.length;
  const sorted = clusterLists(cluster).sort((a, b) => b.length - a.length || b[0] - a[0]);
  const split = { train: [] as number[], valid: [] as number[], test: [] as number[] };
  for (const list of sorted) {
    if (10 * (split.train.length + list.length) <= (10 - test - valid) * n) {
      split.train.push(...list);
    } else if (10 * (split.train.length + split.valid.length + list.length) <= (10 - test) * n) {
      split.valid.push(...list);
    } else {
      split.test.push(...list);
    }
  }
  const ascending = (a: number, b: number) => a - b;
  for (const list of Object.values(split)) list.sort(ascending);
  return split;
}

/** scikit-learn's GroupKFold: heaviest first, each to the lightest fold; ties as the project states them. */
export function asGroupKFold(cluster: readonly number[], folds: number): number[][] {
  const tests = Array.from({ length: folds }, (): number[] => []);
  const n = cluster.length;
  const goal = (f: number) => Math.floor(n / folds) + (f < n % folds ? 1 : 0);
  const sorted = clusterLists(cluster).sort((a, b) => b.length - a.length || b[0] - a[0]);
  for (const list of sorted) {
    const lacks = tests.map((t, f) => goal(f) - t.length);
    tests[lacks.indexOf(Math.max(...lacks))].push(...list);
  }
  return tests.map((t) => t.sort((a, b) => a - b));
}

/** Whether no cluster is in two of the lists. */
export function isWhole(cluster: readonly number[], ...lists: readonly number[][]): boolean {
  return clusterLists(cluster).every((own) => {
    const touched = lists.filter((list) => own.some((m) => list.includes(m)));
    return touched.length <= 1;
  });
}
