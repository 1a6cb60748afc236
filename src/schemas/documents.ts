import type { CacheEntry } from '../chemistry/cache/structure-cache.js';
import type { WrittenNames } from '../dataset/split-formats/format.js';
import type { DocumentName } from '../documents.js';
import type { ErrorParts } from '../error-parts.js';
import type { ErrorCode } from '../errors.js';
import type { Results } from '../report/results.js';
import type { CellChecksums } from '../tables/cells.js';
import type { BenchExport } from '../workflows/bench/types.js';
import type { BaselineUpdate } from '../workflows/check/update.js';
import type { NeighborsSummary } from '../workflows/neighbors/types.js';
import type { SeriesSummary } from '../workflows/split/series/types.js';
import type { SourceFile, SplitSummary } from '../workflows/split/types.js';

/** The document that a command with `--json` prints instead of its result. */
export interface ErrorDocument {
  /** The command; null where none was named. */
  readonly command: string | null;
  readonly error: ErrorParts & {
    /** The kind of error; `bug` is an error of tanimark itself. */
    readonly code: ErrorCode | 'bug';
    /** One line: where, what is wrong, what to do, as on standard error. */
    readonly message: string;
  };
}

/** The document that `tanimark check --init --json` prints. */
interface CheckInit {
  readonly command: 'check';
  readonly action: 'init';
  /** The configuration that was written. */
  readonly path: string;
  /** What the configuration was made of, and what to look at. */
  readonly notes: readonly string[];
}

/** The document that `tanimark bench init --json` prints. */
interface BenchInit {
  readonly command: 'bench';
  readonly action: 'init';
  /** The configuration that was written. */
  readonly path: string;
}

/** The document that `tanimark datasets path --json` prints. */
interface DatasetPaths {
  readonly command: 'datasets';
  readonly action: 'path';
  /** The file of each data set, in the order of the names. */
  readonly paths: readonly string[];
}

/** The document that `tanimark cache --json` prints. */
interface Cache {
  readonly command: 'cache';
  readonly action: 'path' | 'list' | 'clear';
  /** The folder of the cache. */
  readonly path: string;
  /** Of `list`: the most that the cache holds, in bytes. */
  readonly limit?: number;
  /** Of `list`: what the cache holds, in bytes. */
  readonly bytes?: number;
  /** Of `list`: the entries of the cache. */
  readonly entries?: readonly CacheEntry[];
  /** Of `clear`: how many entries were removed, and their bytes. */
  readonly removed?: { readonly entries: number; readonly bytes: number };
}

/** The document that `tanimark schema --json` prints. */
interface Schemas {
  readonly command: 'schema';
  /** Every document, in the order of the commands. */
  readonly documents: readonly {
    /** Name of the document, for `tanimark schema`. */
    readonly name: string;
    /** Name and version of its schema, as in the field `schema` of the document. */
    readonly schema: string;
    /** What the document is. */
    readonly summary: string;
  }[];
}

/** The document that `tanimark completion --json` prints. */
interface Completion {
  readonly command: 'completion';
  /** The shell that the script is for. */
  readonly shell: 'bash' | 'zsh' | 'fish';
  /** The script. */
  readonly script: string;
}

/** Of every manifest. */
interface OfManifest {
  /** The form of manifests, for `tanimark verify`. */
  readonly manifest: 1;
}

/** The input with checksums of its cells, by which it is recognized in another form. */
type KnownInput = SplitSummary['input'] & { readonly cells: CellChecksums };

/** The manifest of a split. */
interface SplitManifest extends OfManifest, Omit<SplitSummary, 'seconds' | 'input'> {
  /** The table that was split; null of a split that another tool made. */
  readonly input: KnownInput | null;
  /** Of several splits in files of their own: the name of the fold or repeat. */
  readonly part?: string;
  /** Other files that decided on the split. */
  readonly sources?: readonly SourceFile[];
  /** The format of another tool, in which the split is written. */
  readonly format?: string;
  /** Of such a format: what it calls the columns. */
  readonly written?: WrittenNames;
}

/** The manifest of several splits. */
interface SeriesManifest extends OfManifest, Omit<SeriesSummary, 'seconds' | 'input'> {
  /** The table that was split. */
  readonly input: KnownInput;
  /** Other files that decided on some of the splits. */
  readonly sources?: readonly SourceFile[];
}

/** The manifest of a list of neighbors. */
interface NeighborsManifest extends OfManifest, Omit<NeighborsSummary, 'seconds'> {}

/** The file `<output>.manifest.json` beside an output, with all that is needed to make it again. */
type Manifest = SplitManifest | SeriesManifest | NeighborsManifest;

/** A result, with what it says. */
type Explained<Result> = Result & {
  /** With `--explain`: what the result says, in sentences, the answer first, with its caveats. */
  readonly explanation?: readonly string[];
};

/** The type of each document, without the field `schema`. */
export interface Documents extends Results {
  readonly split: Explained<Results['split']>;
  readonly audit: Explained<Results['audit']>;
  readonly 'pair-audit': Explained<Results['pair-audit']>;
  readonly score: Explained<Results['score']>;
  readonly suite: Explained<Results['suite']>;
  readonly compare: Explained<Results['compare']>;
  readonly check: Explained<Results['check']>;
  readonly expect: Explained<Results['expect']>;
  readonly neighbors: Explained<Results['neighbors']>;
  readonly 'check-init': CheckInit;
  readonly 'check-update': BaselineUpdate;
  readonly 'bench-init': BenchInit;
  readonly 'bench-export': BenchExport;
  readonly 'dataset-paths': DatasetPaths;
  readonly cache: Cache;
  readonly schemas: Schemas;
  readonly completion: Completion;
  readonly manifest: Manifest;
  readonly error: ErrorDocument;
}

/** A document that a command prints, by its name. */
export type PrintedName = Exclude<DocumentName, 'manifest' | 'error'>;
