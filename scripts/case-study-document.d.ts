interface Mean {
  readonly value: number | null;
  readonly ci95: readonly [number, number] | null;
}

/** examples/case-study/results.json: mean absolute errors. */
export interface CaseStudy {
  readonly version: string;
  readonly metric: string;
  readonly table: readonly (Mean & {
    readonly data: string;
    readonly split: string;
    readonly model: string;
    readonly strata: readonly (Mean & { readonly bin: string; readonly n: number })[];
  })[];
  readonly gaps: readonly {
    readonly data: string;
    readonly split: string;
    readonly model: string;
    readonly worse_by: number;
    readonly ci95: readonly [number, number];
    readonly share: number;
  }[];
  /** By `data/split/repeat/model`. */
  readonly cells: Readonly<Record<string, number | null>>;
}

export function caseStudyParts(results: CaseStudy): Readonly<Record<string, string>>;
export function withCaseStudy(page: string, results: CaseStudy): string;
export function caseStudyResults(report: unknown, results: unknown): CaseStudy;
