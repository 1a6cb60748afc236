import { TanimarkError } from '../errors.js';
import { optionValue } from '../spelling.js';
import { list, nearestWord, printable } from '../text.js';
import { type FingerprintKind, fingerprintKinds, OWN_USAGES } from './fingerprint-kinds.js';

/** A fully specified fingerprint that RDKit computes. Plain data, so that it can be sent to a worker thread. */
export interface Fingerprint {
  /**
   * The specification with every number written out, e.g. `morgan:radius=2,bits=2048`, and those switches that are not
   * at their default.
   */
  readonly spec: string;
  /** Length in bits. */
  readonly bits: number;
  /** Length in 32-bit words. */
  readonly words: number;
  readonly method: FingerprintKind['method'];
  /** RDKit's JSON argument, or `null` where the method takes none. */
  readonly details: string | null;
  /** Whether the bits depend on stereochemistry; absent where they do not. */
  readonly needsStereo?: true;
}

export const DEFAULT_FINGERPRINT = 'morgan:radius=2,bits=2048';

/** Other names of fingerprints that are exactly the same. */
const ALIASES: Readonly<Record<string, { name: string; values: Record<string, number> }>> = {
  ecfp0: { name: 'morgan', values: { radius: 0 } },
  ecfp2: { name: 'morgan', values: { radius: 1 } },
  ecfp4: { name: 'morgan', values: { radius: 2 } },
  ecfp6: { name: 'morgan', values: { radius: 3 } },
};

const OWN_INSTEAD = 'compute it in Python and give it as fps:<file>, column:<name> or npy:<file>';

/** Fingerprints that people ask for and RDKit's WebAssembly does not have, each with the reason. */
const ABSENT: readonly (readonly [RegExp, string])[] = [
  [
    /^fcfp\d*$/i,
    `RDKit's WebAssembly ignores feature invariants (useFeatures), so FCFP cannot be computed here; ${OWN_INSTEAD}`,
  ],
  [/^avalon$/i, `RDKit's WebAssembly has no Avalon fingerprint; ${OWN_INSTEAD}`],
];

const FEATURES = `RDKit's WebAssembly ignores feature invariants, so the bits would be those of morgan without it; ${OWN_INSTEAD}`;
const TANIMOTO =
  'similarity is always Tanimoto; Dice orders pairs as Tanimoto does, so edges can be converted: Dice = 2T / (1 + T) for a Tanimoto similarity T; cosine, Tversky and others are not available';

/** Parameters that people ask for and no fingerprint has, each with the reason. */
const ABSENT_PARAMETERS: Readonly<Record<string, string>> = {
  features: FEATURES,
  usefeatures: FEATURES,
  similarity: TANIMOTO,
  metric: TANIMOTO,
  coefficient: TANIMOTO,
};

/** Parameters as RDKit's Python and JavaScript functions name them, in lower case. */
const RDKIT_NAMES: Readonly<Record<string, string>> = {
  nbits: 'bits',
  fpsize: 'bits',
  usechirality: 'chirality',
  includechirality: 'chirality',
  usebondtypes: 'bond-types',
  usebondorder: 'bond-types',
  includeredundantenvironments: 'redundant-environments',
  usecountsimulation: 'counts',
  countsimulation: 'counts',
  minpath: 'min-path',
  maxpath: 'max-path',
  branchedpaths: 'branched-paths',
  minlength: 'min-distance',
  maxlength: 'max-distance',
  mindistance: 'min-distance',
  maxdistance: 'max-distance',
  torsionatomcount: 'atoms',
  targetsize: 'atoms',
  tautomericfingerprint: 'tautomers',
  tautomerfingerprints: 'tautomers',
};

/** A usage error about a specification. */
export function fingerprintError(spec: string, text: string): TanimarkError {
  return new TanimarkError('usage', `${optionValue('fingerprint', spec)}: ${text}`, {
    option: 'fingerprint',
  });
}

/**
 * Reads the specification of a fingerprint that RDKit computes, such as `morgan`, `morgan:radius=3,bits=1024`,
 * `ecfp6` or `maccs`.
 *
 * @throws TanimarkError (usage) on an unknown kind or parameter, or a value outside its limits
 */
export function parseFingerprint(spec: string): Fingerprint {
  const [given, rest] = divided(spec.trim(), ':');
  const alias = Object.hasOwn(ALIASES, given.toLowerCase())
    ? ALIASES[given.toLowerCase()]
    : undefined;
  const kind = kindNamed(alias?.name ?? given, spec);
  const numbers: Record<string, number> = {};
  for (const [key, parameter] of Object.entries(kind.parameters)) numbers[key] = parameter.default;
  Object.assign(numbers, alias?.values);
  const switched: Record<string, boolean> = {};
  for (const part of rest === '' ? [] : rest.split(',')) {
    const [key, text] = divided(part.trim(), '=');
    if (alias && Object.hasOwn(alias.values, key)) {
      throw fingerprintError(spec, `${given} sets ${key} itself; use ${kind.name}:${key}=…`);
    }
    if (Object.hasOwn(kind.parameters, key)) numbers[key] = readNumber(kind, key, text, spec);
    else if (Object.hasOwn(kind.switches ?? {}, key)) switched[key] = readSwitch(key, text, spec);
    else throw unknownParameter(kind, key, spec);
  }
  checkRange(kind, numbers, spec);
  const changed = Object.entries(kind.switches ?? {}).filter(
    ([key, { default: usual }]) => (switched[key] ?? usual) !== usual,
  );
  const written = [
    ...Object.entries(numbers).map(([key, value]) => `${key}=${value}`),
    ...changed.map(([key, { default: usual }]) => `${key}=${!usual}`),
  ];
  const bits = kind.bits(numbers);
  const base = kind.details(numbers);
  const details = base && {
    ...base,
    ...Object.fromEntries(changed.map(([, { key, default: usual }]) => [key, !usual])),
  };
  return {
    spec: written.length ? `${kind.name}:${written.join(',')}` : kind.name,
    bits,
    words: Math.ceil(bits / 32),
    method: kind.method,
    details: details && JSON.stringify(details),
    ...(changed.some(([, { needsStereo }]) => needsStereo) ? { needsStereo: true } : {}),
  };
}

function kindNamed(name: string, spec: string): FingerprintKind {
  const kinds = fingerprintKinds();
  const kind = kinds.find((one) => one.name === name);
  if (kind) return kind;
  const absent = ABSENT.find(([pattern]) => pattern.test(name));
  if (absent) throw fingerprintError(spec, absent[1]);
  const names = kinds.map((one) => one.name);
  const [, ending] = /\.(fps|npy)(?:\.gz)?$/i.exec(name) ?? [];
  const near = ending
    ? `${ending.toLowerCase()}:${printable(name, 40)}`
    : nearestWord(name, [...names, ...Object.keys(ALIASES)]);
  throw fingerprintError(
    spec,
    `unknown fingerprint "${printable(name, 40)}"${near ? ` (did you mean ${near}?)` : ''}; available: ${list([...names, ...OWN_USAGES])}`,
  );
}

function readNumber({ parameters }: FingerprintKind, key: string, text: string, spec: string) {
  const { min, max, step = 1 } = parameters[key];
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max && value % step === 0) return value;
  throw fingerprintError(
    spec,
    `${key} must be a whole number from ${min} to ${max}${step > 1 ? `, a multiple of ${step}` : ''}`,
  );
}

function readSwitch(key: string, text: string, spec: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw fingerprintError(spec, `${key} must be true or false`);
}

function unknownParameter(kind: FingerprintKind, key: string, spec: string): TanimarkError {
  const plain = key.toLowerCase();
  const reason = Object.hasOwn(ABSENT_PARAMETERS, plain) ? ABSENT_PARAMETERS[plain] : undefined;
  if (reason !== undefined) return fingerprintError(spec, reason);
  const known = [...Object.keys(kind.parameters), ...Object.keys(kind.switches ?? {})];
  const same = Object.hasOwn(RDKIT_NAMES, plain) ? RDKIT_NAMES[plain] : undefined;
  const near = same !== undefined && known.includes(same) ? same : nearestWord(key, known);
  return fingerprintError(
    spec,
    `${kind.name} has no parameter "${printable(key, 40)}"${near ? ` (did you mean ${near}?)` : ''}; it has ${known.length ? list(known) : 'none'}`,
  );
}

function checkRange({ range }: FingerprintKind, numbers: Record<string, number>, spec: string) {
  if (!range) return;
  const [low, high] = range;
  if (numbers[low] <= numbers[high]) return;
  throw fingerprintError(
    spec,
    `${low} (${numbers[low]}) must not be above ${high} (${numbers[high]})`,
  );
}

function divided(text: string, separator: string): [string, string] {
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
