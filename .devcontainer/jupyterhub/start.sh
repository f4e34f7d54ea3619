#!/usr/bin/env bash
# Starts a student's server. The first time, the student gets notebooks to write in beside a link to the library that all share,
# so that the first cell's "../artifacts/kit" and the folder for results are the student's own. Later starts touch nothing.
set -euo pipefail
course="$(cd "$(dirname "$0")/../.." && pwd)"
own="$HOME/ganstability"
if [ ! -e "$own" ]; then
    mkdir -p "$own/artifacts"
    cp -r "$course/notebooks" "$own/notebooks"
    ln -s "$course/artifacts/kit" "$own/artifacts/kit"
    ln -s "$course/data" "$own/data"
    ln -s "$course/artifacts/book" "$own/book"
fi
cd "$own"
exec jupyterhub-singleuser "$@"
