package install

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
)

// spec is the content of kernel.json.
type spec struct {
	Argv            []string       `json:"argv"`
	DisplayName     string         `json:"display_name"`
	Language        string         `json:"language"`
	InterruptMode   string         `json:"interrupt_mode"`
	ProtocolVersion string         `json:"kernel_protocol_version"`
	Metadata        map[string]any `json:"metadata"`
}

// program is the name of the program beside kernel.json.
func program() string {
	if runtime.GOOS == "windows" {
		return "gohunt.exe"
	}
	return "gohunt"
}

// newSpec describes the kernel whose folder is dir. The program is named by its
// absolute path, so that it is found wherever Jupyter is started.
func newSpec(dir, display string) spec {
	return spec{
		Argv:            []string{filepath.Join(dir, program()), "kernel", "{connection_file}"},
		DisplayName:     display,
		Language:        "go",
		InterruptMode:   "message",
		ProtocolVersion: "5.5",
		Metadata:        map[string]any{"debugger": false, "gohunt": map[string]any{}},
	}
}

// nameRule is what Jupyter takes for a kernel's name.
var nameRule = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// Kernel is a kernel to install.
type Kernel struct {
	Name    string // of its folder, and what `-k` of papermill takes
	Display string // what JupyterLab's launcher says
	Program string // the program to copy
	Replace bool   // whether one of that name may be replaced
}

// Install writes the kernel into a folder of its own below kernels and returns
// that folder. It becomes visible only when it is whole. It fails on a name
// that Jupyter does not take, on one that exists when Replace is false, and
// when a file cannot be written.
func Install(kernels string, k Kernel) (dir string, err error) {
	if !nameRule.MatchString(k.Name) || k.Name == "." || k.Name == ".." {
		return "", fmt.Errorf("kernel name %q: Jupyter takes letters, digits, '.', '_' and '-'", k.Name)
	}
	dir = filepath.Join(kernels, k.Name)
	if _, err := os.Lstat(dir); err == nil && !k.Replace {
		return "", fmt.Errorf("%s exists\n  try: --replace, or another --name", dir)
	}
	if err := os.MkdirAll(kernels, 0o755); err != nil {
		return "", err
	}
	made, err := os.MkdirTemp(kernels, ".gohunt-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(made)
	if err := write(made, newSpec(dir, k.Display), k.Program); err != nil {
		return "", err
	}
	return dir, swap(made, dir)
}

// write fills a folder with the four files and the program.
func write(dir string, s spec, from string) error {
	description, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	files := map[string][]byte{
		"kernel.json": append(description, '\n'), "logo-svg.svg": logoSVG(),
		"logo-32x32.png": logoPNG(32), "logo-64x64.png": logoPNG(64),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil { // a temporary folder is for its owner only
		return err
	}
	return copyFile(from, filepath.Join(dir, program()))
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

// swap puts the folder made in the place of dir; what was there goes.
func swap(made, dir string) error {
	old := made + ".old"
	if err := os.Rename(dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w\n  try: shut down the kernels that run from there", err)
	}
	if err := os.Rename(made, dir); err != nil {
		os.Rename(old, dir)
		return err
	}
	return os.RemoveAll(old)
}

// Uninstall removes the folder of a kernel that Install wrote, and refuses any
// other.
func Uninstall(kernels, name string) (dir string, err error) {
	dir = filepath.Join(kernels, name)
	raw, err := os.ReadFile(filepath.Join(dir, "kernel.json"))
	if errors.Is(err, fs.ErrNotExist) || !nameRule.MatchString(name) {
		return "", fmt.Errorf("no kernel %q in %s", name, kernels)
	}
	if err != nil {
		return "", err
	}
	var s spec
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", fmt.Errorf("%s: kernel.json: %w", dir, err)
	}
	if _, ours := s.Metadata["gohunt"]; !ours {
		return "", fmt.Errorf("%s is another program's kernel, and stays", dir)
	}
	return dir, os.RemoveAll(dir)
}
