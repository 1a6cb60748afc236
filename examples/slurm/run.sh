#!/bin/sh
# Submits the benchmark of this folder to SLURM. The arguments are options of sbatch, such as --partition=short.
set -eu
cd "$(dirname "$0")"
${TANIMARK:-tanimark} bench export --engine slurm
sh bench/slurm.sh "$@"
