package lab

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"gohunt/notebooks/lab/index"
)

// idleLimit is how long a lab in the background waits for a request before it ends.
const idleLimit = 30 * time.Minute

// Main is the subcommand "lab": it runs a stack in the foreground until it is interrupted, with "load URL" puts
// the documents into another Elasticsearch, and with "stop" ends the one in the background. It returns the
// program's exit code: 0, 1 when something failed, 2 for bad usage.
func Main(args []string, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(args) > 0 && args[0] == "load" {
		return loadMain(ctx, args[1:], out, errs)
	}
	if len(args) == 1 && args[0] == "stop" {
		return stopMain(ctx, out, errs)
	}
	o, background, err := parse(args, errs)
	if err == flag.ErrHelp {
		return 0
	}
	if err != nil {
		return 2
	}
	if err := serve(ctx, o, background, out); err != nil {
		fmt.Fprintln(errs, "gohunt lab:", err)
		return 1
	}
	return 0
}

// stopMain ends the lab in the background; that none runs is told, and no failure.
func stopMain(ctx context.Context, out, errs io.Writer) int {
	stopped, err := Stop(ctx)
	if err != nil {
		fmt.Fprintln(errs, "gohunt lab stop:", err)
		return 1
	}
	if stopped {
		fmt.Fprintln(out, "The lab in the background ends.")
	} else {
		fmt.Fprintln(out, "No lab runs in the background.")
	}
	return 0
}

func parse(args []string, errs io.Writer) (o Options, background bool, err error) {
	set := flag.NewFlagSet("gohunt lab", flag.ContinueOnError)
	set.SetOutput(errs)
	set.Usage = func() {
		fmt.Fprintln(errs, "usage: gohunt lab [--clock TIME] [--port N] [--seed N]\n       gohunt lab load URL [--as-is] [--user NAME] [--password-env VARIABLE] [--insecure]\n       gohunt lab stop")
		set.PrintDefaults()
	}
	clock := set.String("clock", DefaultClock.Format(time.RFC3339), "the moment at which the lab's clock stands, RFC 3339")
	set.IntVar(&o.Port, "port", 0, "port of Elasticsearch; VirusTotal and TheHive take the next two (0: free ports)")
	set.Uint64Var(&o.Seed, "seed", 0, "seed of the documents (0: the notebooks')")
	set.BoolVar(&background, "background", false, "end by itself when nobody asks for 30 minutes, and tell other programs of this user where it is")
	if err := set.Parse(args); err != nil {
		return o, false, err
	}
	if set.NArg() > 0 {
		fmt.Fprintf(errs, "gohunt lab: what is %q? There are only \"load URL\" and \"stop\"\n", set.Arg(0))
		return o, false, fmt.Errorf("bad usage")
	}
	if o.Clock, err = time.Parse(time.RFC3339, *clock); err != nil {
		fmt.Fprintf(errs, "gohunt lab: --clock %q is not a time such as 2022-12-01T12:00:00Z\n", *clock)
	}
	return o, background, err
}

// serve runs a lab until it is interrupted, told to end, or, in the background, idle.
func serve(ctx context.Context, o Options, background bool, out io.Writer) error {
	l, err := Start(ctx, o)
	if err != nil {
		return err
	}
	defer l.Close()
	if background {
		path, err := stateFile()
		if err != nil {
			return err
		}
		if err := writeState(path, state{URL: l.URL(), Token: l.token, PID: os.Getpid()}); err != nil {
			return err
		}
		defer removeState(path, l.token)
	}
	if err := l.print(ctx, out); err != nil {
		return err
	}
	return l.wait(ctx, background)
}

func (l *Lab) wait(ctx context.Context, background bool) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-l.stop:
			return nil
		case <-time.After(10 * time.Second):
			if background && l.Idle() > idleLimit {
				return nil
			}
		}
	}
}

// print says what listens and, when the documents are made, what is in it.
func (l *Lab) print(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "The lab's clock stands at %s.\n", l.clock.Format("2006-01-02 15:04:05 MST"))
	names := map[string]string{"elastic": "Elasticsearch", "virustotal": "VirusTotal", "thehive": "TheHive"}
	for _, role := range Roles {
		s := l.services[role]
		key := ""
		if s.Key != "" {
			key = "   key " + s.Key
		}
		fmt.Fprintf(out, "%-14s %s%s\n", names[role], s.URL, key)
	}
	if err := l.ready(ctx); err != nil {
		return err
	}
	found, err := l.catalog.Resolve("", index.Options{})
	for _, x := range found {
		fmt.Fprintf(out, "%8d documents in %s\n", x.Count(), x.Stream)
	}
	fmt.Fprintf(out, "Use it from a program with %s=%s; end it with ctrl-c.\n", Variable, l.URL())
	return err
}
