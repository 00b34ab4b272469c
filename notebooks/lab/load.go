package lab

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"gohunt/notebooks/lab/corpus"
)

// loadOptions say where the documents go and whether their times are moved.
type loadOptions struct {
	url      string
	asIs     bool
	seed     uint64
	user     string
	password string // the name of the environment variable that holds it
	insecure bool
}

func loadMain(ctx context.Context, args []string, out, errs io.Writer) int {
	o, err := parseLoad(args, errs)
	if err == flag.ErrHelp {
		return 0
	}
	if err != nil {
		return 2
	}
	if err := loadInto(ctx, o, out); err != nil {
		fmt.Fprintln(errs, "gohunt lab load:", err)
		return 1
	}
	return 0
}

func parseLoad(args []string, errs io.Writer) (o loadOptions, err error) {
	set := flag.NewFlagSet("gohunt lab load", flag.ContinueOnError)
	set.SetOutput(errs)
	set.BoolVar(&o.asIs, "as-is", false, "leave the times of 2022 as they are; else all are moved by one offset so that they end now")
	set.Uint64Var(&o.seed, "seed", corpus.DefaultSeed, "seed of the documents")
	set.StringVar(&o.user, "user", "", "user for basic authentication")
	set.StringVar(&o.password, "password-env", "ELASTIC_PASSWORD", "the environment variable that holds the password")
	set.BoolVar(&o.insecure, "insecure", false, "accept a certificate that cannot be verified")
	var url string
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		url, args = args[0], args[1:]
	}
	if err := set.Parse(args); err != nil {
		return o, err
	}
	if url == "" && set.NArg() == 1 {
		url = set.Arg(0)
	} else if set.NArg() > 0 {
		url = ""
	}
	if o.url = url; url == "" {
		fmt.Fprintln(errs, "usage: gohunt lab load URL [--as-is] [--user NAME] [--password-env VARIABLE] [--insecure]")
		return o, fmt.Errorf("bad usage")
	}
	return o, nil
}

// loadInto puts the documents into an Elasticsearch by bulk: each data stream into an index or a data stream of
// its name, whichever the server makes of it.
func loadInto(ctx context.Context, o loadOptions, out io.Writer) error {
	t := newTarget(o.url, o.user, os.Getenv(o.password), o.insecure)
	offset := time.Duration(0)
	if !o.asIs {
		offset = time.Since(DefaultClock).Truncate(time.Second)
	}
	fmt.Fprintf(out, "Times are moved by %s.\n", offset)
	for _, dataset := range corpus.Streams {
		if err := t.prepare(ctx, corpus.Stream(dataset)); err != nil {
			return err
		}
	}
	counts, err := t.send(ctx, o.seed, offset)
	for _, dataset := range corpus.Streams {
		fmt.Fprintf(out, "%8d documents in %s\n", counts[corpus.Stream(dataset)], corpus.Stream(dataset))
	}
	return err
}

// loaded is how many documents of each stream are in, and how many wait in the next bulk request.
type loaded struct {
	target      *target
	body        bytes.Buffer
	waiting, in map[string]int
	n           int
}

// bulkSize is how many documents one bulk request has.
const bulkSize = 2000

// send writes the documents, and counts those that are in.
func (t *target) send(ctx context.Context, seed uint64, offset time.Duration) (map[string]int, error) {
	l := &loaded{target: t, waiting: map[string]int{}, in: map[string]int{}}
	for d := range corpus.Generate(seed) {
		l.add(d, offset)
		if l.n%bulkSize > 0 {
			continue
		}
		if err := l.flush(ctx); err != nil {
			return l.in, err
		}
	}
	if err := l.flush(ctx); err != nil {
		return l.in, err
	}
	return l.in, t.refresh(ctx)
}

func (l *loaded) add(d corpus.Document, offset time.Duration) {
	source := d.Source
	if offset != 0 {
		source = corpus.Shifted(d, offset)
	}
	fmt.Fprintf(&l.body, "{\"create\":{\"_index\":%q,\"_id\":%q}}\n%s\n", d.Stream, d.ID, source)
	l.waiting[d.Stream]++
	l.n++
}

// flush sends what waits; what is in stays counted when a later request fails.
func (l *loaded) flush(ctx context.Context) error {
	if l.body.Len() == 0 {
		return nil
	}
	if err := l.target.bulk(ctx, &l.body); err != nil {
		return err
	}
	for name, n := range l.waiting {
		l.in[name] += n
	}
	clear(l.waiting)
	l.body.Reset()
	return nil
}
