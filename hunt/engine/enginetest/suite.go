// Package enginetest is the suite that every engine passes: the same tables, the same SQL, the same answers.
//
// It stands beside the engines, not in the flow: each engine's own test calls Run. What it asks is SQL that all
// dialects share, so a failure is about the engine and not about its language.
package enginetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/engine"
)

// Run holds an engine to the contract of engine.Engine. open gives a fresh engine, which the suite closes.
func Run(t *testing.T, open func(t *testing.T) engine.Engine) {
	for name, test := range map[string]func(*testing.T, engine.Engine){
		"a registered table is read":         reads,
		"it is read again":                   readsAgain,
		"names have no case":                 foldsNames,
		"a later table takes the place":      replaces,
		"a dropped table is gone":            drops,
		"no records are an empty table":      readsNothing,
		"names that differ in case only":     refusesTwins,
		"a schema does not run":              types,
		"only a SELECT":                      refusesChanges,
		"a broken statement leaves it whole": survives,
		"an error amid the rows is one":      breaksOff,
		"a cancelled query ends":             cancels,
		"a cancelled stream ends":            cancelsStream,
		"many at once":                       concurrent,
		"closed":                             closes,
	} {
		t.Run(name, func(t *testing.T) {
			e := open(t)
			defer e.Close()
			test(t, e)
		})
	}
}

func reads(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(10_000))
	want(t, e, "SELECT process, count(*) AS n, sum(pid) AS s FROM events GROUP BY process ORDER BY process",
		"cmd.exe 5000 24992500", "powershell.exe 2500 12500000", "(null) 2500 12502500")
	want(t, e, "SELECT count(*) AS n FROM events WHERE seen >= TIMESTAMP '2022-09-01 01:00:00'", "6400")
}

func readsAgain(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(10_000))
	for range 3 {
		want(t, e, "SELECT count(*) AS n FROM events a JOIN events b ON a.pid = b.pid", "10000")
	}
}

func foldsNames(t *testing.T, e engine.Engine) {
	register(t, e, "PowerShell_Events", Events(10))
	want(t, e, "SELECT count(PROCESS) AS n FROM powershell_events", "8")
}

func replaces(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(10))
	register(t, e, "Events", Events(20))
	want(t, e, "SELECT count(*) AS n FROM events", "20")
}

func drops(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(10))
	e.Drop("EVENTS")
	e.Drop("never_there")
	fails(t, e, "SELECT * FROM events")
}

func readsNothing(t *testing.T, e engine.Engine) {
	if err := e.Register("events", Events(1).Schema(), nil); err != nil {
		t.Fatal(err)
	}
	want(t, e, "SELECT count(*) AS n, max(pid) AS m FROM events", "0 (null)")
	want(t, e, "SELECT * FROM events")
}

func refusesTwins(t *testing.T, e engine.Engine) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "LogonId", Type: arrow.BinaryTypes.String}, {Name: "LogonID", Type: arrow.BinaryTypes.String}}, nil)
	if err := e.Register("twins", schema, nil); err == nil {
		t.Error("two columns that SQL can't tell apart were taken")
	}
}

func types(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(10))
	start := time.Now()
	got, err := e.Schema(ctx, "SELECT a.process, count(*) AS n FROM events a, events b, events c, events d, events e, events f, events g, "+
		"events h, events i, events j, events k, events l GROUP BY a.process")
	if err != nil {
		t.Fatal(err)
	}
	if names := fmt.Sprintln(got.Field(0).Name, got.Field(0).Type, got.Field(1).Name, got.Field(1).Type); names != "process utf8 n int64\n" {
		t.Errorf("the schema is %s", got)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("%s: it was run", took)
	}
}

func refusesChanges(t *testing.T, e engine.Engine) {
	fails(t, e, "CREATE TABLE x (a INT)")
	fails(t, e, "SELECT 1; SELECT 2")
	fails(t, e, "")
	fails(t, e, "SELECT ?")
	if _, err := e.Schema(ctx, "DROP TABLE x"); err == nil {
		t.Error("Schema took a DROP")
	}
}

func survives(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(10))
	for range 20 {
		fails(t, e, "SELECT nope FROM events")
		fails(t, e, "SELEC")
	}
	want(t, e, "SELECT count(*) AS n FROM events", "10")
}

func breaksOff(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(1_000_000))
	rows, err := Rows(ctx, e, "SELECT CAST(CASE WHEN pid = 900000 THEN process || 'x' ELSE '1' END AS INT) AS c FROM events")
	if err == nil {
		t.Errorf("%d rows and no error", len(rows))
	}
}

func cancels(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(1_000_000))
	cancelled(t, func(ctx context.Context) error {
		_, err := Rows(ctx, e, "SELECT count(*) AS n FROM events a, events b WHERE (a.pid * b.pid) % 7 = 3")
		return err
	})
	want(t, e, "SELECT count(*) AS n FROM events", "1000000")
}

func cancelsStream(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(1_000_000))
	cancelled(t, func(ctx context.Context) error {
		r, err := e.Query(ctx, "SELECT a.pid FROM events a, events b")
		if err != nil {
			return err
		}
		defer r.Release()
		for r.Next() {
		}
		return r.Err()
	})
	want(t, e, "SELECT count(*) AS n FROM events", "1000000")
}

// cancelled runs call, cancels it, and wants it back soon and for that reason.
func cancelled(t *testing.T, call func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(ctx)
	var at time.Time
	time.AfterFunc(100*time.Millisecond, func() { at = time.Now(); cancel() })
	err := call(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("want it cancelled, got %v", err)
	}
	took := time.Since(at)
	t.Logf("%s after cancel", took)
	if took > time.Second { // 200 ms is the aim; a busy machine gets more
		t.Errorf("it took %s to stop", took)
	}
}

func concurrent(t *testing.T, e engine.Engine) {
	register(t, e, "shared", Events(50_000))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			own := fmt.Sprintf("own_%d", i)
			for n := range 5 {
				register(t, e, own, Events(100*(n+1)))
				want(t, e, "SELECT count(*) AS n FROM "+own, fmt.Sprint(100*(n+1)))
				want(t, e, "SELECT count(*) AS n FROM shared WHERE process = 'cmd.exe'", "25000")
				e.Drop(own)
			}
		})
	}
	all.Wait()
}

func closes(t *testing.T, e engine.Engine) {
	register(t, e, "events", Events(1_000_000))
	r, err := e.Query(ctx, "SELECT a.pid FROM events a, events b")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	for range 2 {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	for r.Next() {
	}
	if r.Err() == nil {
		t.Error("a stream that Close cut off says nothing")
	}
	fails(t, e, "SELECT 1")
	if e.Register("late", Events(1).Schema(), nil) == nil || e.Exec(ctx, "SELECT 1") == nil {
		t.Error("a closed engine works")
	}
	e.Drop("events")
}
