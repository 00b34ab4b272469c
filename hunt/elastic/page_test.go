package elastic

import (
	"bytes"
	"testing"
)

// TestLastSort finds the sort values that the next page is asked with, whatever the documents hold.
func TestLastSort(t *testing.T) {
	for body, want := range map[string]string{
		`{"hits":{"hits":[]}}`: "",
		`{"hits":{"hits":[{"_source":{"a":1},"sort":[4294967298]}]}}`:                            "[4294967298]",
		`{"hits":{"hits":[{"_source":{"sort":[1]},"sort":[2,"x]"]}]}}`:                           `[2,"x]"]`,
		`{"hits":{"hits":[{"_source":{"note":"\"sort\":[9]"},"sort":[3]}]},"took":1}`:            "[3]",
		`{"hits":{"hits":[{"sort":[1],"_source":{}},{"_source":{"deep":{"x":[]}},"sort":[5]}]}}`: "[5]",
	} {
		if got := lastSort([]byte(body)); string(got) != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}

func TestNewPIT(t *testing.T) {
	for body, want := range map[string]string{
		`{"pit_id":"abc","took":1,"hits":{"hits":[]}}`:        "abc",
		`{"took":1,"_shards":{"failed":0},"pit_id":"a\/b"}`:   "a/b",
		`{"hits":{"hits":[{"pit_id":"no"}]},"pit_id":"late"}`: "",
		`{"took":1}`: "",
		`not JSON`:   "",
	} {
		if got := newPIT([]byte(body)); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// FuzzPage gives any answer to what reads answers: it may be refused, and must not bring the program down.
func FuzzPage(f *testing.F) {
	f.Add([]byte((&fake{docs: numbered(2)}).page(10, nil, true)))
	f.Add([]byte(`{"timed_out":true,"_shards":{"failed":1,"failures":[{"reason":{}}]},"hits":{"total":5,"hits":[{"_source":{},"sort":[]}]}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		s := newScan(&Client{}, Search{}, pit{})
		before := bytes.Clone(body)
		lastSort(body)
		newPIT(body)
		p, err := parsePage(body, s)
		if err == nil && int64(p.hits) != s.table.Rows() {
			t.Errorf("%d hits gave %d rows", p.hits, s.table.Rows())
		}
		if !bytes.Equal(before, body) {
			t.Error("the answer was changed")
		}
	})
}
