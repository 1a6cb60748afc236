import type { Entities, PairRows } from '../../../audit/pairs/pair-rows.js';
import type { ChemistryPool } from '../../../chemistry/pool.js';
import { type StandardizeLevel, standardForms } from '../../../chemistry/standardize/index.js';
import type { MoleculeTable } from '../../../dataset/molecule-table.js';
import { structureOf } from '../../../dataset/molecules.js';
import type { PairTable } from '../../../dataset/pairs/types.js';
import { assertInvariant } from '../../../errors.js';
import { haveSamePairs } from '../../../evaluation/pairs/identities.js';
import { grouped } from '../../../grouped.js';
import type { Job } from '../../../job.js';
import { plural } from '../../../text.js';
import { Numbers } from '../numbers.js';
import type { AuditSource } from '../types.js';

/** Numbers of the drugs and partners of one table. Equal numbers are the same one, also of another table. */
interface Numbered {
  /** Of each entity of the table: up to the level of standardization, and as it is. */
  readonly drugs: Entities;
  readonly partners: Entities;
}

/**
 * The sides of a split of pairs as audits look at them. Molecules are standardized on the way.
 *
 * @param warnings what could not be standardized is added to them
 * @throws TanimarkError (usage) where one table has pairs and another molecules, AbortedError
 */
export async function makePairRows(
  sources: readonly AuditSource[],
  level: StandardizeLevel,
  pool: ChemistryPool,
  job: Job,
  warnings: string[],
): Promise<PairRows[]> {
  const tables = [...new Set(sources.map(({ data }) => data))];
  for (const table of tables) haveSamePairs(table, tables[0]);
  const numbered = await numberEntities(tables, level, pool, job, warnings);
  const all = [...numbered.values()];
  const width =
    1 +
    all.reduce((most, { drugs, partners }) => {
      const numbers = [drugs.of, partners.of];
      return numbers.reduce((max, own) => own.reduce((a, b) => Math.max(a, b), max), most);
    }, 0);
  const texts = new Numbers();
  return sources.map((source) => ({
    ...rowsOf(source, numbered.get(source.data) as Numbered, width),
    cells: cellNumbers(source, texts),
  }));
}

async function numberEntities(
  tables: readonly MoleculeTable[],
  level: StandardizeLevel,
  pool: ChemistryPool,
  job: Job,
  warnings: string[],
): Promise<Map<MoleculeTable, Numbered>> {
  const texts = tables.map((table) => {
    const { drugs, partners } = pairsOf(table);
    const { count, records, recordOffsets } = drugs.set;
    const own = Array.from({ length: count }, (_, d) =>
      structureOf(table, records[recordOffsets[d]]),
    );
    return [own, partners.smiles ?? []] as const;
  });
  const { forms, problems } = await standardForms(texts.flat(2), pool, job, {
    level,
    inchiKey: false,
  });
  const failed = problems.filter((problem) => problem !== null);
  if (failed.length > 0) {
    warnings.push(
      `${plural(failed.length, 'molecule')} could not be standardized and ${failed.length === 1 ? 'is' : 'are'} compared as written (the first: ${failed[0]})`,
    );
  }
  // Molecules of both sides have the numbers in common, so that a pair can be told from its two molecules swapped.
  const [same, asTheyAre, names] = [new Numbers(), new Numbers(), new Numbers()];
  let next = 0;
  const molecules = (count: number): Entities => {
    const from = next;
    next += count;
    const written = forms.none.slice(from, next);
    const formOf = Int32Array.from(written, (text) => asTheyAre.of(text));
    const of = Int32Array.from(written, (text, i) => same.of(forms[level][from + i] || text));
    return { of, formOf };
  };
  return new Map(
    tables.map((table, t) => {
      const { partners } = pairsOf(table);
      const drugs = molecules(texts[t][0].length);
      if (partners.smiles) return [table, { drugs, partners: molecules(texts[t][1].length) }];
      assertInvariant(partners.keys !== null, 'partners have no keys');
      const of = Int32Array.from(partners.keys, (key) => names.of(key));
      return [table, { drugs, partners: { of, formOf: of } }];
    }),
  );
}

/** More different cells than a table can have. */
const MOST_CELLS = 2 ** 26;

/** Of each record of a side a number for its cells of drug and partner. */
function cellNumbers({ data, records }: AuditSource, texts: Numbers): Float64Array {
  const { table, smilesColumn } = data;
  const partnerColumn = table.columns.indexOf(pairsOf(data).partners.column);
  return Float64Array.from(records, (r) => {
    const [drug, partner] = [smilesColumn, partnerColumn].map((c) => table.rows[r][c].trim());
    return texts.of(drug) * MOST_CELLS + texts.of(partner);
  });
}

function rowsOf(
  { name, data, records }: AuditSource,
  numbered: Numbered,
  width: number,
): Omit<PairRows, 'cells'> {
  const { compared, drugs, partners } = pairsOf(data);
  const { moleculeOf } = data.set;
  // Pairs of the side, in the order of their first record on it.
  const own = [...new Set(Array.from(records, (r) => moleculeOf[r]))];
  const position = new Map(own.map((pair, i) => [pair, i]));
  const pairOf = records.map((r) => position.get(moleculeOf[r]) as number);
  const { offsets, members } = grouped(pairOf, own.length);
  const ofPairs = ({ of, formOf }: Entities, entity: Int32Array): Entities => ({
    of: Int32Array.from(own, (pair) => of[entity[pair]]),
    formOf: Int32Array.from(own, (pair) => formOf[entity[pair]]),
  });
  const drugSide = ofPairs(numbered.drugs, drugs.of);
  const partnerSide = ofPairs(numbered.partners, partners.of);
  const key = (one: Int32Array, other: Int32Array) =>
    Float64Array.from(one, (number, pair) => number * width + other[pair]);
  return {
    name,
    pairOf,
    offsets,
    records: members,
    labels: data.labels && Float64Array.from(records, (r) => data.labels?.values[r] ?? Number.NaN),
    drugs: drugSide,
    partners: partnerSide,
    keys: key(drugSide.of, partnerSide.of),
    swappedKeys: partners.smiles ? key(partnerSide.of, drugSide.of) : null,
    compared: compared.select(own),
  };
}

function pairsOf({ pairs }: MoleculeTable): PairTable {
  assertInvariant(pairs !== null, 'rows of an audit of pairs are molecules');
  return pairs;
}
