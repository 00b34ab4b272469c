package install

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// Where says in which of Jupyter's places a kernel goes. The zero value is the
// person's own place.
type Where struct {
	SysPrefix bool   // the active Python environment: VIRTUAL_ENV or CONDA_PREFIX
	Prefix    string // PREFIX/share/jupyter
}

// Kernels is the folder that holds the kernels of that place, one folder each.
// It fails when the person has no home folder, or no environment is active.
func (w Where) Kernels() (string, error) {
	prefix := w.Prefix
	if w.SysPrefix {
		prefix = cmp.Or(os.Getenv("VIRTUAL_ENV"), os.Getenv("CONDA_PREFIX"))
		if prefix == "" {
			return "", errors.New("--sys-prefix: no Python environment is active (VIRTUAL_ENV and CONDA_PREFIX are empty)\n  try: activate one, or give its folder with --prefix")
		}
	}
	if prefix != "" {
		abs, err := filepath.Abs(prefix)
		return filepath.Join(abs, "share", "jupyter", "kernels"), err
	}
	data, err := userData(runtime.GOOS, os.Getenv)
	return filepath.Join(data, "kernels"), err
}

// userData is the person's Jupyter data folder on a system, as jupyter_core
// finds it.
func userData(system string, env func(string) string) (string, error) {
	if dir := env("JUPYTER_DATA_DIR"); dir != "" {
		return filepath.Abs(dir)
	}
	if dir := env("APPDATA"); system == "windows" && dir != "" {
		return filepath.Join(dir, "jupyter"), nil
	}
	if dir := env("XDG_DATA_HOME"); system != "darwin" && system != "windows" && dir != "" {
		return filepath.Join(dir, "jupyter"), nil
	}
	home := env("HOME")
	if system == "windows" {
		home = env("USERPROFILE")
	}
	switch {
	case home == "":
		return "", errors.New("no home folder is known\n  try: set JUPYTER_DATA_DIR, or give a folder with --prefix")
	case system == "darwin":
		return filepath.Join(home, "Library", "Jupyter"), nil
	case system == "windows":
		return filepath.Join(home, "AppData", "Roaming", "jupyter"), nil
	}
	return filepath.Join(home, ".local", "share", "jupyter"), nil
}
