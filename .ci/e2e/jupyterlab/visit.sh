# visit.sh LAB.MJS PICTURES   what a person does in the JupyterLab at $LAB_URL: the twenty cells, both hunts, then copies of a hunt changed by hand.
set -euo pipefail
LAB=$1 PICTURES=$2
visit() { node "$LAB" "$LAB_URL" "$1.ipynb" "$PICTURES/jupyterlab-$1.png" "${@:2}"; }
visit twenty
visit 01-powershell
visit 02-network
visit process --replace 'process := "powershell.exe"=>process := "cmd.exe"'
visit window --replace 'days := 120=>days := 14'
visit typo --replace 'Stack("process.parent.name")=>Stack("process.parnet.name")' --expect-error 'did you mean process.parent.name'
