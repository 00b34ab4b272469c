package interp

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestAHangingCellNeverGoesOn interrupts cells that hang in native code, and lets the code return later.
func TestAHangingCellNeverGoesOn(t *testing.T) {
	for name, c := range map[string]struct{ body, release string }{
		"mutex":             {"mu.Lock()\nmu.Lock()\nn = 1000", "mu.Unlock()"},
		"wait group":        {"wg.Add(1)\nwg.Wait()\nn = 1000", "wg.Done()"},
		"in an old closure": {"waitForMutex()\nn = 1000", "mu.Unlock()"},
		"in a native call":  {"errors.Is(fmt.Errorf(\"x\"), slow{})\nmu.Lock(); once.Do(func() { mu.Lock(); n = 1000 })\nn = 1000", "mu.Unlock()"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.mustRun("var mu sync.Mutex\nvar wg sync.WaitGroup\nvar once sync.Once\nvar n int\nvar waitForMutex = func() { mu.Lock(); mu.Lock(); n = 1000 }\n"+
				"var inc = func() int { n++; return n }\ntype slow struct{ error }", "inc()")
			err := b.run(20*time.Millisecond, "", c.body)
			if !errors.Is(err, ErrInterrupted) || !strings.Contains(err.Error(), "In[2] hangs in a call that can't be stopped") {
				t.Fatalf("got %v", err)
			}
			if got := b.mustRun("", "fmt.Println(inc())"); got != "2\n" {
				t.Errorf("while it hangs a closure returned %q", got)
			}
			b.mustRun("", c.release)
			for i := 0; i < 200 && b.threads.stopping.Load() > 0; i++ {
				time.Sleep(5 * time.Millisecond)
			}
			if b.threads.stopping.Load() != 0 {
				t.Error("the cell has not ended")
			}
			if got := b.mustRun("", "fmt.Println(inc())"); got != "3\n" {
				t.Errorf("after it was released a closure returned %q", got)
			}
		})
	}
}

// TestGoroutinesOfAnInterruptedCellEnd: what a cell started and waits for ends with it.
func TestGoroutinesOfAnInterruptedCellEnd(t *testing.T) {
	b := newBench(t)
	b.mustRun("var ticks int", "")
	err := b.run(30*time.Millisecond, "", "for i := 0; i < 3; i++ { rt.Go(func() { for { ticks++; time.Sleep(time.Millisecond) } }) }\nselect {}")
	if !errors.Is(err, ErrInterrupted) {
		t.Fatalf("got %v", err)
	}
	for i := 0; i < 200 && b.threads.stopping.Load() > 0; i++ {
		time.Sleep(5 * time.Millisecond)
	}
	if got := b.mustRun("", "t0 := ticks\ntime.Sleep(20 * time.Millisecond)\nfmt.Println(ticks == t0)"); got != "true\n" {
		t.Error("they go on")
	}
}

// TestLayout fails when yaegi's private fields are not where taps expect them: another yaegi needs another look at layout.go.
func TestLayout(t *testing.T) {
	l, err := findLayout()
	if err != nil {
		t.Fatal(err)
	}
	if l.kinds[0] != "undefNode" || l.actions[0] != "nop" {
		t.Errorf("kinds and actions have no names: %s, %s", l.kinds[0], l.actions[0])
	}
	b := newBench(t)
	b.mustRun("", "x := []int{1}\n_ = x")
	if err := b.run(0, "", "var x []int\n_ = x[1]"); err == nil || len(err.(*Failure).Trace) == 0 {
		t.Errorf("no tap was hit: %v", err)
	}
}

// TestLabel fails when the runtime's label of a goroutine can no longer be read, or is not handed on.
func TestLabel(t *testing.T) {
	got := make(chan bool)
	go func() {
		l := setLabel(1)
		go func() { got <- l != nil && label() == l }()
	}()
	if !<-got {
		t.Error("a goroutine does not have the label of the one that started it")
	}
}
