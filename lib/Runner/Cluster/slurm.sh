#!/bin/sh
# A study as a Slurm job array; partition, time and memory are yours. Submit it again to do what was killed:
#   sbatch --array=1-200 --partition=NAME --time=01:00:00 --mem=2G slurm.sh study.txt [--out FOLDER]
# --array=1-N divides the study into N jobs, whatever the number of its recipes and blocks. Begin at 1 and leave none out.
#SBATCH --job-name=ganstability
#SBATCH --cpus-per-task=1

# How the runner is started: the script of the archive, or: dotnet /path/of/the/course/artifacts/bin/Runner/release/GanStability.Runner.dll
: "${GANSTABILITY:=$HOME/ganstability/ganstability}"
export OMP_NUM_THREADS="${SLURM_CPUS_PER_TASK:-1}"
# exec, so that Slurm's signal reaches the training, which then keeps a checkpoint and stops.
exec $GANSTABILITY study "$@" --job "$SLURM_ARRAY_TASK_ID" --of "$SLURM_ARRAY_TASK_MAX"
