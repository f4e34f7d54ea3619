#!/bin/sh
# A study on the cores of one machine with GNU parallel; run it again to do what was killed:
#   sh parallel.sh 200 study.txt [--out FOLDER]
# The first word is the number of jobs the study is divided into. Options of parallel go into the variable PARALLEL, such as -j4.

# How the runner is started: the script of the archive, or: dotnet /path/of/the/course/artifacts/bin/Runner/release/GanStability.Runner.dll
: "${GANSTABILITY:=$HOME/ganstability/ganstability}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
jobs=$1
shift
seq "$jobs" | parallel -q $GANSTABILITY study "$@" --job {} --of "$jobs"
