package run

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"gohunt/kernel/frontend"
	"gohunt/notebooks/ipynb"
)

func TestWantsLab(t *testing.T) {
	for _, c := range []struct {
		parameters, code string
		set              []Param
		want             bool
	}{
		{`elastic := "lab:"`, "", nil, true},
		{`elastic := "lab:"`, "", []Param{{"elastic", "https://host"}}, false},
		{`elastic := "https://host"`, "", []Param{{"elastic", "lab:"}}, true},
		{`a := "lab:"; b := "lab:"`, "", []Param{{"a", "x"}}, true},
		{`x := 1`, "es := hunt.Elastic(`lab:`)", nil, true},
		{`x := "label"`, "lab:\nfor {\n\tbreak lab\n}", nil, false},
	} {
		nb := notebook(c.parameters)
		nb.Insert(2, ipynb.NewCell(ipynb.Code, c.code, ""))
		set, err := inject(nb, c.set)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&runner{nb: nb, set: set}).wantsLab(); got != c.want {
			t.Errorf("%s | %s with %v: %v", c.parameters, c.code, c.set, got)
		}
	}
}

func TestLabIsOpenedForTheRunAndClosed(t *testing.T) {
	t.Setenv("GOHUNT_LAB", "")
	var did []string
	lab := func(context.Context) ([]string, func(), error) {
		did = append(did, "open")
		return []string{"GOHUNT_LAB=http://127.0.0.1:1"}, func() { did = append(did, "close") }, nil
	}
	none := frontend.Spec{Argv: []string{"/no/such/kernel"}}
	if _, err := File(t.Context(), save(t, `x := "lab:"`), Options{Kernel: none, Out: t.TempDir(), Lab: lab}); err == nil {
		t.Error("a run without a kernel succeeded")
	}
	if !slices.Equal(did, []string{"open", "close"}) {
		t.Errorf("it did %v", did)
	}
	t.Setenv("GOHUNT_LAB", "http://127.0.0.1:2")
	File(t.Context(), save(t, `x := "lab:"`), Options{Kernel: none, Out: t.TempDir(), Lab: lab})
	if len(did) != 2 {
		t.Error("a lab was opened although one is named")
	}
	broken := func(context.Context) ([]string, func(), error) { return nil, nil, errors.New("no lab today") }
	t.Setenv("GOHUNT_LAB", "")
	if _, err := File(t.Context(), save(t, `x := "lab:"`), Options{Kernel: none, Out: t.TempDir(), Lab: broken}); err == nil || !strings.Contains(err.Error(), "no lab today") {
		t.Errorf("got %v", err)
	}
}
