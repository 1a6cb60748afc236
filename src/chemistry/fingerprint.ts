import type { Mol } from '@rdkit/rdkit';
import { TanimarkError } from '../errors.js';
import { optionValue } from '../spelling.js';
import { list, nearestWord } from '../text.js';

/** A whole-number parameter of a fingerprint, with its limits (RDKit itself checks none). */
interface Parameter {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** The value must be a multiple of this. */
  readonly step?: number;
}

/** The methods of RDKit's WebAssembly that give a fingerprint's bits. */
type FingerprintMethod = Extract<keyof Mol, `get_${string}_fp_as_uint8array`>;

/** A kind of fingerprint, which RDKit computes. */
export interface FingerprintKind {
  /** What specifications call it. */
  readonly name: string;
  /** What its bits stand for, for help and the JSON Schema. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Length in bits. */
  readonly bits: (values: Record<string, number>) => number;
  /** RDKit WASM's method and its JSON argument. */
  readonly method: FingerprintMethod;
  readonly details: (values: Record<string, number>) => Record<string, number> | null;
}

/** Every kind of fingerprint. To add one, add an entry. */
const kinds: FingerprintKind[] = [
  {
    name: 'morgan',
    summary: 'circular atom environments (ECFP4 at the default radius of 2)',
    parameters: {
      radius: { default: 2, min: 0, max: 10 },
      bits: { default: 2048, min: 64, max: 16384, step: 32 },
    },
    bits: (values) => values.bits,
    method: 'get_morgan_fp_as_uint8array',
    details: (values) => ({ radius: values.radius, nBits: values.bits }),
  },
  {
    name: 'maccs',
    summary: 'the 166 public MACCS keys',
    parameters: {},
    bits: () => 167,
    method: 'get_maccs_fp_as_uint8array',
    details: () => null,
  },
];

/** Every registered kind of fingerprint. */
export function fingerprintKinds(): readonly FingerprintKind[] {
  return kinds;
}

/**
 * Adds a kind of fingerprint to those that all commands know.
 *
 * @returns removes it
 * @throws TanimarkError (usage) where another kind has its name
 */
export function registerFingerprint(kind: FingerprintKind): () => void {
  if (kinds.some(({ name }) => name === kind.name)) {
    throw new TanimarkError(
      'usage',
      `fingerprint "${kind.name}": there is one with this name; choose another`,
    );
  }
  kinds.push(kind);
  return () => {
    kinds.splice(kinds.indexOf(kind), 1);
  };
}

/** The specifications that can be given: `morgan:radius=…,bits=…`, `maccs`. */
export function fingerprintUsages(): string[] {
  return kinds.map(({ name, parameters }) => {
    const given = Object.keys(parameters).map((key) => `${key}=…`);
    return given.length > 0 ? `${name}:${given.join(',')}` : name;
  });
}

/** The same as one text, for help: `morgan:radius=…,bits=… or maccs`. */
export function fingerprintUsage(): string {
  return list(fingerprintUsages(), 'or');
}

/** A fully specified fingerprint. Plain data, so that it can be sent to a worker thread. */
export interface Fingerprint {
  /** The specification with every parameter written out, e.g. `morgan:radius=2,bits=2048`. */
  readonly spec: string;
  /** Length in bits. */
  readonly bits: number;
  /** Length in 32-bit words. */
  readonly words: number;
  readonly method: FingerprintKind['method'];
  /** RDKit's JSON argument, or `null` where the method takes none. */
  readonly details: string | null;
}

export const DEFAULT_FINGERPRINT = 'morgan:radius=2,bits=2048';

/**
 * Reads a specification such as `morgan`, `morgan:radius=3,bits=1024` or `maccs`.
 *
 * @throws TanimarkError (usage) on an unknown kind or parameter, or a value outside its limits
 */
export function parseFingerprint(spec: string): Fingerprint {
  const [name, rest] = split(spec.trim(), ':');
  const kind = kinds.find((one) => one.name === name);
  if (!kind) {
    const names = kinds.map((one) => one.name);
    const near = nearestWord(name, names);
    throw new TanimarkError(
      'usage',
      `${optionValue('fingerprint', spec)}: no fingerprint is called "${name}"${near ? ` (did you mean ${near}?)` : ''}; there is ${list(names)}`,
      { option: 'fingerprint' },
    );
  }
  const values: Record<string, number> = {};
  for (const [key, parameter] of Object.entries(kind.parameters)) values[key] = parameter.default;
  for (const part of rest === '' ? [] : rest.split(',')) {
    const [key, text] = split(part.trim(), '=');
    const parameter = Object.hasOwn(kind.parameters, key) ? kind.parameters[key] : undefined;
    if (!parameter) {
      const known = Object.keys(kind.parameters);
      throw new TanimarkError(
        'usage',
        `${optionValue('fingerprint', spec)}: ${name} has no parameter "${key}"; it has ${known.length ? list(known) : 'none'}`,
        { option: 'fingerprint' },
      );
    }
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    const { min, max, step = 1 } = parameter;
    if (!(value >= min && value <= max && value % step === 0)) {
      throw new TanimarkError(
        'usage',
        `${optionValue('fingerprint', spec)}: ${key} must be a whole number from ${min} to ${max}${step > 1 ? `, a multiple of ${step}` : ''}`,
        { option: 'fingerprint' },
      );
    }
    values[key] = value;
  }
  const bits = kind.bits(values);
  const written = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  const details = kind.details(values);
  return {
    spec: written.length ? `${name}:${written.join(',')}` : name,
    bits,
    words: Math.ceil(bits / 32),
    method: kind.method,
    details: details && JSON.stringify(details),
  };
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/**
 * Packs a fingerprint's bytes (least significant bit first, as RDKit gives them) into
 * 32-bit words at `offset` of `into`: bit b is bit b mod 32 of word b / 32.
 */
export function packBytes(bytes: Uint8Array, into: Uint32Array, offset: number): void {
  for (let i = 0; i < bytes.length; i++) {
    into[offset + (i >>> 2)] |= bytes[i] << ((i & 3) << 3);
  }
}
