package interp

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"reflect"

	"github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"
	"github.com/traefik/yaegi/stdlib/unrestricted"

	"gohunt/kernel/interp/bound"
)

// bind gives the interpreter its packages: yaegi's tables of the standard library, what replaces some of it, rt and hunt.
func (m *Machine) bind() error {
	m.symbols = interp.Exports{}
	wrappers := map[reflect.Value][]reflect.Type{}
	tables := []interp.Exports{
		m.standard(wrappers),
		m.logging(wrappers),
		{".": {"MapTypes": reflect.ValueOf(wrappers)}},
		m.runtime(),
		bound.Symbols,
		{"hunt/hunt": bound.Symbols["gohunt/hunt/hunt"]},
	}
	for _, t := range tables {
		if err := m.it.Use(t); err != nil {
			return fmt.Errorf("interp: binding packages: %w", err)
		}
		m.record(t)
	}
	return nil
}

func (m *Machine) record(t interp.Exports) {
	for k, names := range t {
		p := path.Dir(k)
		if m.symbols[p] == nil {
			m.symbols[p] = map[string]reflect.Value{}
		}
		for name, v := range names {
			m.symbols[p][name] = v
		}
	}
}

// Has says whether the interpreter binds name of the package at path; an empty name asks for the package.
func (m *Machine) Has(path, name string) bool {
	names, ok := m.symbols[path]
	if name == "" {
		return ok
	}
	_, ok = names[name]
	return ok
}

// standard is yaegi's table, with what would end the process or pass the cell's streams by in another form.
func (m *Machine) standard(wrappers map[reflect.Value][]reflect.Type) interp.Exports {
	e := maps.Clone(interp.Exports(stdlib.Symbols))
	e["os/exec/exec"] = unrestricted.Symbols["os/exec/exec"]
	e["fmt/fmt"], e["os/os"] = maps.Clone(e["fmt/fmt"]), maps.Clone(e["os/os"])
	e["os/os"]["Exit"] = reflect.ValueOf(osExit)
	replace(e["fmt/fmt"], wrappers, "fmt/fmt", map[string]any{
		"Fprint":   func(w io.Writer, a ...any) (int, error) { return fmt.Fprint(m.ordered(w), a...) },
		"Fprintf":  func(w io.Writer, f string, a ...any) (int, error) { return fmt.Fprintf(m.ordered(w), f, a...) },
		"Fprintln": func(w io.Writer, a ...any) (int, error) { return fmt.Fprintln(m.ordered(w), a...) },
	})
	return e
}

// logging is package log on the cell's stderr. yaegi binds its own when it sees package fmt: this table comes after.
func (m *Machine) logging(wrappers map[reflect.Value][]reflect.Type) interp.Exports {
	logs := map[string]reflect.Value{}
	l := m.log
	replace(logs, wrappers, "log/log", map[string]any{
		"Fatal":   func(v ...any) { l.Print(v...); fatal() },
		"Fatalf":  func(f string, v ...any) { l.Printf(f, v...); fatal() },
		"Fatalln": func(v ...any) { l.Println(v...); fatal() },
		"Panic":   l.Panic, "Panicf": l.Panicf, "Panicln": l.Panicln,
		"Print": l.Print, "Printf": l.Printf, "Println": l.Println,
		"Output": l.Output, "Writer": l.Writer, "SetOutput": l.SetOutput,
		"Flags": l.Flags, "SetFlags": l.SetFlags, "Prefix": l.Prefix, "SetPrefix": l.SetPrefix,
	})
	return interp.Exports{"log/log": logs}
}

// osExit and fatal end the cell where Go would end the process.
func osExit(code int) {
	panic(exit{fmt.Sprintf("os.Exit(%d) was called: it ended the cell, the kernel goes on", code)})
}

func fatal() { panic(exit{"log.Fatal was called: it ended the cell, the kernel goes on"}) }

// replace puts funcs into a table, with the interface wrappers that yaegi knows for those they replace.
func replace(table map[string]reflect.Value, wrappers map[reflect.Value][]reflect.Type, pkg string, funcs map[string]any) {
	for name, f := range funcs {
		v := reflect.ValueOf(f)
		table[name] = v
		if w, ok := stdlib.MapTypes[stdlib.Symbols[pkg][name]]; ok {
			wrappers[v] = w
		}
	}
}

// ordered replaces the process's own streams by the writers of the cell, so that Fprintln(os.Stdout) keeps its place among Println.
func (m *Machine) ordered(w io.Writer) io.Writer {
	switch w {
	case os.Stdout:
		return m.options.Stdout
	case os.Stderr:
		return m.options.Stderr
	}
	return w
}
