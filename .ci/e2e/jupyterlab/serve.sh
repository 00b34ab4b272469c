# serve.sh FOLDER COMMAND [ARG ...]   starts a stock JupyterLab on FOLDER, runs COMMAND with its address in $LAB_URL, stops the server.
#
# PYTHON is the interpreter of an environment with jupyterlab. The server listens on loopback, on a free port, with a token of its own,
# and with user folders of its own, so that nothing of the person's settings is read or written (JUPYTER_PATH still finds kernels).
set -euo pipefail
FOLDER=$1
shift
OWN=$(mktemp -d)
PORT=$("$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
TOKEN=$("$PYTHON" -c 'import secrets; print(secrets.token_hex(16))')
export JUPYTER_CONFIG_DIR=$OWN/config JUPYTER_RUNTIME_DIR=$OWN/runtime JUPYTERLAB_SETTINGS_DIR=$OWN/settings JUPYTERLAB_WORKSPACES_DIR=$OWN/workspaces
mkdir -p "$OWN/settings/@jupyterlab/apputils-extension"
# The news question would cover the page, and the answer would be a request to elsewhere.
echo '{"fetchNews": "false", "checkForUpdates": false}' >"$OWN/settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
"$PYTHON" -m jupyter lab --no-browser --allow-root --ServerApp.ip=127.0.0.1 --ServerApp.port="$PORT" --ServerApp.port_retries=0 \
  --IdentityProvider.token="$TOKEN" --ServerApp.root_dir="$FOLDER" --LabApp.extension_manager=readonly >"$OWN/server.log" 2>&1 &
SERVER=$!
stop() {
  kill "$SERVER" 2>/dev/null && wait "$SERVER" 2>/dev/null || true
  rm -rf "$OWN"
}
trap stop EXIT
export LAB_URL="http://127.0.0.1:$PORT/?token=$TOKEN"
for _ in $(seq 120); do
  curl -s -o /dev/null "http://127.0.0.1:$PORT/api?token=$TOKEN" && break
  kill -0 "$SERVER" 2>/dev/null || { cat "$OWN/server.log"; exit 1; }
  sleep 0.5
done
"$@" || { code=$?; tail -n 40 "$OWN/server.log"; exit "$code"; }
