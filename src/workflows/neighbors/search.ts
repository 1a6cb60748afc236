import type { InvalidRecord } from '../../dataset/molecules.js';
import { moleculeKey } from '../../dataset/neighbor-parts/keys.js';
import type { Job } from '../../job.js';
import type { Rational } from '../../rational.js';
import { DEFAULT_BINS, parseBins } from '../../similarity/bins.js';
import { selectFingerprints } from '../../similarity/fingerprints.js';
import { type NeighborLists, SimilaritySearch } from '../../similarity/search.js';
import type { Stopwatch } from '../../stopwatch.js';
import { VERSION } from '../../version.js';
import { ChunkSize } from './chunks.js';
import type { References } from './inputs.js';
import { noneReason, referenceNotes, selfNote } from './messages.js';
import type { Queries, QueryPart } from './queries.js';
import type { NeighborRow, NeighborSearch, NeighborsSummary } from './types.js';

/** A prepared search, see {@link NeighborSearch}. */
export class Search implements NeighborSearch {
  private readonly bins = parseBins(DEFAULT_BINS);
  private readonly nearest = new Array<number>(this.bins.count).fill(0);
  private readonly counts = { queries: 0, found: 0, none: 0, invalid: 0, neighbours: 0 };
  /** The invalid query rows so far. */
  private readonly invalid: InvalidRecord[] = [];
  /** Whether a molecule is not to be listed as its own neighbor. */
  private readonly withoutSelf: boolean;

  constructor(
    private readonly query: Queries,
    private readonly reference: References,
    private readonly limits: { k: number | undefined; threshold: Rational | undefined },
    private readonly facts: Pick<
      NeighborsSummary,
      'rdkit' | 'parameters' | 'shard' | 'reference_shard'
    >,
    private readonly clock: Stopwatch,
    private readonly job: Job,
  ) {
    this.withoutSelf =
      query.table.sha256 === reference.table.sha256 &&
      query.smilesColumn === reference.smilesColumn &&
      facts.parameters['include-self'] !== 'true';
  }

  async *batches(): AsyncGenerator<Iterable<NeighborRow>> {
    const { query, reference, limits, job } = this;
    const rows = query.end - query.first;
    job.progress.start('searching neighbors', rows, 'queries');
    const most = Math.min(limits.k ?? reference.fingerprints.count, reference.fingerprints.count);
    const size = new ChunkSize(most, limits.threshold === undefined);
    const engine = await SimilaritySearch.open(reference.fingerprints, rows, job);
    try {
      for await (const part of query.parts()) {
        const { first, end } = part;
        for (const record of part.set.invalid) {
          if (record.row > first && record.row <= end) this.invalid.push(record);
        }
        yield* this.batchesOf(part, engine, size);
      }
    } finally {
      // Also when the reader of the batches has seen enough.
      await engine.close();
      await query.close();
    }
    job.progress.finish();
    this.clock.lap('search');
  }

  private async *batchesOf(
    part: QueryPart,
    engine: SimilaritySearch,
    size: ChunkSize,
  ): AsyncGenerator<Iterable<NeighborRow>> {
    const { query, limits, job } = this;
    const problems = new Map(part.set.invalid.map(({ row, reason }) => [row, reason]));
    for (let start = part.first; start < part.end; ) {
      const end = Math.min(part.end, start + size.next());
      // A molecule of several rows is searched once.
      const members = [...new Set(moleculesOf(part, start, end).filter((m) => m >= 0))];
      const lists = await engine.search(
        selectFingerprints(part.fingerprints, members),
        {
          // One more where one may be the query itself.
          ...(limits.k === undefined ? {} : { k: limits.k + (this.withoutSelf ? 1 : 0) }),
          ...(limits.threshold === undefined ? {} : { threshold: limits.threshold }),
        },
        job.stretch(start - query.first),
      );
      size.saw(members.length, lists.indices.length);
      const isSelf = await this.selves(part, lists, members);
      const chunk = new Chunk(lists, members, limits.k, isSelf);
      const found = { part, problems, chunk, start, end };
      this.add(found);
      yield this.rows(found);
      await job.breathe(end - query.first);
      start = end;
    }
  }

  summary(): NeighborsSummary {
    const { query, reference, counts, facts } = this;
    return {
      command: 'neighbors',
      version: VERSION,
      ...facts,
      query: { path: query.path, sha256: query.table.sha256, records: query.records },
      reference: {
        path: reference.path,
        sha256: reference.table.sha256,
        records: reference.records,
        molecules: reference.set.count,
        invalid: reference.set.invalid.length,
      },
      counts: { ...counts },
      similarity: { bins: this.bins.texts, nearest: [...this.nearest] },
      invalid: {
        query: [...this.invalid],
        reference: reference.set.invalid,
      },
      warnings: this.warnings(),
      seconds: this.clock.seconds(),
      outputs: [],
    };
  }

  /** Keys of the references that were searched, as a file; undefined unless they are a part of a file. */
  keys(): Buffer | undefined {
    const { keys, fingerprints, set, base } = this.reference;
    return keys?.file(fingerprints, (m) => base + set.records[set.recordOffsets[m]] + 1);
  }

  /** Tells which references query molecules themselves are, where these are not to be listed. */
  private async selves(
    part: QueryPart,
    lists: NeighborLists,
    members: readonly number[],
  ): Promise<(molecule: number, reference: number) => boolean> {
    if (!this.withoutSelf) return () => false;
    const { set, base } = part;
    const { keys, set: references } = this.reference;
    if (!keys) {
      // The same rows of the same file.
      const selfOf = (m: number) => references.moleculeOf[base + set.records[set.recordOffsets[m]]];
      return (molecule, reference) => reference === selfOf(molecule);
    }
    // Another row of the molecule may stand in this part; it has the same fingerprint.
    const alike = members.filter((_, q) => {
      const first = lists.offsets[q];
      return first < lists.offsets[q + 1] && lists.intersections[first] === lists.unions[first];
    });
    const canonical = await part.canonical(alike);
    const keyOf = new Map(alike.map((m, i) => [m, moleculeKey(canonical[i])]));
    return (molecule, reference) => {
      const key = keyOf.get(molecule);
      return key !== undefined && keys.is(reference, key);
    };
  }

  private add({ part, chunk, start, end }: Found): void {
    const { counts } = this;
    for (const molecule of moleculesOf(part, start, end)) {
      counts.queries++;
      const hits = molecule < 0 ? [] : chunk.hits(molecule);
      if (molecule < 0) counts.invalid++;
      else if (hits.length === 0) counts.none++;
      else {
        counts.found++;
        this.nearest[this.bins.of(hits[0].intersection, hits[0].union)]++;
      }
      counts.neighbours += hits.length;
    }
  }

  private *rows({ part, problems, chunk, start, end }: Found): Generator<NeighborRow> {
    const { query, reference } = this;
    const molecules = moleculesOf(part, start, end);
    for (let r = start; r < end; r++) {
      const cells = part.rows[r - part.base];
      const own = {
        query_row: r + 1,
        query_id: query.idColumn === undefined ? null : cells[query.idColumn],
        query_smiles: cells[query.smilesColumn],
      };
      const molecule = molecules[r - start];
      const hits = molecule < 0 ? [] : chunk.hits(molecule);
      if (hits.length === 0) {
        const why =
          molecule < 0
            ? ({ status: 'invalid', reason: problems.get(r + 1) ?? null } as const)
            : ({ status: 'none', reason: noneReason(this.facts.parameters) } as const);
        yield { ...own, ...noReference, ...why };
      }
      for (const [i, { molecule: m, intersection, union }] of hits.entries()) {
        const first = reference.set.records[reference.set.recordOffsets[m]];
        const other = reference.rows[first];
        yield {
          ...own,
          rank: i + 1,
          reference_row: reference.base + first + 1,
          reference_id: reference.idColumn === undefined ? null : other[reference.idColumn],
          reference_smiles: other[reference.smilesColumn],
          similarity: union === 0 ? 1 : intersection / union,
          status: 'found',
          reason: null,
        };
      }
    }
  }

  private warnings(): string[] {
    const { query, reference } = this;
    const { table, set } = reference;
    const notes = [...new Set([...query.table.notes, ...table.notes])];
    if (this.withoutSelf) notes.push(selfNote());
    // Of the parts of a file, the merge can say it.
    if (reference.keys) return notes;
    const { invalid, count: molecules } = set;
    const known = { invalid: invalid.length, first: invalid[0], records: reference.records };
    return [...notes, ...referenceNotes(table.name, { ...known, molecules })];
  }
}

/** What was found for the rows `[start, end)` of a part. */
interface Found {
  readonly part: QueryPart;
  /** Why rows are invalid. */
  readonly problems: ReadonlyMap<number, string>;
  readonly chunk: Chunk;
  readonly start: number;
  readonly end: number;
}

/** The molecule of each row of `[start, end)`; -1 for an invalid one. */
function moleculesOf({ set, base }: QueryPart, start: number, end: number): number[] {
  return Array.from(set.moleculeOf.subarray(start - base, end - base));
}

const noReference = {
  rank: null,
  reference_row: null,
  reference_id: null,
  reference_smiles: null,
  similarity: null,
};

interface Hit {
  /** Of the references. */
  readonly molecule: number;
  readonly intersection: number;
  readonly union: number;
}

/** The neighbors of the molecules that were searched together. */
class Chunk {
  private readonly position: Map<number, number>;

  constructor(
    private readonly lists: NeighborLists,
    members: readonly number[],
    private readonly k: number | undefined,
    private readonly isSelf: (molecule: number, reference: number) => boolean,
  ) {
    this.position = new Map(members.map((m, i) => [m, i]));
  }

  /** The neighbors of a query molecule, without itself where that is not wanted, at most k. */
  hits(molecule: number): Hit[] {
    const { offsets, indices, intersections, unions } = this.lists;
    const q = this.position.get(molecule) as number;
    const most = this.k ?? indices.length;
    const hits: Hit[] = [];
    for (let i = offsets[q]; i < offsets[q + 1] && hits.length < most; i++) {
      if (this.isSelf(molecule, indices[i])) continue;
      hits.push({ molecule: indices[i], intersection: intersections[i], union: unions[i] });
    }
    return hits;
  }
}
