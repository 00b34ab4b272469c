package run

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
)

// Input answers a question of a cell; password says not to show what is typed.
type Input func(prompt string, password bool) (string, error)

// prompt asks the person at a terminal. It returns nil when in is none: then cells are told that nobody can be asked.
// A password that is being typed when ctx ends leaves the terminal as it was.
func prompt(ctx context.Context, in, out *os.File) Input {
	if columns(in) == 0 {
		return nil
	}
	lines := bufio.NewReader(in)
	var one sync.Mutex // questions come one after the other
	return func(question string, password bool) (string, error) {
		one.Lock()
		defer one.Unlock()
		fmt.Fprintf(out, "\r\x1b[K%s", plain(question))
		if password {
			show, err := hide(in)
			if err != nil {
				return "", errors.New("the terminal cannot hide what is typed")
			}
			shown := context.AfterFunc(ctx, show)
			defer func() {
				if shown() {
					show()
				}
				fmt.Fprintln(out)
			}()
		}
		line, err := lines.ReadString('\n')
		return strings.TrimRight(line, "\r\n"), err
	}
}
