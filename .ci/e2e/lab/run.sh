#!/usr/bin/env bash
# The lab, asked by other people's clients: Python's official ones and Elastic's JDBC driver.
#
#   GOHUNT=path/of/gohunt PYTHON=python bash .ci/e2e/lab/run.sh
#
# PYTHON has what .ci/requirements.txt lists; a JDK and Maven are on the path. OUT is where classes are put.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
OUT=${OUT:-$(mktemp -d)}
PYTHON=${PYTHON:-python3}
mkdir -p "$OUT"

: >"$OUT/lab.txt"
"$GOHUNT" lab >"$OUT/lab.txt" 2>&1 &
LAB=$!
trap 'kill "$LAB" 2>/dev/null || true; wait "$LAB" 2>/dev/null || true' EXIT
for _ in $(seq 150); do
  URL=$(sed -n 's/^Elasticsearch *\(http[^ ]*\).*/\1/p' "$OUT/lab.txt")
  [ -z "$URL" ] || break
  kill -0 "$LAB" 2>/dev/null || { cat "$OUT/lab.txt"; exit 1; }
  sleep 0.1
done
[ -n "$URL" ] || { echo "the lab said no address:"; cat "$OUT/lab.txt"; exit 1; }

STATUS=0
"$PYTHON" "$HERE/clients.py" "$URL" || STATUS=1
mvn -q -B -f "$HERE/pom.xml" dependency:build-classpath -Dmdep.outputFile="$OUT/classpath"
javac -d "$OUT" "$HERE/Jdbc.java"
TZ=UTC java -cp "$OUT:$(cat "$OUT/classpath")" Jdbc "${URL#http://}" || STATUS=1
exit $STATUS
