import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { MainModule } from '@rdkit/rdkit';

/**
 * The C stack given to RDKit, in bytes. The package's own is 64 KB, sits above static
 * data and is not guarded: a chain of some 600 atoms silently overwrites memory, and
 * what follows is a hang or a wrong answer.
 */
const STACK_BYTES = 32 * 1024 * 1024;

const require = createRequire(import.meta.url);

function rdkitBytes(): Buffer {
  return readFileSync(require.resolve('@rdkit/rdkit/RDKit_minimal.wasm'));
}

/** SHA-256 of RDKit's WebAssembly: a more exact name for it than its version, and to be had without starting it. */
export function rdkitChecksum(): string {
  return createHash('sha256').update(rdkitBytes()).digest('hex');
}

/** Reads and compiles RDKit's WebAssembly; the result can be shared between threads. */
export async function compileRDKit(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(new Uint8Array(rdkitBytes()));
}

/** Version of V8: its flags are known up to Node 26. A flag that V8 does not know is an error on the screen. */
const V8 = Number.parseInt(process.versions.v8, 10);
const KNOWS_BUDGET = V8 >= 11 && V8 <= 14;
/** V8's default of the bytes that a function of WebAssembly runs before it is optimized. */
const USUAL_BUDGET = V8 < 12 ? 1_800_000 : 13_000_000;
/** More than a few hundred molecules use up. */
const LARGE_BUDGET = 1_000_000_000;

/** A section of WebAssembly without a meaning: kind 0, six bytes, a name of four letters, content of one byte. */
const OWN_SECTION = [0, 6, 4, ...Buffer.from('once'), 0];

/**
 * As {@link compileRDKit}, for a few hundred molecules at most: V8 does not optimize the code. Optimizing it takes 0.6 s
 * of processor time on Node 20 and 0.3 s on later ones, and what it saves is 1 ms a molecule.
 *
 * V8 reads its budget when a module is compiled, and shares the code of modules of the same bytes. So the budget is large
 * for this module alone, and a section of its own keeps the module apart from that of {@link compileRDKit}.
 */
export function compileRDKitOnce(): WebAssembly.Module {
  const bytes = rdkitBytes();
  const own = new Uint8Array(bytes.length + OWN_SECTION.length);
  own.set(bytes);
  own.set(OWN_SECTION, bytes.length);
  setBudget(LARGE_BUDGET);
  try {
    return new WebAssembly.Module(own);
  } finally {
    setBudget(USUAL_BUDGET);
  }
}

function setBudget(bytes: number): void {
  if (!KNOWS_BUDGET) return;
  setFlagsFromString(`--wasm-tiering-budget=${bytes}`);
}

type Exports = Record<string, unknown>;

/**
 * Starts an RDKit from a compiled module and moves its stack to a block of
 * {@link STACK_BYTES} on the heap. An exception that comes out of RDKit leaks stack and may leave
 * anything behind: throw the instance away then.
 *
 * The functions that do so are not part of the package's interface: their minified names
 * are looked up in its JavaScript, and the move is verified. A package in which they
 * cannot be found is refused, because it could not be trusted with large molecules.
 */
export async function startRDKit(module: WebAssembly.Module): Promise<MainModule> {
  // The package is CommonJS, and its typings do not describe it as such.
  const load = require('@rdkit/rdkit') as (options: object) => Promise<MainModule>;
  let exports: Exports | undefined;
  const options = {
    // Without a console nothing that RDKit writes can end up between our own lines.
    print: () => {},
    printErr: () => {},
    instantiateWasm(
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance) => void,
    ): object {
      void WebAssembly.instantiate(module, imports).then((instance) => {
        exports = instance.exports;
        done(instance);
      });
      return {};
    },
  };
  const rdkit = await load(options);
  if (!exports) throw new Error('RDKit did not start through instantiateWasm');
  moveStack(exports);
  const memory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory);
  if (memory) memories.set(rdkit, memory);
  return rdkit;
}

const memories = new WeakMap<MainModule, WebAssembly.Memory>();

/** The memory that an RDKit holds, in bytes: the most that it ever needed, because WebAssembly gives none back. */
export function rdkitMemory(rdkit: MainModule): number {
  return memories.get(rdkit)?.buffer.byteLength ?? 0;
}

function moveStack(exports: Exports): void {
  const glue = readFileSync(require.resolve('@rdkit/rdkit'), 'utf8');
  const malloc = exportNamed('_malloc', glue, exports);
  const restore = exportNamed('__emscripten_stack_restore', glue, exports);
  const current = exportNamed('_emscripten_stack_get_current', glue, exports);
  const base = malloc(STACK_BYTES) >>> 0;
  // The stack grows downwards and must be 16-byte aligned.
  const top = base + STACK_BYTES - ((base + STACK_BYTES) % 16);
  restore(top);
  if (base === 0 || current() >>> 0 !== top) throw new Error("RDKit's stack could not be moved");
}

function exportNamed(name: string, glue: string, exports: Exports): (n?: number) => number {
  const match = new RegExp(`\\b${name}=wasmExports\\["([^"]+)"\\]`).exec(glue);
  const found = match && exports[match[1]];
  if (typeof found !== 'function') {
    throw new Error(`this version of @rdkit/rdkit has no ${name}; tanimark needs 2026.9.x`);
  }
  return found as (n?: number) => number;
}
