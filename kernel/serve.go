package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"gohunt/hunt"
	"gohunt/hunt/engine/duckdb"
	"gohunt/hunt/fault"
	"gohunt/hunt/host"
	"gohunt/kernel/session"
	"gohunt/kernel/wire"
)

// linger is how long the last messages may take to reach the frontends.
const linger = 2 * time.Second

func kernelMain(args []string, _, errs io.Writer) int {
	if len(args) != 1 || strings.HasPrefix(args[0], "-") {
		fmt.Fprintln(errs, "usage: gohunt kernel FILE\n\nServes the Jupyter connection file FILE until a frontend shuts it down. JupyterLab and papermill start this themselves.")
		return 2
	}
	if err := serve(args[0]); err != nil {
		fmt.Fprintf(errs, "gohunt kernel: %v\n", err)
		return 1
	}
	return 0
}

// serve is a kernel's whole life.
func serve(file string) error {
	debug.SetGCPercent(400) // an interpreter makes much garbage and keeps little
	conn, err := wire.ReadConnection(file)
	if err != nil {
		return err
	}
	ctx, end := context.WithCancel(context.Background())
	defer end()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM) // before anybody can know that the kernel is there
	defer signal.Stop(signals)
	log := newLogger()
	server, err := wire.Listen(ctx, conn, log.printf)
	if err != nil {
		return err
	}
	defer server.Close(linger)
	s, err := session.New(server, session.Options{Version: version(), History: historyPath(), Explain: explain, Log: log.printf})
	if err != nil {
		return err
	}
	defer s.Close()
	log.move(s.Stderr())
	debug.SetCrashOutput(s.Stderr(), debug.CrashOptions{}) // a crash would else be told to nobody
	host.Set(s)
	hunt.Register("lab", openLab)
	duckdb.Unbuffer() // what C writes comes in the order it was written
	watchParent(end)
	go heed(signals, s, end)
	return s.Serve(ctx)
}

// heed makes Ctrl-C interrupt the cell, and the signal to terminate end the
// kernel.
func heed(signals <-chan os.Signal, s *session.Session, end func()) {
	for sig := range signals {
		if sig == os.Interrupt {
			s.Interrupt()
		} else {
			end()
		}
	}
}

// explain takes hunt's errors apart for the person who reads them.
func explain(err error) (session.Cause, bool) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return session.Cause{}, false
	}
	c := session.Cause{Step: f.Step, On: f.On, Hint: f.Hint}
	if f.Err != nil {
		c.Reason = f.Err.Error()
	}
	return c, true
}

// historyPath is the file that keeps the cells of a person's notebooks, in the
// place that the system has for such data; empty when there is none.
func historyPath() string {
	dir := os.Getenv("XDG_DATA_HOME")
	home, err := os.UserHomeDir()
	switch {
	case dir != "" || err != nil:
	case runtime.GOOS == "windows":
		dir = os.Getenv("LOCALAPPDATA")
	case runtime.GOOS == "darwin":
		dir = filepath.Join(home, "Library", "Application Support")
	default:
		dir = filepath.Join(home, ".local", "share")
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "gohunt", "history.jsonl")
}
