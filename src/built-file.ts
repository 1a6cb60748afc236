/**
 * A file of the build, such as a worker's JavaScript, also when this runs from TypeScript (in tests).
 *
 * @param path from the root of the build, such as `similarity/worker.js`
 */
export function builtFile(path: string): URL {
  const here = import.meta.url;
  return new URL(path, here.endsWith('.ts') ? new URL('../dist/', here) : here);
}
