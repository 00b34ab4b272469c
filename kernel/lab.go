package main

import (
	"context"

	"gohunt/hunt"
	"gohunt/notebooks/lab"
)

// openLab answers hunt for "lab:": the address and key of one service of a
// lab, which is started when none runs.
func openLab(role string) (hunt.Service, error) {
	s, err := lab.Open(role)
	return hunt.Service{URL: s.URL, Key: s.Key}, err
}

// labForRun starts a lab that lives as long as one run of a notebook, and
// returns what tells the kernel of it.
func labForRun(ctx context.Context) (env []string, end func(), err error) {
	l, err := lab.Start(ctx, lab.Options{})
	if err != nil {
		return nil, nil, err
	}
	return []string{lab.Variable + "=" + l.URL()}, func() { l.Close() }, nil
}
