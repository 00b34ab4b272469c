package interp

import (
	"context"
	"errors"
	"testing"

	"gohunt/hunt"
	"gohunt/kernel/cell"
)

func TestHas(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		path, name string
		want       bool
	}{
		{"fmt", "Println", true},
		{"fmt", "Printn", false},
		{"fmt", "", true},
		{"os/exec", "Command", true},
		{"net/http", "Client", true},
		{"hunt", "Elastic", true},
		{"gohunt/hunt", "Frame", true},
		{"gohunt/hunt", "frame", false},
		{"github.com/apache/arrow/go/v15/arrow", "Record", true},
		{"syscall", "", false},
		{"unsafe", "", false},
		{"no/such", "Thing", false},
	} {
		if got := b.Has(c.path, c.name); got != c.want {
			t.Errorf("Has(%q, %q) is %v", c.path, c.name, got)
		}
	}
}

// TestHuntsErrorsAreRecognised: what hunt raises is in the Failure, for errors.As.
func TestHuntsErrorsAreRecognised(t *testing.T) {
	b := newBench(t)
	s := cell.New(cell.Config{Available: b.Has})
	u, errs := s.Check(1, "import \"hunt\"\nf := hunt.From([]hunt.Row{{\"a\": 1}})\nf.Select(\"b\")")
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if err := b.Compile(u); err != nil {
		t.Fatal(err)
	}
	s.Commit(u)
	err := b.Run(context.Background(), u)
	var f *Failure
	var raised *hunt.Error
	if !errors.As(err, &f) || !errors.As(err, &raised) {
		t.Fatalf("got %T %v", err, err)
	}
	if raised.Step != "Select" || f.Line != 3 {
		t.Errorf("step %q at %d:%d", raised.Step, f.Line, f.Col)
	}
}

// TestRunsOnce: a unit that was not compiled, or has run, is an error and no crash.
func TestRunsOnce(t *testing.T) {
	b := newBench(t)
	u := b.unit("", "fmt.Println(1)")
	if err := b.Run(context.Background(), u); err == nil {
		t.Error("a unit ran that was not compiled")
	}
	if err := b.Compile(u); err != nil {
		t.Fatal(err)
	}
	if err := b.Run(context.Background(), u); err != nil {
		t.Fatal(err)
	}
	if err := b.Run(context.Background(), u); err == nil {
		t.Error("a unit ran twice")
	}
}

// TestCompilerFaults: what yaegi can't compile is said to be its fault, and costs nothing.
func TestCompilerFaults(t *testing.T) {
	b := newBench(t)
	for _, body := range []string{"x := undefinedName", "var x int = \"text\"", "for range 3 {}", "func("} {
		err := b.Compile(b.unit("", body))
		var f *Failure
		if !errors.As(err, &f) || f.Name != NameInterpreter {
			t.Errorf("%s: got %v", body, err)
		}
	}
	if got := b.mustRun("", "fmt.Println(\"fine\")"); got != "fine\n" {
		t.Errorf("then it printed %q", got)
	}
}
