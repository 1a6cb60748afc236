import { createHash } from 'node:crypto';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { DEFAULT_FINGERPRINT, type Fingerprint, parseFingerprint } from '../fingerprint.js';
import type { OwnRows, OwnWords } from './filling.js';
import { fromColumn } from './from-column.js';
import { fromFps } from './from-fps.js';
import { fromNpy } from './from-npy.js';
import { isOwnSpec, type OwnSpec, ownSpecText, parseOwnSpec, placeBeside } from './spec.js';

/** Fingerprints that are read, not computed, for all tables of one run. */
export class OwnFingerprints {
  /** What RDKit computes to tell molecules apart. */
  readonly computed: Fingerprint = parseFingerprint(DEFAULT_FINGERPRINT);
  private known: OwnSpec;
  private first: { readonly bits: number; readonly name: string; readonly order: string } | null =
    null;

  /** Where the file is now, or the name of the column. */
  private readonly place: string;

  /**
   * @param spec a specification for which {@link isOwnSpec} holds
   * @param folder of the manifest that holds it, beside which its file may be
   * @throws TanimarkError (usage)
   */
  constructor(spec: string, folder?: string) {
    this.known = parseOwnSpec(spec);
    this.place = folder === undefined ? this.known.name : placeBeside(this.known, folder);
  }

  /** Whether fingerprints belong to the rows of a table by their order. */
  get byRowOrder(): boolean {
    return this.known.from === 'npy';
  }

  /** The specification, after {@link read} with the checksum of its file and the encoding that was found. */
  get spec(): string {
    return ownSpecText(this.known);
  }

  /**
   * The fingerprints of a table's molecules.
   *
   * @throws TanimarkError (file, table, column) where a molecule has none or two, and where they do not fit those of an
   *   earlier table
   */
  async read(rows: OwnRows, job: Job): Promise<OwnWords> {
    const { name } = rows.table;
    const { first, known } = this;
    const order = this.byRowOrder ? orderOf(rows) : '';
    if (first && first.order !== order) {
      throw new TanimarkError(
        'usage',
        `${known.name}: the rows of a .npy file belong to one table, but ${first.name} and ${name} are read; give the fingerprints as fps:<file> with ids, or as a column of both tables`,
        { option: 'fingerprint' },
      );
    }
    const own = await readers[known.from]({ ...known, name: this.place }, rows, job);
    if (first && first.bits !== own.bits) {
      throw new TanimarkError(
        'table',
        `${name}: fingerprints of ${own.bits} bits, but those of ${first.name} have ${first.bits}; give all the same length`,
      );
    }
    this.first ??= { bits: own.bits, name, order };
    this.known = { ...known, ...own.found };
    return own;
  }
}

/** SHA-256 of the structures of a table in their order: tables of one input have the same. */
function orderOf({ table, structure }: OwnRows): string {
  const hash = createHash('sha256');
  for (let r = 0; r < table.rows.length; r++) hash.update(`${structure(r)}\n`);
  return hash.digest('hex');
}

const readers = { fps: fromFps, column: fromColumn, npy: fromNpy };

/** Fingerprints that RDKit computes, or that are read. */
export type FingerprintSource = Fingerprint | OwnFingerprints;

/**
 * Reads a specification of either.
 *
 * @param folder of the manifest that holds it, if one does
 * @throws TanimarkError (usage)
 */
export function fingerprintSource(
  spec: string = DEFAULT_FINGERPRINT,
  folder?: string,
): FingerprintSource {
  return isOwnSpec(spec) ? new OwnFingerprints(spec, folder) : parseFingerprint(spec);
}

/** The fingerprints that RDKit computes. */
export function computedBy(source: FingerprintSource): Fingerprint {
  return source instanceof OwnFingerprints ? source.computed : source;
}

/** The fingerprints that are read, or null. */
export function ownOf(source: FingerprintSource): OwnFingerprints | null {
  return source instanceof OwnFingerprints ? source : null;
}
