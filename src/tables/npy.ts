import { endianness } from 'node:os';
import { TanimarkError } from '../errors.js';

/** Values of an array: of 8-byte integers and half-precision numbers as double-precision ones. */
export type NpyValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** An array of numbers, as `numpy.save` writes it. */
export interface NpyArray {
  /** Length of each dimension; empty for a single number. */
  readonly shape: readonly number[];
  /** NumPy's name of the type, such as `<f8`. */
  readonly dtype: string;
  /** In C order (the last dimension varies fastest), whatever the order in the file; booleans are 0 and 1. */
  readonly values: NpyValues;
}

interface Header {
  readonly dtype: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the values start, in bytes. */
  readonly start: number;
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
/** NumPy itself trusts no header of more than 10,000 characters. */
const MAX_HEADER = 65_536;
const REMEDY = 'np.save(file, array.astype(float))';

/**
 * Reads a `.npy` file of versions 1.0 to 3.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html):
 * booleans, integers and floating-point numbers of either byte order, in C or Fortran order. Memory is that of the
 * values, which share that of `bytes` where they need no conversion.
 *
 * @param bytes of the whole file
 * @param name of the file, for messages
 * @throws TanimarkError (file) on anything else: pickles, texts, structured types, archives, cut files
 */
export function readNpy(bytes: Uint8Array, name: string): NpyArray {
  const header = readHeader(bytes, name);
  const { dtype, shape, start } = header;
  const type = typeOf(dtype, name);
  const count = shape.reduce((product, n) => product * n, 1);
  const needed = count * type.size;
  const held = bytes.length - start;
  if (held !== needed) {
    const sizes = `its header (${dtype}, shape ${shapeText(shape)}) needs ${needed} bytes of values, it holds ${held}`;
    throw problem(
      name,
      held < needed
        ? `the file is cut off: ${sizes}; write it again`
        : `${sizes}; write one array to a file`,
    );
  }
  const values = type.read(bytes.subarray(start), dtype[0] === '>', name);
  return { shape, dtype, values: header.fortran ? inRowOrder(values, shape) : values };
}

/** An array of texts. */
export interface NpyTexts {
  readonly shape: readonly number[];
  readonly texts: readonly string[];
}

/**
 * Reads a `.npy` file of texts of fixed width (`<U12`, `|S12`) as {@link readNpy} reads numbers; null where it holds
 * something else.
 *
 * @throws TanimarkError (file)
 */
export function readNpyTexts(bytes: Uint8Array, name: string): NpyTexts | null {
  const { dtype, shape, start } = readHeader(bytes, name);
  const [, order, kind, length] = /^([<>|=]?)([US])(\d{1,6})$/.exec(dtype) ?? [];
  if (kind === undefined) return null;
  const count = shape.reduce((product, n) => product * n, 1);
  const width = Number(length) * (kind === 'U' ? 4 : 1);
  if (bytes.length - start !== count * width || width === 0) {
    throw problem(name, 'the file is cut off, or holds empty texts only; write it again');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number) => {
    if (kind === 'S') return Buffer.from(bytes.subarray(at, at + width)).toString('utf8');
    const points = Array.from({ length: Number(length) }, (_, i) =>
      view.getUint32(at + 4 * i, order !== '>'),
    );
    if (points.some((point) => point > 0x10ffff)) throw problem(name, 'holds no valid texts');
    return points.map((point) => String.fromCodePoint(point)).join('');
  };
  const texts = Array.from({ length: count }, (_, i) =>
    text(start + i * width).replace(/\0+$/, ''),
  );
  return { shape, texts };
}

/** A shape as NumPy writes it: `(3, 4)`. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

function problem(name: string, text: string): TanimarkError {
  return new TanimarkError('file', `${name}: ${text}`);
}

function readHeader(bytes: Uint8Array, name: string): Header {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw problem(name, 'a .npz archive; save one array with np.save');
  }
  if (!MAGIC.equals(bytes.subarray(0, MAGIC.length))) {
    throw problem(
      name,
      bytes[0] === 0x80
        ? `a Python pickle, which can run code and is not read; write ${REMEDY}`
        : `not a .npy file; write ${REMEDY}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6];
  const at = major === 1 ? 10 : 12;
  if (bytes.length < at) throw problem(name, 'the file is cut off in its header; write it again');
  if (major < 1 || major > 3) {
    throw problem(name, `.npy version ${major} is unknown; write ${REMEDY}`);
  }
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER) {
    throw problem(name, `its header claims ${length} bytes, at most ${MAX_HEADER} are read`);
  }
  const start = at + length;
  if (start > bytes.length) {
    throw problem(name, 'the file is cut off in its header; write it again');
  }
  const text = Buffer.from(bytes.subarray(at, start)).toString('utf8');
  return { ...parseHeader(text, name), start };
}

/** Reads `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`. */
function parseHeader(text: string, name: string): Omit<Header, 'start'> {
  if (/['"]descr['"]\s*:\s*\[/.test(text)) {
    throw problem(name, `a structured array (several fields a row); save one field: ${REMEDY}`);
  }
  const dtype = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(text)?.[1];
  const order = /['"]fortran_order['"]\s*:\s*(True|False)\b/.exec(text)?.[1];
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (dtype === undefined || order === undefined || shape === undefined) {
    throw problem(name, `its header cannot be read; write ${REMEDY}`);
  }
  const lengths = shape
    .split(',')
    .map((part) => part.trim().replace(/L$/, ''))
    .filter((part) => part !== '')
    .map(Number);
  const total = lengths.reduce((product, n) => product * n, 1);
  if (!lengths.every(Number.isSafeInteger) || !Number.isSafeInteger(total * 16)) {
    throw problem(name, `its header claims a shape of (${shape.trim()}), which no file can hold`);
  }
  return { dtype, fortran: order === 'True', shape: lengths };
}

interface Type {
  /** Bytes a value. */
  readonly size: number;
  readonly read: (bytes: Uint8Array, big: boolean, name: string) => NpyValues;
}

const byte =
  (make: (buffer: ArrayBufferLike, at: number, n: number) => NpyValues): Type['read'] =>
  (bytes) =>
    make(bytes.buffer, bytes.byteOffset, bytes.length);

/** Copies values in the machine's byte order. */
function native(bytes: Uint8Array, size: 2 | 4 | 8, big: boolean): ArrayBuffer {
  const copy = new Uint8Array(bytes);
  if (big !== (endianness() === 'BE')) {
    const swapped = Buffer.from(copy.buffer);
    if (size === 2) swapped.swap16();
    else if (size === 4) swapped.swap32();
    else swapped.swap64();
  }
  return copy.buffer;
}

const wide = (size: 2 | 4 | 8, make: (buffer: ArrayBuffer) => NpyValues): Type => ({
  size,
  read: (bytes, big) => make(native(bytes, size, big)),
});

const bigIntegers = (make: (buffer: ArrayBuffer) => BigInt64Array | BigUint64Array): Type => ({
  size: 8,
  read: (bytes, big, name) =>
    Float64Array.from(make(native(bytes, 8, big)), (value) => {
      if (Number.isSafeInteger(Number(value))) return Number(value);
      throw problem(name, `the integer ${value} is too large to be read exactly; write ${REMEDY}`);
    }),
});

const TYPES: Readonly<Record<string, Type>> = {
  b1: { size: 1, read: byte((buffer, at, n) => new Uint8Array(buffer, at, n)) },
  u1: { size: 1, read: byte((buffer, at, n) => new Uint8Array(buffer, at, n)) },
  i1: { size: 1, read: byte((buffer, at, n) => new Int8Array(buffer, at, n)) },
  u2: wide(2, (buffer) => new Uint16Array(buffer)),
  i2: wide(2, (buffer) => new Int16Array(buffer)),
  u4: wide(4, (buffer) => new Uint32Array(buffer)),
  i4: wide(4, (buffer) => new Int32Array(buffer)),
  u8: bigIntegers((buffer) => new BigUint64Array(buffer)),
  i8: bigIntegers((buffer) => new BigInt64Array(buffer)),
  f2: wide(2, (buffer) => Float64Array.from(new Uint16Array(buffer), halfPrecision)),
  f4: wide(4, (buffer) => new Float32Array(buffer)),
  f8: wide(8, (buffer) => new Float64Array(buffer)),
};

/** Types that are not read, by NumPy's letter, with what they are. */
const OTHERS: Readonly<Record<string, string>> = {
  O: `Python objects (a pickle, which can run code and is not read); write ${REMEDY}`,
  S: `byte texts; write ${REMEDY}`,
  U: `texts; write ${REMEDY}`,
  V: `a structured array; save one field: ${REMEDY}`,
  c: 'complex numbers; save the real part: np.save(file, array.real)',
  M: `dates; write ${REMEDY}`,
  m: `time differences; write ${REMEDY}`,
};

function typeOf(dtype: string, name: string): Type {
  const own = /^[<>|=]/.test(dtype) ? dtype.slice(1) : dtype;
  if (Object.hasOwn(TYPES, own)) return TYPES[own];
  const what = Object.hasOwn(OTHERS, own[0] ?? '') ? OTHERS[own[0]] : undefined;
  throw problem(name, `holds ${what ?? `values of the type "${dtype}"; write ${REMEDY}`}`);
}

/** A number of 16 bits (IEEE 754 binary16). */
function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Values in Fortran order (the first dimension varies fastest) in C order. */
function inRowOrder<Values extends NpyValues>(values: Values, shape: readonly number[]): Values {
  const from = values;
  const into = values.slice() as Values;
  const steps = shape.map((_, d) => shape.slice(0, d).reduce((product, n) => product * n, 1));
  const index = new Array<number>(shape.length).fill(0);
  let at = 0;
  for (let i = 0; i < into.length; i++) {
    into[i] = from[at];
    for (let d = shape.length - 1; d >= 0; d--) {
      at += steps[d];
      if (++index[d] < shape[d]) break;
      at -= steps[d] * shape[d];
      index[d] = 0;
    }
  }
  return into;
}
