/**
 * The non-decreasing values that are nearest to some values in the least squares sense: pool adjacent violators (Ayer et
 * al., Ann. Math. Stat. 26 (1955) 641).
 *
 * @param values in the order in which they shall not decrease
 * @param weights one per value, above 0
 */
export function isotonic(values: Float64Array, weights: Float64Array): Float64Array {
  const n = values.length;
  const mean = new Float64Array(n);
  const weight = new Float64Array(n);
  const size = new Int32Array(n);
  let blocks = 0;
  for (let i = 0; i < n; i++) {
    mean[blocks] = values[i];
    weight[blocks] = weights[i];
    size[blocks++] = 1;
    while (blocks > 1 && mean[blocks - 2] >= mean[blocks - 1]) {
      const [a, b] = [blocks - 2, blocks - 1];
      const both = weight[a] + weight[b];
      mean[a] = (weight[a] * mean[a] + weight[b] * mean[b]) / both;
      weight[a] = both;
      size[a] += size[b];
      blocks--;
    }
  }
  const fitted = new Float64Array(n);
  for (let block = 0, at = 0; block < blocks; block++) {
    fitted.fill(mean[block], at, at + size[block]);
    at += size[block];
  }
  return fitted;
}
