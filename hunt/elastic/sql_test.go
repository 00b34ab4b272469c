package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

func connections(f *fake) {
	f.columns = []string{`{"name":"@timestamp","type":"datetime"}`, `{"name":"destination.ip","type":"ip"}`, `{"name":"destination.port","type":"long"}`,
		`{"name":"score","type":"double"}`, `{"name":"day","type":"date"}`, `{"name":"big","type":"unsigned_long"}`, `{"name":"ok","type":"boolean"}`}
	f.sqlRows = []string{
		`["2022-09-30T21:02:02.508Z","192.0.2.1",443,1,"2022-09-30T00:00:00.000Z",18446744073709551615,true]`,
		`["2022-09-30T21:02:02.508Z",null,null,0.5,null,1,false]`,
		`["2022-11-18T05:58:53.998Z","192.0.2.2",80,-1e-3,null,null,null]`}
}

func TestSQL(t *testing.T) {
	f, c := newFake(t)
	connections(f)
	var progress []int64
	const query = `SELECT * FROM "logs-*" WHERE process.name = ? AND n > ? AND "@timestamp" < ?`
	at := time.Date(2022, 12, 1, 12, 0, 0, 0, time.FixedZone("", 3600))
	r, err := c.SQL(bg, query, []any{"power\"shell.exe", 5, at}, func(rows, matched int64) { progress = append(progress, rows, matched) })
	if err != nil {
		t.Fatal(err)
	}
	f.idle()
	if f.closed != 0 {
		t.Error("a cursor that was read to its end was closed")
	}
	var types []string
	for _, field := range r.Schema.Fields() {
		types = append(types, field.Type.String())
	}
	if want := []string{"timestamp[us]", "utf8", "int64", "float64", "timestamp[us]", "utf8", "bool"}; !reflect.DeepEqual(types, want) {
		t.Errorf("types %v", types)
	}
	if got := r.Records[0].Column(5).ValueStr(0); got != "18446744073709551615" {
		t.Errorf("an unsigned long became %s", got)
	}
	e := r.Fetch
	if e.Kind != "sql" || e.Query != query || e.Pages != 2 || e.Fetched != 3 || e.Matched != -1 || len(e.SHA256) != 64 {
		t.Errorf("ledger: %+v", e)
	}
	if want := []int64{2, -1, 3, -1}; !reflect.DeepEqual(progress, want) {
		t.Errorf("progress %v", progress)
	}
}

func TestSQLRequest(t *testing.T) {
	f, c := newFake(t)
	connections(f)
	f.sqlRows = f.sqlRows[:1]
	at := time.Date(2022, 12, 1, 12, 0, 0, 0, time.FixedZone("", 3600))
	if _, err := c.SQL(bg, "SELECT ?, ?", []any{"a'b", at}, nil); err != nil {
		t.Fatal(err)
	}
	var got, want any
	_ = json.Unmarshal(f.request, &got)
	_ = json.Unmarshal([]byte(`{"query":"SELECT ?, ?","fetch_size":5000,"time_zone":"Z","params":["a'b","2022-12-01T11:00:00.000Z"]}`), &want)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("asked %s", f.request)
	}
	if _, err := c.SQL(bg, "SELECT ?", []any{make(chan int)}, nil); err == nil {
		t.Error("a channel was taken as an argument")
	}
}

// TestSQLEmpty has no rows, and one page that says there are more and a last one without rows.
func TestSQLEmpty(t *testing.T) {
	f, c := newFake(t)
	connections(f)
	f.sqlRows = nil
	r, err := c.SQL(bg, "SELECT 1", nil, nil)
	if err != nil || r.Fetch.Fetched != 0 || len(r.Schema.Fields()) != 7 {
		t.Error(r, err)
	}
}

// TestSQLErrors compares with testdata/sql_errors.golden; each time the cursor must be gone.
func TestSQLErrors(t *testing.T) {
	var all strings.Builder
	for _, e := range []struct {
		name   string
		fault  func(n int) (times int, answer string, code int)
		closed int
	}{
		{"refused", func(int) (int, string, int) {
			return 1, `{"error":{"root_cause":[{"type":"verification_exception","reason":"Found 1 problem\nline 1:8: Unknown column [process.nmae], did you mean [process.name]?"}],"type":"verification_exception","reason":"Found 1 problem"},"status":400}`, 400
		}, 0},
		{"no SQL here", func(int) (int, string, int) {
			return 1, `{"error":"Incorrect HTTP method for uri [/_sql?format=json] and method [POST], allowed: [GET, PUT, DELETE, HEAD]","status":405}`, 405
		}, 0},
		{"partial", func(int) (int, string, int) {
			return 1, `{"columns":[{"name":"a","type":"long"}],"rows":[[1]],"is_partial":true}`, 200
		}, 0},
		{"page 2 is lost", func(int) (int, string, int) {
			return 2, `{"error":{"root_cause":[{"type":"x","reason":"node left"}],"type":"x","reason":"node left"},"status":503}`, 503
		}, 1},
		{"page 2 has a row that is too short", func(int) (int, string, int) { return 2, `{"rows":[[1]],"cursor":"9"}`, 200 }, 1},
	} {
		f, c := newFake(t)
		connections(f)
		n, body, code := e.fault(0)
		f.fault = nth(n, 1, func(w http.ResponseWriter) {
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body))
		})
		r, err := c.SQL(bg, "SELECT a", nil, nil)
		if r != nil || err == nil {
			t.Errorf("%s: a result came", e.name)
			continue
		}
		f.idle()
		if f.closed != e.closed {
			t.Errorf("%s: %d cursors closed, want %d", e.name, f.closed, e.closed)
		}
		all.WriteString("# " + e.name + "\n" + portless(err.Error()) + "\n\n")
	}
	golden(t, "testdata/sql_errors.golden", all.String())
}

func TestSQLInterrupt(t *testing.T) {
	f, c := newFake(t)
	connections(f)
	ctx, cancel := context.WithCancel(bg)
	r, err := c.SQL(ctx, "SELECT a", nil, func(int64, int64) { cancel() })
	if r != nil || !errors.Is(err, context.Canceled) {
		t.Error(r, err)
	}
	f.idle()
}
