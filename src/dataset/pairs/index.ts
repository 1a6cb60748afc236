import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { grouped } from '../../grouped.js';
import type { Job } from '../../job.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';
import { FingerprintSide } from '../../similarity/two-sided/fingerprint-side.js';
import { TwoSided } from '../../similarity/two-sided/index.js';
import { optionName, optionValue } from '../../spelling.js';
import { columnNamed, columnsOfRole } from '../../tables/columns.js';
import { fileOf, type Table } from '../../tables/table.js';
import { printable } from '../../text.js';
import type { InvalidRecord, LoadedTable, MoleculeSet } from '../molecules.js';
import { idColumnOf } from './drug-ids.js';
import { holdsSequences, readEntityFile } from './entity-file.js';
import { type PartnerColumn, type Partners, readPartners } from './partners.js';
import type { PairOptions, PairTable } from './types.js';

/** For `--partner`: rows are molecules, whatever else is in the table. */
const NONE = 'none';

/**
 * The column of partners: the one that was named; else, where pairs are looked for, the one with a usual name that holds
 * sequences. Undefined where rows are molecules.
 *
 * @throws TanimarkError (column, file, table)
 */
export async function partnerColumn(
  { table, smilesColumn }: LoadedTable,
  { partner, partnerKind, partnerFingerprint, drugs, targets, targetSimilarity }: PairOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<PartnerColumn | undefined> {
  const ofPairs = [
    ['targets', targets] as const,
    ['targetSimilarity', targetSimilarity] as const,
    ['partnerKind', partnerKind] as const,
    ['partnerFingerprint', partnerFingerprint] as const,
  ].find(([, value]) => value !== undefined);
  if (partner === NONE && !table.columns.includes(NONE)) {
    if (!ofPairs) return undefined;
    throw new TanimarkError(
      'usage',
      `${optionValue(ofPairs[0], ofPairs[1] ?? '')} is for pairs, and ${optionValue('partner', NONE)} says that rows are molecules; leave one of them out`,
      { option: 'partner' },
    );
  }
  if (targets !== undefined) {
    const file = await readEntityFile(targets, 'targets', pool, job);
    return { column: idColumnOf(table, file.idName, partner, 'targets'), file };
  }
  const found = partner === undefined ? foundColumn(table) : columnNamed(table, partner, 'partner');
  if (found === smilesColumn) {
    throw new TanimarkError(
      'column',
      `${optionValue('partner', partner ?? '')}: the structures are read from this column; name the other side of the pairs, or the structures with ${optionName('smiles')}`,
      { option: 'partner' },
    );
  }
  if (found !== undefined) return { column: found, file: undefined };
  const used = drugs === undefined ? ofPairs : (['drugs', drugs] as const);
  if (!used) return undefined;
  throw new TanimarkError(
    'usage',
    `${optionValue(used[0], used[1] ?? '')}: no column of partners found in ${table.name}; name it with ${optionName('partner')}`,
    { option: 'partner' },
  );
}

function foundColumn(table: Table): number | undefined {
  return columnsOfRole(table, 'partner')
    .flat()
    .find((column) => holdsSequences(table, column));
}

/** The pairs of a table, numbered in the order of their first row, in place of its molecules. */
export interface PairedUp {
  readonly set: MoleculeSet;
  readonly pairs: PairTable;
  readonly sources: Partners['sources'];
}

/** Makes the pairs of a table's molecules and partners. @throws TanimarkError (usage, file, table, structure) */
export async function pairUp(
  loaded: LoadedTable,
  place: PartnerColumn,
  molecules: { readonly set: MoleculeSet; readonly fingerprints: FingerprintMatrix },
  options: PairOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<PairedUp> {
  const { table, smilesColumn } = loaded;
  const partners = await readPartners(loaded, place, options, pool, job);
  const { set, fingerprints } = molecules;
  const { pairOf, drugOf, partnerOf } = numberPairs(set.moleculeOf, partners);
  const records = grouped(pairOf, drugOf.length);
  const drugs = new FingerprintSide(fingerprints);
  const distinctDrugs = Int32Array.from({ length: set.count }, (_, m) => m);
  const partnerName = table.columns[place.column];
  if (options.partner === undefined && options.targets === undefined)
    table.notes.push(foundNote(table, smilesColumn, partnerName));
  if (partners.kind === 'molecule') table.notes.push(orderNote(table, smilesColumn, partnerName));
  return {
    sources: partners.sources,
    set: {
      count: drugOf.length,
      words: new Uint32Array(0),
      moleculeOf: pairOf,
      recordOffsets: records.offsets,
      records: records.members,
      invalid: invalidRows(table, set.invalid, partners, place.column),
      scaffolds: set.scaffolds && Array.from(drugOf, (drug) => set.scaffolds?.[drug] ?? null),
    },
    pairs: {
      kind: partners.kind,
      compared: new TwoSided(drugs, drugOf, partners.side, partnerOf),
      drugs: {
        noun: 'drug',
        column: table.columns[smilesColumn],
        count: set.count,
        set,
        of: drugOf,
        distinct: distinctDrugs,
        alike: distinctDrugs,
      },
      partners: {
        noun: partners.noun,
        column: partnerName,
        count: partners.side.count,
        of: partnerOf,
        distinct: partners.distinct,
        alike: partners.alike,
        keys: partners.keys,
        smiles: partners.smiles,
      },
    },
  };
}

function foundNote({ columns, name }: Table, smiles: number, partner: string): string {
  return `${name}: each row is a pair of a molecule (column "${printable(columns[smiles], 40)}") and a partner (column "${printable(partner, 40)}"); for molecules alone: ${optionValue('partner', NONE)}`;
}

function orderNote({ columns, name }: Table, smiles: number, partner: string): string {
  return `${name}: pairs of two molecules have an order: (A, B) and (B, A) are different pairs, and a molecule of column "${printable(columns[smiles], 40)}" is not compared with those of column "${printable(partner, 40)}"`;
}

/** The pair of each row, -1 for none; and the drug and the partner of each pair. */
function numberPairs(
  moleculeOf: Int32Array,
  { of, side }: Partners,
): { pairOf: Int32Array; drugOf: Int32Array; partnerOf: Int32Array } {
  const numbers = new Map<number, number>();
  const drugOf: number[] = [];
  const partnerOf: number[] = [];
  const pairOf = moleculeOf.map((drug, r) => {
    if (drug < 0 || of[r] < 0) return -1;
    const key = drug * side.count + of[r];
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, drugOf.length);
    partnerOf.push(of[r]);
    return drugOf.push(drug) - 1;
  });
  return { pairOf, drugOf: Int32Array.from(drugOf), partnerOf: Int32Array.from(partnerOf) };
}

function invalidRows(
  table: Table,
  molecules: readonly InvalidRecord[],
  { problems }: Partners,
  column: number,
): InvalidRecord[] {
  const known = new Set(molecules.map(({ row }) => row));
  const others = [...problems]
    .filter(([r]) => !known.has(r + 1))
    .map(([r, reason]): InvalidRecord => {
      const file = fileOf(table, r);
      const at = { row: r + 1, line: table.lines[r], ...(file === undefined ? {} : { file }) };
      const cell = printable(table.rows[r][column].trim());
      return { ...at, smiles: cell, column: printable(table.columns[column], 60), reason };
    });
  return [...molecules, ...others].sort((a, b) => a.row - b.row);
}

/** Words for what a table's rows hold: its pairs, or its molecules. */
export function thingsOf(pairs: PairTable | null): { readonly one: string; readonly many: string } {
  return pairs ? { one: 'pair', many: 'pairs' } : { one: 'molecule', many: 'molecules' };
}
