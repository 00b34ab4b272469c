#!/usr/bin/env bash
# setup.sh FOLDER   makes FOLDER a whole place to hunt from: JupyterLab and papermill in a Python environment, and gohunt, built here, as its kernel.
#
#   install/setup.sh ~/hunting && ~/hunting/bin/jupyter lab notebooks
#
# Needs Go >= 1.26, gcc, the C++ standard library's development files, and python3 with venv. The Dockerfile and .ci/run call it as it is.
# The binary carries the C++ library inside, so that it also runs where that is not installed.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2; }
HERE=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
PLACE=$(cd "$1" && pwd)

for tool in go gcc python3; do
  command -v "$tool" >/dev/null || { echo "setup: $tool is missing; on Debian or Ubuntu: apt-get install golang gcc libstdc++-12-dev python3-venv" >&2; exit 1; }
done

echo "setup: Python environment in $PLACE"
[ -x "$PLACE/bin/python" ] || python3 -m venv "$PLACE"
"$PLACE/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$HERE/install/requirements.txt"

echo "setup: gohunt"
LIBS=$(mktemp -d)
trap 'rm -rf "$LIBS"' EXIT
ln -s "$(gcc -print-file-name=libstdc++.a)" "$LIBS/libstdc++.a"
(cd "$HERE" && CGO_LDFLAGS="-L$LIBS -static-libgcc" go build -trimpath -ldflags '-s -w' -o "$LIBS/gohunt" ./kernel)
if ldd "$LIBS/gohunt" | grep -E 'libstdc\+\+|libgcc_s'; then
  echo "setup: the C++ library is not inside the binary" >&2
  exit 1
fi
"$LIBS/gohunt" install --prefix "$PLACE" --replace --papermill "$PLACE/bin/python"
ln -sf ../share/jupyter/kernels/gohunt/gohunt "$PLACE/bin/gohunt"
echo "setup: done. $PLACE/bin/jupyter lab"
