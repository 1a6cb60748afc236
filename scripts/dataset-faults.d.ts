/** What reading and auditing find in one data set, as a row of the table in docs/datasets.md. */
export interface DatasetFaults {
  readonly name: string;
}

export function faultsOf(name: string): Promise<DatasetFaults>;
export function faultsRow(faults: DatasetFaults): string;
