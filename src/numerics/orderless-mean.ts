/** The mean, the same to the last bit in whatever order the values come, which it sorts; NaN of none. */
export function orderlessMean(values: number[]): number {
  if (values.length > 2) values.sort((a, b) => a - b);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
