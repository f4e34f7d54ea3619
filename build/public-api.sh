#!/bin/sh
# Writes the public surface of the library down anew. The build compares the library with it (RS0016, RS0017):
# run this after a change that is meant, and read the diff.
set -e
cd "$(dirname "$0")/../lib/GanStability"
surface=PublicAPI.Unshipped.txt
echo '#nullable enable' > $surface
symbols=$(dotnet build -c Release --no-incremental -p:TreatWarningsAsErrors=false GanStability.csproj |
    sed -n "s/.* RS0016: Symbol '\(.*\)' is not part of.*/\1/p" | LC_ALL=C sort -u)
[ -n "$symbols" ] || { echo "No symbol was found: does the library compile?" >&2; exit 1; }
echo "$symbols" >> $surface
