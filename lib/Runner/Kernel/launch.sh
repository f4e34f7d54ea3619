#!/usr/bin/env bash
# Starts a notebook kernel so that an interrupt stops the cell that runs and not the kernel: launch.sh COMMAND [ARGUMENT...]
# Jupyter interrupts with SIGINT, which ends a .NET kernel before a cell can hear of it. So SIGINT stays here, and the kernel gets
# SIGWINCH, which does nothing unless the course's library listens (Kit.Start) and cancels the cell. SIGTERM and SIGHUP are passed on.
export GANSTABILITY_INTERRUPT=SIGWINCH
# A Jupyter that was started in the background hands on that SIGINT is ignored, which a shell cannot undo for itself.
if [ "${1:-}" = --again ]; then shift
elif env --default-signal=INT true 2> /dev/null; then exec env --default-signal=INT bash "$0" --again "$@"
fi
PATH="$PATH:$HOME/.dotnet/tools"
# A tool that is started by its own name looks for .NET in the usual places only; "dotnet NAME" would start it as a child that no signal reaches.
if [ -z "${DOTNET_ROOT:-}" ] && dotnet=$(command -v dotnet); then export DOTNET_ROOT="$(dirname "$(readlink -f "$dotnet")")"; fi

# In a session of its own the kernel does not get what Jupyter sends to this one; it ends when this script is killed.
start=(setsid)
command -v setpriv > /dev/null && start+=(setpriv --pdeathsig KILL)

kernel='' early='' ended=''
pass_on() {
    if [ -z "$kernel" ]; then early=$1
    else kill -s "$1" -- "-$kernel" 2> /dev/null || kill -s "$1" "$kernel" 2> /dev/null
    fi
}
trap 'pass_on WINCH' INT
trap 'ended=yes; pass_on TERM' TERM HUP

# Passes on what the kernel complains of; succeeds if it was that its port is taken.
pass_errors() {
    local line taken=1
    trap '' INT TERM HUP
    while IFS= read -r line; do
        printf '%s\n' "$line" >&2
        case $line in *'ddress already in use'*) taken=0 ;; esac
    done
    return "$taken"
}

for try in 1 2 3 4 5; do
    # A kernel takes the first free port of its range, and two that start in the same second take the same. Hence each has a range of
    # its own, by the number of this process; where another program is faster nevertheless, the next try has another range.
    port=$((10000 + ($$ + try * 389) % 1000 * 20))
    kernel=''
    exec {errors}> >(pass_errors)
    reader=$!
    "${start[@]}" "$@" --http-port-range "$port-$((port + 19))" 2>&"$errors" {errors}>&- &
    kernel=$!
    [ -z "$early" ] || pass_on "$early"
    exec {errors}>&-
    # A signal ends "wait" early, with a code of its own.
    while kill -0 "$kernel" 2> /dev/null; do wait "$kernel"; done
    wait "$kernel"
    code=$?
    if [ "$code" -eq 0 ] || [ -n "$ended" ] || ! wait "$reader"; then break; fi
done
exit "$code"
