import { describe, expect, it } from 'vitest';
import { memoryError } from '../src/errors.js';

describe('memoryError', () => {
  const space =
    'not enough memory: the system gave WebAssembly no address space; raise the limit (ulimit -v), or set NODE_OPTIONS=--disable-wasm-trap-handler';

  it('knows a WebAssembly without memory', () => {
    // More pages than there can be: what a limit of address space gives as well.
    let cause: unknown;
    try {
      new WebAssembly.Memory({ initial: 65_536, maximum: 65_536, shared: true });
      cause = new RangeError('WebAssembly.Memory(): could not allocate memory');
    } catch (error) {
      cause = error;
    }
    expect(memoryError(cause)).toMatchObject({ code: 'memory', message: space, cause });
    for (const text of [
      'WebAssembly.Memory(): could not allocate memory',
      'WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance',
    ]) {
      expect(memoryError(new RangeError(text))?.message).toBe(space);
    }
  });

  it.each([
    new RangeError('Array buffer allocation failed'),
    Object.assign(new Error('spawn ENOMEM'), { code: 'ENOMEM' }),
    Object.assign(new Error('Worker terminated due to reaching memory limit'), {
      code: 'ERR_WORKER_OUT_OF_MEMORY',
    }),
  ])('knows %s', (cause) => {
    expect(memoryError(cause)?.message).toBe(
      `not enough memory (${cause.message}); raise the limit of memory (ulimit -v, or that of the container), or set NODE_OPTIONS=--max-old-space-size=16000 (megabytes)`,
    );
  });

  it.each([
    new RangeError('Maximum call stack size exceeded'),
    new Error('WebAssembly'),
    'out of memory',
    undefined,
  ])('does not take %s for one', (cause) => {
    expect(memoryError(cause)).toBeUndefined();
  });
});
