#!/bin/sh
# Runs the benchmark of this folder with Nextflow. The arguments are options of nextflow run, such as -profile slurm.
set -eu
cd "$(dirname "$0")"
${TANIMARK:-tanimark} bench export --engine nextflow
nextflow run bench/main.nf --tanimark "${TANIMARK:-tanimark}" "$@"
