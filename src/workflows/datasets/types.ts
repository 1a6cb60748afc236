import type { NamedDataset, OwnSplit } from '../../dataset/named/types.js';

/** Options of `tanimark datasets list`. */
export interface ListDatasetsOptions {
  /** Each must be in the name, the summary, the tags or the family of a data set; case does not matter. */
  readonly words?: readonly string[] | undefined;
  readonly task?: string | undefined;
  /** Paths of registries of the user's. */
  readonly registry?: readonly string[] | undefined;
}

/** Names of data sets, families, or `suite:<name>`. */
export interface NamedDatasetsOptions {
  readonly names: readonly string[];
  readonly registry?: readonly string[] | undefined;
}

/** The same, where no name means all data sets that were fetched. */
export interface VerifyDatasetsOptions {
  readonly names?: readonly string[] | undefined;
  readonly registry?: readonly string[] | undefined;
}

/** Options of `tanimark datasets fetch`. */
export interface FetchDatasetsOptions extends NamedDatasetsOptions {
  /** A file that was downloaded by hand; for one data set. */
  readonly from?: string | undefined;
  /** Default TANIMARK_DATASETS_MIRROR. */
  readonly mirror?: string | undefined;
  /** Whether an unpublished checksum that was recorded may be replaced. */
  readonly update?: boolean | undefined;
  /** Whether the data set's own split is audited; default yes. */
  readonly audit?: boolean | undefined;
}

/** What is known of a data set. */
export interface DatasetDocument {
  readonly name: string;
  readonly family: string;
  readonly summary: string;
  /** Whether its file is there: it came with the package, was fetched, or was not. */
  readonly state: 'bundled' | 'fetched' | 'damaged' | 'absent';
  /** Null where it was not fetched. */
  readonly path: string | null;
  readonly rows: number | null;
  readonly columns: NamedDataset['columns'];
  readonly task: string | null;
  readonly unit: string | null;
  readonly positive: string | null;
  readonly metric: string | null;
  readonly split: OwnSplit | null;
  readonly license: string;
  readonly citation: string;
  readonly homepage: string | null;
  readonly faults: readonly string[];
  readonly tags: readonly string[];
  /** The first of them is tried first. */
  readonly urls: readonly string[];
  readonly member: string | null;
  readonly bytes: number | null;
  /** Of the file, or of its archive; null where nobody has published one. */
  readonly sha256: string | null;
  readonly md5: string | null;
  /** The registry that describes it; null for the one that comes with the package. */
  readonly registry: string | null;
}

/** The document of `tanimark datasets list` and `show`. */
export interface DatasetList {
  readonly command: 'datasets';
  readonly action: 'list' | 'show';
  readonly version: string;
  readonly families: readonly {
    readonly family: string;
    readonly title: string;
    readonly summary: string;
    readonly datasets: readonly DatasetDocument[];
  }[];
  readonly suites: readonly {
    readonly name: string;
    readonly summary: string;
    readonly datasets: readonly string[];
  }[];
  /** Of all data sets of the registries, listed or not. */
  readonly total: number;
}

/** What an audit of the data set's own split found. */
export interface OwnSplitAudit {
  /** The verdict in one line; null where the audit could not be made. */
  readonly line: string | null;
  /** Why it could not. */
  readonly reason: string | null;
  readonly train: number | null;
  readonly test: number | null;
  readonly duplicates: number | null;
}

/** A data set that was fetched, or was there. */
export interface FetchedDataset extends DatasetDocument {
  readonly outcome: 'fetched' | 'present' | 'bundled';
  /** Where it came from: an address, or the file given; null where it was there. */
  readonly source: string | null;
  /** Of its file, in the cache. */
  readonly file: { readonly bytes: number; readonly sha256: string };
  /** What the file was compared with; `nothing` on the first fetch of one whose checksum nobody has published. */
  readonly checked: 'published' | 'lock' | 'nothing';
  /** The lock file that recorded its checksum; null where the registry has one. */
  readonly lock: string | null;
  /** Null where it has no split of its own, or no audit was wanted. */
  readonly audit: OwnSplitAudit | null;
}

/** A data set that could not be fetched. */
export interface FailedFetch {
  readonly name: string;
  readonly error: string;
}

/** The document of `tanimark datasets fetch`. */
export interface FetchSummary {
  readonly command: 'datasets';
  readonly action: 'fetch';
  readonly version: string;
  readonly datasets: readonly FetchedDataset[];
  readonly failed: readonly FailedFetch[];
  readonly warnings: readonly string[];
}

/** A file of the cache, compared with its checksum. */
export interface VerifiedDataset {
  readonly name: string;
  readonly state: 'bundled' | 'fetched' | 'damaged' | 'absent';
  readonly path: string | null;
}

/** The document of `tanimark datasets verify`. */
export interface DatasetsVerification {
  readonly command: 'datasets';
  readonly action: 'verify';
  readonly version: string;
  readonly datasets: readonly VerifiedDataset[];
  readonly passed: boolean;
}

/** The document of `tanimark datasets remove`. */
export interface RemovedDatasets {
  readonly command: 'datasets';
  readonly action: 'remove';
  readonly version: string;
  readonly datasets: readonly { readonly name: string; readonly bytes: number }[];
}
