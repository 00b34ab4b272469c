package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// logger writes lines for whoever started the kernel. Standard error is theirs
// only until a session captures it; then the logger is told where it went.
type logger struct {
	mu sync.Mutex
	to io.Writer
}

func newLogger() *logger { return &logger{to: os.Stderr} }

func (l *logger) move(to io.Writer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to = to
}

// printf writes one line, with the time.
func (l *logger) printf(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := strings.TrimRight(fmt.Sprintf(format, args...), "\n")
	fmt.Fprintf(l.to, "%s gohunt: %s\n", time.Now().Format(time.DateTime), line)
}
