import type { Engine } from './engine.js';
import { make } from './make.js';
import { nextflow } from './nextflow.js';
import { slurm } from './slurm.js';
import { snakemake } from './snakemake.js';

/** Every engine. To add one, write its file and put it here. */
export const engines: readonly Engine[] = [make, snakemake, slurm, nextflow];
