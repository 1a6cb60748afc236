import { besideManifest } from '../../folders.js';
import { list, printable } from '../../text.js';
import { fingerprintError } from '../fingerprint.js';

/** Where fingerprints of the user's own are. */
const SOURCES = {
  fps: { what: '<file>', keys: ['sha256'] },
  column: { what: '<name>', keys: ['encoding'] },
  npy: { what: '<file>', keys: ['packed', 'sha256'] },
} as const;

type Source = keyof typeof SOURCES;

/** How a cell holds a fingerprint. */
export const ENCODINGS = ['hex', 'base64', 'bits'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A specification of fingerprints that are not computed but read, such as `fps:prints.fps`. */
export interface OwnSpec {
  readonly from: Source;
  /** Path of a file, or name of a column. */
  readonly name: string;
  readonly encoding?: Encoding;
  /** Whether each byte of a `.npy` file holds eight bits. */
  readonly packed?: boolean;
  /** Checksum that the file must have, hexadecimal. */
  readonly sha256?: string;
}

/** Whether a specification is one of fingerprints that are read. */
export function isOwnSpec(spec: string): boolean {
  return Object.keys(SOURCES).includes(spec.trim().split(':', 1)[0]);
}

/**
 * Reads `fps:<file>`, `column:<name>[,encoding=hex|base64|bits]` or `npy:<file>[,packed=true]`; those with files may
 * end in `,sha256=<checksum>`, as manifests write them.
 *
 * @throws TanimarkError (usage)
 */
export function parseOwnSpec(spec: string): OwnSpec {
  const [, from, rest = ''] = /^\s*(\w+)(?::(.*))?$/s.exec(spec) as unknown as [
    string,
    Source,
    string?,
  ];
  const known: readonly string[] = SOURCES[from].keys;
  // Names may hold commas: parameters are those after the last of them.
  const [, name, given] = /^(.*?)((?:,\s*[a-z\d]+=[^,=]*)*)\s*$/s.exec(rest) as unknown as string[];
  const parameters: Record<string, string> = {};
  for (const part of given.split(',').slice(1)) {
    const [key, value] = part.trim().split('=');
    if (!known.includes(key)) {
      const similarity = ['similarity', 'metric'].includes(key);
      throw fingerprintError(
        spec,
        similarity
          ? 'similarity is always Tanimoto'
          : `${from} has no parameter "${printable(key, 40)}"; it has ${list(known)}`,
      );
    }
    parameters[key] = value;
  }
  if (name.trim() === '' || name.trim() === '-') {
    throw fingerprintError(spec, `give ${from}:${SOURCES[from].what}`);
  }
  return { from, name: name.trim(), ...parametersOf(parameters, spec) };
}

function parametersOf(
  { encoding, packed, sha256 }: Record<string, string>,
  spec: string,
): Partial<OwnSpec> {
  const cell = ENCODINGS.find((one) => one === encoding);
  if (encoding !== undefined && cell === undefined) {
    throw fingerprintError(spec, `encoding must be ${list(ENCODINGS, 'or')}`);
  }
  if (packed !== undefined && packed !== 'true' && packed !== 'false') {
    throw fingerprintError(spec, 'packed must be true (as numpy.packbits writes) or false');
  }
  if (sha256 !== undefined && !/^[\da-f]{64}$/.test(sha256)) {
    throw fingerprintError(spec, 'sha256 must be 64 hexadecimal digits');
  }
  return {
    ...(cell === undefined ? {} : { encoding: cell }),
    ...(packed === 'true' ? { packed: true } : {}),
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

/** A specification as text: the inverse of {@link parseOwnSpec}. */
export function ownSpecText({ from, name, ...parameters }: OwnSpec): string {
  const given = SOURCES[from].keys.flatMap((key) => {
    const value = (parameters as Record<string, unknown>)[key];
    return value === undefined ? [] : [`,${key}=${value}`];
  });
  return `${from}:${name}${given.join('')}`;
}

/** Where the file of a specification in a manifest is now: as written, else beside the manifest. */
export function placeBeside({ from, name }: OwnSpec, folder: string): string {
  return from === 'column' ? name : besideManifest(name, folder);
}

/** A specification with the place where its file is now. @param place of a file, by its name in the specification */
export function relocatedSpec(spec: string, place: (file: string) => string): string {
  if (!isOwnSpec(spec)) return spec;
  const own = parseOwnSpec(spec);
  return own.from === 'column' ? spec : ownSpecText({ ...own, name: place(own.name) });
}

/** What a specification stands for, wherever its file is: equal for a file that was moved or renamed. */
export function specIdentity(spec: string): string {
  if (!isOwnSpec(spec)) return spec;
  const own = parseOwnSpec(spec);
  if (own.sha256 === undefined) return spec;
  return `${own.from}:${own.packed ? 'packed=true,' : ''}sha256=${own.sha256}`;
}

/** A specification for a screen: without the checksum. */
export function shownSpec(spec: unknown): string {
  return String(spec).replace(/,sha256=[\da-f]{64}$/, '');
}
