package papermill

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed gohunt_papermill.py
var module string

// version is that of the add-on; it changes when the module does.
const version = "1.0.0"

const metadata = `Metadata-Version: 2.1
Name: gohunt-papermill
Version: ` + version + `
Summary: Lets papermill set parameters of Go notebooks
Requires-Dist: papermill
`

const wheel = `Wheel-Version: 1.0
Generator: gohunt
Root-Is-Purelib: true
Tag: py3-none-any
`

const entryPoints = `[papermill.engine]
gohunt = gohunt_papermill:GohuntEngine
`

// question is asked of the Python: where its packages are, and whether papermill is one of them.
const question = `import importlib.util, json, sysconfig
print(json.dumps({"folder": sysconfig.get_path("purelib"), "papermill": importlib.util.find_spec("papermill") is not None}))`

// Install writes the add-on into the site-packages of the Python that is started by the given command or path, in place
// of an earlier version. It fails when that is no Python, has no papermill, or when the folder cannot be written.
func Install(python string) error {
	site, err := ask(python)
	if err != nil {
		return fmt.Errorf("papermill add-on: %w", err)
	}
	if !site.Papermill {
		return fmt.Errorf("papermill add-on: %s has no papermill; install it first: %s -m pip install papermill", python, python)
	}
	if err := write(site.Folder); err != nil {
		if errors.Is(err, os.ErrPermission) {
			return fmt.Errorf("papermill add-on: %w; name the Python of a virtual environment of yours instead", err)
		}
		return fmt.Errorf("papermill add-on: %w", err)
	}
	return nil
}

type site struct {
	Folder    string
	Papermill bool
}

func ask(python string) (site, error) {
	cmd := exec.Command(python, "-I", "-c", question)
	var said bytes.Buffer
	cmd.Stderr = &said
	answer, err := cmd.Output()
	if err != nil {
		return site{}, fmt.Errorf("%s is no Python that works: %w %s", python, err, bytes.TrimSpace(said.Bytes()))
	}
	var s site
	if err := json.Unmarshal(answer, &s); err != nil || s.Folder == "" {
		return site{}, fmt.Errorf("%s does not say where its packages are: %q", python, answer)
	}
	return s, nil
}

// write puts the files in place, the module before the folder that announces it.
func write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := removeOld(folder); err != nil {
		return err
	}
	files := distribution()
	if err := os.MkdirAll(filepath.Join(folder, info()), 0o755); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(f.path)), []byte(f.text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// removeOld takes away what announces an earlier version; two of them would confuse pip.
func removeOld(folder string) error {
	old, err := filepath.Glob(filepath.Join(folder, "gohunt_papermill-*.dist-info"))
	if err != nil {
		return err
	}
	for _, dir := range old {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

type file struct{ path, text string }

func info() string { return "gohunt_papermill-" + version + ".dist-info" }

// distribution lists the files of an installed package (packaging.python.org, "Recording installed projects").
func distribution() []file {
	files := []file{
		{"gohunt_papermill.py", module},
		{info() + "/METADATA", metadata},
		{info() + "/WHEEL", wheel},
		{info() + "/INSTALLER", "gohunt\n"},
		{info() + "/entry_points.txt", entryPoints},
	}
	var record strings.Builder
	for _, f := range files {
		sum := sha256.Sum256([]byte(f.text))
		fmt.Fprintf(&record, "%s,sha256=%s,%d\n", f.path, base64.RawURLEncoding.EncodeToString(sum[:]), len(f.text))
	}
	fmt.Fprintf(&record, "%s/RECORD,,\n", info())
	return append(files, file{info() + "/RECORD", record.String()})
}
