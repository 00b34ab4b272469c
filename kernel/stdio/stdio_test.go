package stdio

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// record is a sink that remembers.
type record struct {
	mu    sync.Mutex
	text  map[string]*strings.Builder
	order []string // stream:text of each batch
}

func (r *record) sink(_ int, stream, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.text == nil {
		r.text = map[string]*strings.Builder{Stdout: {}, Stderr: {}}
	}
	r.text[stream].WriteString(text)
	r.order = append(r.order, stream+":"+text)
}

func (r *record) of(stream string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.text == nil {
		return ""
	}
	return r.text[stream].String()
}

func capture(t *testing.T) (*Streams, *record) {
	t.Helper()
	r := new(record)
	s, err := Capture(r.sink)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, r
}

func TestFlushIsABarrier(t *testing.T) {
	s, r := capture(t)
	var want strings.Builder
	for i := range 200 {
		line := fmt.Sprintf("line %d\n", i)
		want.WriteString(line)
		os.Stdout.WriteString(line)
		s.Flush()
		if got := r.of(Stdout); got != want.String() {
			t.Fatalf("after line %d the sink has %q", i, got[max(0, len(got)-40):])
		}
	}
}

func TestEveryWayIn(t *testing.T) {
	s, r := capture(t)
	fmt.Fprintln(s.Stdout(), "writer")
	fmt.Fprintln(s.Stderr(), "writer")
	fmt.Fprintln(os.Stderr, "os.Stderr")
	if sh, err := exec.LookPath("sh"); err == nil {
		c := exec.Command(sh, "-c", "echo child; echo child >&2")
		c.Stdout, c.Stderr = os.Stdout, os.Stderr
		if err := c.Run(); err != nil {
			t.Error(err)
		}
		s.Flush()
		if r.of(Stdout) != "writer\nchild\n" || r.of(Stderr) != "writer\nos.Stderr\nchild\n" {
			t.Errorf("got %q and %q", r.of(Stdout), r.of(Stderr))
		}
	}
	s.Close()
	s.Close()
	fmt.Fprint(os.Stderr, "")
	if s.Original() == nil {
		t.Error("no original stderr")
	}
}

func TestWritersKeepTheirOrder(t *testing.T) {
	s, r := capture(t)
	for i := range 50 {
		fmt.Fprintf(s.Stdout(), "%d\n", i)
		fmt.Fprintf(s.Stderr(), "%d\n", i)
	}
	s.Flush()
	if got, want := strings.Join(r.order[:4], ""), "stdout:0\nstderr:0\nstdout:1\nstderr:1\n"; got != want {
		t.Errorf("got %q", got)
	}
	if len(r.order) != 100 {
		t.Errorf("%d stretches, want 100", len(r.order))
	}
}

func TestManyLines(t *testing.T) {
	for name, way := range map[string]func(s *Streams) func(string){
		"writer": func(s *Streams) func(string) { return func(l string) { fmt.Fprintln(s.Stdout(), l) } },
		"pipe":   func(*Streams) func(string) { return func(l string) { os.Stdout.WriteString(l + "\n") } },
	} {
		t.Run(name, func(t *testing.T) {
			s, r := capture(t)
			began := time.Now()
			var want bytes.Buffer
			print := way(s)
			for i := range 100_000 {
				fmt.Fprintf(&want, "line %d\n", i)
				print(fmt.Sprintf("line %d", i))
			}
			s.Flush()
			took := time.Since(began)
			if got := r.of(Stdout); got != want.String() {
				t.Errorf("%d bytes of %d, or out of order", len(got), want.Len())
			}
			if took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			t.Logf("100,000 lines in %v, %d batches", took, len(r.order))
		})
	}
}

func TestRunesAreWhole(t *testing.T) {
	s, r := capture(t)
	text := "añ 漢字 🙂 "
	for i := range len(text) {
		s.Stdout().Write([]byte(text[i : i+1]))
		os.Stderr.WriteString(text[i : i+1])
		if i%5 == 0 {
			time.Sleep(window + 5*time.Millisecond) // so that a batch ends within a rune
		}
	}
	s.Stdout().Write([]byte("\xff\xc3"))
	s.Flush()
	if got, want := r.of(Stdout), text+"\uFFFD\uFFFD"; got != want {
		t.Errorf("stdout %q, want %q", got, want)
	}
	if got := r.of(Stderr); got != text {
		t.Errorf("stderr %q", got)
	}
}

func TestASlowSinkLosesNothing(t *testing.T) {
	var n int
	s, err := Capture(func(_ int, _, text string) { n += len(text); time.Sleep(time.Millisecond) })
	if err != nil {
		t.Fatal(err)
	}
	line := strings.Repeat("x", 1<<16)
	for range 200 {
		fmt.Fprint(s.Stdout(), line)
	}
	s.Close()
	if n != 200<<16 {
		t.Errorf("%d bytes of %d", n, 200<<16)
	}
}

func TestMarkIsFoundInPieces(t *testing.T) {
	var got strings.Builder
	q := newQueue(func(_ int, _, text string) { got.WriteString(text) })
	p := newPipe(Stdout, q)
	whole := "before" + string(p.mark) + "\x00 after " + string(p.mark[:5])
	buf, held := make([]byte, 1024), 0
	met := 0
	for i := range len(whole) {
		held = p.pass(append(buf[:held], whole[i]))
		select {
		case <-p.met:
			met++
		default:
		}
	}
	q.flush()
	q.close()
	if met != 1 || got.String() != "before\x00 after " || held != 5 {
		t.Errorf("met %d, got %q, held %d", met, got.String(), held)
	}
}

func TestTextIsOfItsWriter(t *testing.T) {
	var got []string
	s, err := Capture(func(writer int, stream, text string) { got = append(got, fmt.Sprint(writer, stream, text)) })
	if err != nil {
		t.Fatal(err)
	}
	writer := 0
	s.Attribute(func() int { return writer })
	for i := range 3 {
		writer = i + 1
		fmt.Fprint(s.Stdout(), "a")
		fmt.Fprint(s.Stdout(), "b")
	}
	s.Flush()
	os.Stdout.WriteString("raw")
	s.Close()
	if want := []string{"1stdoutab", "2stdoutab", "3stdoutab", "0stdoutraw"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
