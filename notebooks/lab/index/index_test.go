package index

import (
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"gohunt/hunt/engine/duckdb"
)

func newCatalog(t *testing.T) *Catalog {
	t.Helper()
	db, err := duckdb.Open(duckdb.Options{NoFiles: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return NewCatalog(db, func() time.Time { return time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC) })
}

func index1(name, id, source string) Op {
	return Op{Action: "index", Index: name, ID: id, Source: []byte(source)}
}

func put(t *testing.T, c *Catalog, ops ...Op) []Done {
	t.Helper()
	done, err := c.Write(context.Background(), ops)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// seen returns the sources that a snapshot of an index sees.
func seen(t *testing.T, c *Catalog, name string, snapshot int64) string {
	t.Helper()
	found, err := c.Resolve(name, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	err = c.Rows(context.Background(), "SELECT _source FROM "+found[0].Table()+" WHERE "+Alive(snapshot)+" ORDER BY _row", func(row []any) error {
		all = append(all, row[0].(string))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// TestSnapshots writes, replaces and deletes, within a batch and across batches; each snapshot stays as it was.
func TestSnapshots(t *testing.T) {
	c := newCatalog(t)
	put(t, c, index1("a", "1", `{"n":1}`), index1("a", "2", `{"n":2}`), index1("a", "1", `{"n":3}`))
	first := c.Snapshot()
	put(t, c, index1("a", "2", `{"n":4}`), Op{Action: "delete", Index: "a", ID: "1"}, index1("a", "3", `{"n":5}`), Op{Action: "delete", Index: "a", ID: "3"})
	for _, s := range []struct {
		at   int64
		want string
	}{{0, ``}, {1, `{"n":1}`}, {2, `{"n":1} {"n":2}`}, {first, `{"n":2} {"n":3}`}, {first + 1, `{"n":3} {"n":4}`}, {first + 3, `{"n":4} {"n":5}`}, {c.Snapshot(), `{"n":4}`}} {
		if got := seen(t, c, "a", s.at); got != s.want {
			t.Errorf("at %d: %s, want %s", s.at, got, s.want)
		}
	}
}

// TestColumnsWiden lets a field get its second value late; what was there is kept.
func TestColumnsWiden(t *testing.T) {
	c := newCatalog(t)
	put(t, c, index1("a", "1", `{"k":"x","n":[7]}`), index1("a", "2", `{}`))
	put(t, c, index1("a", "3", `{"k":["y","z"],"n":[8,9]}`))
	found, _ := c.Resolve("a", Options{})
	m := found[0].Mapping
	var got []string
	sql := fmt.Sprintf("SELECT %s, %s FROM %s ORDER BY _row", m.Field("k").Column(), m.Field("n").Column(), found[0].Table())
	err := c.Rows(context.Background(), sql, func(row []any) error {
		got = append(got, fmt.Sprint(row))
		return nil
	})
	if want := []string{"[[x] [7]]", "[<nil> <nil>]", "[[y z] [8 9]]"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
}

// TestRefusedDocumentsLeaveTheOthers mixes good and bad documents in one request.
func TestRefusedDocumentsLeaveTheOthers(t *testing.T) {
	c := newCatalog(t)
	done := put(t, c, index1("a", "1", `{"n":1,"d":"2022-01-01"}`), index1("a", "2", `{"n":"x"}`), index1("a", "3", `{"d":"soon"}`), index1("a", "4", `{"n":{"a":1}}`),
		index1("a", "5", `not JSON`), index1("A", "6", `{}`), index1("logs-x-y", "7", `{}`), index1("a", "8", `{"n":2}`))
	want := []int{201, 400, 400, 400, 400, 400, 400, 201}
	for i, d := range done {
		if d.Status != want[i] {
			t.Errorf("document %d: status %d, %v; want %d", i+1, d.Status, d.Err, want[i])
		}
	}
	if got := seen(t, c, "a", c.Snapshot()); got != `{"n":1,"d":"2022-01-01"} {"n":2}` {
		t.Errorf("kept: %s", got)
	}
}

func TestResolve(t *testing.T) {
	c := newCatalog(t)
	put(t, c, index1("a1", "", `{}`), index1("a2", "", `{}`), index1("b", "", `{}`), Op{Action: "create", Index: "logs-x-y", Source: []byte(`{}`)})
	for expression, want := range map[string]string{
		"a1": "a1", "a*": "a1 a2", "a*,b": "a1 a2 b", "*,-a*": ".ds-logs-x-y-2022.12.01-000001 b", "logs-*": ".ds-logs-x-y-2022.12.01-000001", "logs-x-y": ".ds-logs-x-y-2022.12.01-000001",
		".ds-*": ".ds-logs-x-y-2022.12.01-000001", "": ".ds-logs-x-y-2022.12.01-000001 a1 a2 b", "z*": "", "a1,a1": "a1", "*s-*": ".ds-logs-x-y-2022.12.01-000001",
	} {
		found, err := c.Resolve(expression, Options{})
		var names []string
		for _, x := range found {
			names = append(names, x.Name)
		}
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", expression, got, err, want)
		}
	}
	if _, err := c.Resolve("nothing", Options{}); err == nil {
		t.Error("a missing name was resolved")
	}
	if found, err := c.Resolve("nothing,b", Options{IgnoreUnavailable: true}); err != nil || len(found) != 1 {
		t.Errorf("%v, %v", found, err)
	}
}

func TestFlatten(t *testing.T) {
	for source, want := range map[string]string{
		`{"a":{"b":1},"a.b":2}`: "a.b=[1 2]", `{"a":[1,null,[2,3]],"b":null,"c":[]}`: "a=[1 2 3]", `{"a":[{"b":"x"},{"b":"y","c":true}]}`: "a.b=[x y] a.c=true", `{"a":["x"]}`: "a=[x]",
		`{"a":12345678901234567890}`: "a=12345678901234567890", `{}`: "",
	} {
		leaves, err := Flatten([]byte(source))
		var got []string
		for _, l := range leaves {
			v := any(l.Value)
			if l.Array {
				v = l.Values
			}
			got = append(got, fmt.Sprintf("%s=%v", l.Name, v))
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %v, %v; want %s", source, got, err, want)
		}
	}
	for _, source := range []string{``, `[]`, `{"a":`, `{"a":1`, strings.Repeat(`{"a":`, 30) + "1" + strings.Repeat("}", 30)} {
		if leaves, err := Flatten([]byte(source)); err == nil {
			t.Errorf("%s was read as %v", source, leaves)
		}
	}
}

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"The Quick, brown-fox!": "the|quick|brown|fox", "powershell.exe": "powershell.exe", "C:\\Windows\\cmd.exe": "c|windows|cmd.exe", "3.14 1,000 a.1": "3.14|1,000|a|1",
		"it's don’t": "it's|don’t", "snake_case": "snake_case", "-enc": "enc", "...": "", "Ünïcödé": "ünïcödé",
	} {
		if got := strings.Join(Tokens(text), "|"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestAddress(t *testing.T) {
	for _, text := range []string{"0.0.0.0", "192.168.1.104", "255.255.255.255", "::1", "fe80::1c68:4308"} {
		digits, ok := Address(text)
		if !ok || len(digits) != 32 || AddressText(digits) != text {
			t.Errorf("%s became %s and %s", text, digits, AddressText(digits))
		}
	}
	first, last, ok := Network("10.1.0.0/12")
	if !ok || AddressText(first) != "10.0.0.0" || AddressText(last) != "10.15.255.255" {
		t.Errorf("%s to %s", AddressText(first), AddressText(last))
	}
	for _, text := range []string{"", "10.0.0", "10.0.0.0/33", "fe80::1%eth0", "host"} {
		if _, ok := Address(text); ok {
			t.Errorf("%q is an address", text)
		}
	}
}

// FuzzAddress compares the order of stored digits with the order of addresses.
func FuzzAddress(f *testing.F) {
	f.Add("10.0.0.1", "10.0.0.2")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, err1 := netip.ParseAddr(a)
		y, err2 := netip.ParseAddr(b)
		s, ok1 := Address(a)
		u, ok2 := Address(b)
		if err1 != nil || err2 != nil || !ok1 || !ok2 || x.Is4() != y.Is4() {
			return
		}
		if strings.Compare(s, u) != x.Compare(y) && !x.Is4In6() && !y.Is4In6() {
			t.Errorf("%s and %s are ordered otherwise as %s and %s", a, b, s, u)
		}
	})
}

func TestMappingJSON(t *testing.T) {
	const body = `{"properties":{"a":{"properties":{"k":{"type":"keyword","fields":{"low":{"type":"keyword","normalizer":"lowercase"},"text":{"type":"text"}},"ignore_above":9}}},"t":{"type":"date","format":"epoch_second"}}}`
	m := NewMapping()
	if err := m.Put([]byte(body)); err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(m.JSON())
	if err != nil || string(got) != body {
		t.Errorf("%s, %v", got, err)
	}
	for _, wrong := range []string{`{"properties":{"x":{"type":"geo_point"}}}`, `{"properties":{"t":{"type":"long"}}}`, `{"properties":{"a":{"type":"keyword"}}}`, `{"properties":{"t":{"properties":{"x":{"type":"long"}}}}}`, `[`} {
		if err := m.Put([]byte(wrong)); err == nil {
			t.Errorf("%s was taken", wrong)
		}
	}
}
