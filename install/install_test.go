package install

import (
	"bytes"
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUserData(t *testing.T) {
	for _, c := range []struct {
		system string
		env    map[string]string
		want   string
	}{
		{"linux", map[string]string{"HOME": "/h"}, "/h/.local/share/jupyter"},
		{"linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/x"}, "/x/jupyter"},
		{"darwin", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/x"}, "/h/Library/Jupyter"},
		{"windows", map[string]string{"APPDATA": "/a", "USERPROFILE": "/u"}, "/a/jupyter"},
		{"windows", map[string]string{"USERPROFILE": "/u"}, "/u/AppData/Roaming/jupyter"},
		{"linux", map[string]string{"HOME": "/h", "JUPYTER_DATA_DIR": "/j"}, "/j"},
		{"darwin", map[string]string{"JUPYTER_DATA_DIR": "/j"}, "/j"},
		{"linux", nil, ""},
	} {
		got, err := userData(c.system, func(name string) string { return c.env[name] })
		if filepath.ToSlash(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %v: got %q, %v, want %q", c.system, c.env, got, err, c.want)
		}
	}
}

func TestKernels(t *testing.T) {
	t.Setenv("VIRTUAL_ENV", "")
	t.Setenv("CONDA_PREFIX", "")
	if _, err := (Where{SysPrefix: true}).Kernels(); err == nil || !strings.Contains(err.Error(), "no Python environment is active") {
		t.Errorf("no environment: %v", err)
	}
	t.Setenv("VIRTUAL_ENV", "/venv")
	if got, err := (Where{SysPrefix: true}).Kernels(); filepath.ToSlash(got) != "/venv/share/jupyter/kernels" || err != nil {
		t.Errorf("--sys-prefix: %q, %v", got, err)
	}
	if got, _ := (Where{Prefix: "/p"}).Kernels(); filepath.ToSlash(got) != "/p/share/jupyter/kernels" {
		t.Errorf("--prefix: %q", got)
	}
}

// kernel is a small file in the place of the program.
func kernel(t *testing.T, content string) Kernel {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
		t.Fatal(err)
	}
	return Kernel{Name: "hunt", Display: "Hunt", Program: path}
}

func TestInstall(t *testing.T) {
	kernels := filepath.Join(t.TempDir(), "a b", "kernels")
	dir, err := Install(kernels, kernel(t, "one"))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := os.ReadFile(filepath.Join(dir, "kernel.json"))
	var s spec
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	if s.Language != "go" || s.InterruptMode != "message" || s.DisplayName != "Hunt" || strings.Join(s.Argv[1:], " ") != "kernel {connection_file}" {
		t.Errorf("kernel.json: %s", raw)
	}
	if got, err := os.ReadFile(s.Argv[0]); string(got) != "one" || !filepath.IsAbs(s.Argv[0]) {
		t.Errorf("argv[0] %s holds %q, %v", s.Argv[0], got, err)
	}
	for _, name := range []string{"logo-32x32.png", "logo-64x64.png", "logo-svg.svg"} {
		if fi, err := os.Stat(filepath.Join(dir, name)); err != nil || fi.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	left, _ := os.ReadDir(kernels)
	if len(left) != 1 {
		t.Errorf("beside the kernel there is more: %v", left)
	}
}

func TestInstallReplaces(t *testing.T) {
	kernels := t.TempDir()
	if _, err := Install(kernels, kernel(t, "one")); err != nil {
		t.Fatal(err)
	}
	next := kernel(t, "two")
	if _, err := Install(kernels, next); err == nil || !strings.Contains(err.Error(), "--replace") {
		t.Errorf("without --replace: %v", err)
	}
	next.Replace = true
	dir, err := Install(kernels, next)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, program())); string(got) != "two" {
		t.Errorf("the program is %q", got)
	}
	if left, _ := os.ReadDir(kernels); len(left) != 1 {
		t.Errorf("beside the kernel there is more: %v", left)
	}
}

func TestInstallRefusesNames(t *testing.T) {
	kernels := filepath.Join(t.TempDir(), "kernels")
	for _, name := range []string{"", ".", "..", "a/b", "../x", "ü", "a b"} {
		k := kernel(t, "one")
		k.Name = name
		if _, err := Install(kernels, k); err == nil {
			t.Errorf("name %q was taken", name)
		}
	}
	if _, err := os.Stat(kernels); err == nil {
		t.Error("a refused name left a folder")
	}
}

func TestUninstall(t *testing.T) {
	kernels := t.TempDir()
	dir, err := Install(kernels, kernel(t, "one"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Uninstall(kernels, "hunt"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder is still there")
	}
	if _, err := Uninstall(kernels, "hunt"); err == nil || !strings.Contains(err.Error(), "no kernel") {
		t.Errorf("a second time: %v", err)
	}
	foreign := filepath.Join(kernels, "python3")
	os.Mkdir(foreign, 0o755)
	os.WriteFile(filepath.Join(foreign, "kernel.json"), []byte(`{"argv":["python"]}`), 0o644)
	if _, err := Uninstall(kernels, "python3"); err == nil || !strings.Contains(err.Error(), "stays") {
		t.Errorf("another program's kernel: %v", err)
	}
}

func TestCommand(t *testing.T) {
	prefix := t.TempDir()
	var asked string
	add := func(python string) error { asked = python; return nil }
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--prefix", prefix, "--papermill", "py"}, 0, "Installed the kernel gohunt in " + filepath.Join(prefix, "share", "jupyter", "kernels", "gohunt")},
		{[]string{"--prefix", prefix}, 1, "--replace"},
		{[]string{"--prefix", prefix, "--replace"}, 0, "Installed"},
		{[]string{"--prefix", prefix, "--user"}, 2, "want one of"},
		{[]string{"--nonsense"}, 2, "flag provided but not defined"},
		{[]string{"here"}, 2, `takes no "here"`},
		{[]string{"-h"}, 0, "usage: gohunt install"},
	} {
		var said bytes.Buffer
		if code := install(c.args, add, &said, &said); code != c.code || !strings.Contains(said.String(), c.want) {
			t.Errorf("%v: exit %d, want %d, and %q in:\n%s", c.args, code, c.code, c.want, said.String())
		}
	}
	if asked != "py" {
		t.Errorf("papermill was added to %q", asked)
	}
	var said bytes.Buffer
	if code := UninstallMain([]string{"--prefix", prefix}, &said, &said); code != 0 || !strings.Contains(said.String(), "Removed") {
		t.Errorf("uninstall: exit %d: %s", code, said.String())
	}
}

func TestLogo(t *testing.T) {
	for _, size := range []int{32, 64} {
		img, err := png.Decode(bytes.NewReader(logoPNG(size)))
		if err != nil || img.Bounds().Dx() != size || img.Bounds().Dy() != size {
			t.Fatalf("%d: %v, %v", size, img.Bounds(), err)
		}
		if _, _, _, a := img.At(0, 0).RGBA(); a > 0x2000 {
			t.Errorf("%d: the corner is not clear", size)
		}
		if r, _, b, _ := img.At(size/2, size/2).RGBA(); r < b {
			t.Errorf("%d: no spot in the middle", size)
		}
	}
}
