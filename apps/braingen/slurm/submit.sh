#!/bin/bash
# Submits the scripts beside it, from the folder that it lies in; each begins when the one before it has ended well:
#   bash submit.sh
# Scans that could not be preprocessed end the chain: look at their error files, then submit train.sbatch and sample.sbatch.
set -euo pipefail
cd "$(dirname "$0")"

job=$(sbatch --parsable preprocess.sbatch)
echo "preprocess: job $job"
for script in train sample; do
  job=$(sbatch --parsable --dependency="afterok:$job" --kill-on-invalid-dep=yes "$script.sbatch")
  echo "$script: job $job"
done
