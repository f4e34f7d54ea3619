#!/usr/bin/env bash
# Makes a fresh machine or container ready: builds, installs the notebook kernel, checks. May be run again at any time.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT=1 PATH="$PATH:$HOME/.dotnet/tools"

dotnet build -c Release -p:TorchBackend="${TORCH_BACKEND:-cpu}"

# Where Jupyter itself is not installed, the kernel's installer copies its files into this folder, which must exist.
mkdir -p "${JUPYTER_DATA_DIR:-$HOME/.local/share/jupyter}/kernels"
# The second installation puts our launcher before the C# kernel: with it an interrupt stops the cell and not the kernel.
if dotnet tool update --global Microsoft.dotnet-interactive && dotnet interactive jupyter install \
    && dotnet run -c Release --no-build --project lib/Runner -- kernel install; then
    echo "The kernel '.NET (C#)' is installed: open a notebook and choose it."
else
    echo "The notebook kernel could not be installed (see above). The runner and the book work without it." >&2
fi

dotnet run -c Release --no-build --project lib/Runner -- doctor
