#!/bin/sh
# Runs the benchmark of this folder with Snakemake on this machine.
set -eu
cd "$(dirname "$0")"
${TANIMARK:-tanimark} bench export --engine snakemake
snakemake --cores 2 --keep-going -s bench/Snakefile --config "tanimark=${TANIMARK:-tanimark}"
