import { csv } from './delimited.js';
import type { TableFormat } from './format.js';
import { smi } from './smi.js';
import { tsv } from './tabbed.js';

/** Every input format. To add one, write its file and put it here. */
export const tableFormats: readonly TableFormat[] = [csv, tsv, smi];
