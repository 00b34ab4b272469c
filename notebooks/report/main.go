package report

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"gohunt/notebooks/ipynb"
)

const synopsis = `usage: gohunt report NOTEBOOK [--out FILE]

Turns an executed notebook into one HTML file, by default NAME.html in the current folder.
`

// Main is the program gohunt report: args without the program's and the command's name. It returns the exit
// status: 0, 1 when the file cannot be written, 2 for wrong usage or a file that is no notebook.
func Main(args []string, out, err io.Writer) int {
	path, target, fault := parse(args)
	if errors.Is(fault, flag.ErrHelp) {
		fmt.Fprint(out, synopsis)
		return 0
	}
	if fault != nil {
		fmt.Fprintf(err, "gohunt report: %v\n\n%s", fault, synopsis)
		return 2
	}
	page, fault := fromFile(path)
	if fault != nil {
		fmt.Fprintf(err, "gohunt report: %v\n", fault)
		return 2
	}
	if fault := ipynb.Replace(target, page); fault != nil {
		fmt.Fprintf(err, "gohunt report: %v\n", fault)
		return 1
	}
	fmt.Fprintln(out, target)
	return 0
}

func parse(args []string) (path, target string, err error) {
	flags := flag.NewFlagSet("report", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&target, "out", "", "")
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		path, args = args[0], args[1:] // so that the flag may stand behind the notebook
	}
	if err := flags.Parse(args); err != nil {
		return "", "", err
	}
	rest := flags.Args()
	if path == "" && len(rest) > 0 {
		path, rest = rest[0], rest[1:]
	}
	if path == "" || len(rest) > 0 {
		return "", "", errors.New("one notebook, please")
	}
	if target == "" {
		target = stem(path) + ".html"
	}
	return path, target, nil
}

// stem is the notebook's name without what says that it is one, executed or not.
func stem(path string) string {
	return strings.TrimSuffix(strings.TrimSuffix(filepath.Base(path), ".ipynb"), ".executed")
}

func fromFile(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	nb, err := ipynb.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	sum := sha256.Sum256(data)
	return HTML(nb, Options{Name: stem(path) + ".ipynb", SHA256: hex.EncodeToString(sum[:])})
}
