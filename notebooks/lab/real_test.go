package lab

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"gohunt/notebooks/lab/corpus"
)

// realServer is the Elasticsearch that GOHUNT_ELASTIC names.
func realServer(t *testing.T) string {
	t.Helper()
	url := os.Getenv("GOHUNT_ELASTIC")
	if url == "" {
		if os.Getenv("GOHUNT_REQUIRE_ELASTIC") == "1" {
			t.Fatal("GOHUNT_ELASTIC names no running Elasticsearch")
		}
		t.Skip("GOHUNT_ELASTIC names no running Elasticsearch to compare the lab with; .ci/servers/elasticsearch starts one")
	}
	return url
}

// emptyLab starts a lab without documents and returns the URL of its Elasticsearch.
func emptyLab(t *testing.T) string {
	t.Helper()
	l, err := Start(context.Background(), Options{Empty: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.URL()
}

// send sends a request and returns the status and the decoded answer.
func send(t *testing.T, method, url, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil && len(text) > 0 {
		t.Fatalf("%s %s: %v: %s", method, url, err, text)
	}
	return answer.StatusCode, out
}

// compared is the prefix of the indices of the comparison.
const compared = "lab-compared-"

// prepare puts every third document, and all of powershell.exe, into indices of their own.
func prepare(t *testing.T, url string) {
	t.Helper()
	for _, dataset := range corpus.Streams {
		send(t, "DELETE", url+"/"+compared+dataset, "")
		status, out := send(t, "PUT", url+"/"+compared+dataset, `{"settings": {"number_of_shards": 1, "number_of_replicas": 0}, "mappings": `+corpus.Mapping+`}`)
		if status != 200 {
			t.Fatalf("making an index in %s: %v", url, out)
		}
	}
	var body bytes.Buffer
	i := 0
	for d := range corpus.Generate(corpus.DefaultSeed) {
		if i++; i%3 != 1 && !bytes.Contains(d.Source, []byte(`"name":"powershell.exe"`)) {
			continue
		}
		dataset := strings.TrimSuffix(strings.TrimPrefix(d.Stream, "logs-endpoint.events."), "-default")
		fmt.Fprintf(&body, "{\"create\":{\"_index\":%q,\"_id\":%q}}\n%s\n", compared+dataset, d.ID, d.Source)
	}
	status, out := send(t, "POST", url+"/_bulk?refresh=true", body.String())
	if status != 200 || out["errors"] != false {
		t.Fatalf("bulk to %s: status %d", url, status)
	}
}

// spans are filters beside the query; orders are sorts that leave no ties.
var (
	spans = []string{
		``,
		`{"range": {"@timestamp": {"gte": "2022-12-01||-120d/d", "lt": "2022-12-01||/d"}}}`,
		`{"range": {"@timestamp": {"gt": "2022-09-14", "lte": "2022-10"}}}`,
		`{"range": {"@timestamp": {"gte": 1664571722508, "lt": "20221118", "format": "basic_date||epoch_millis"}}}`,
	}
	orders = []string{
		`[{"@timestamp": "desc"}, {"event.id": "asc"}]`,
		`[{"process.parent.name": {"order": "asc", "missing": "_first"}}, {"destination.ip": {"order": "desc", "unmapped_type": "ip"}}, {"event.id": "desc"}]`,
	}
)

func searchBody(t *testing.T, query, window, order string) string {
	t.Helper()
	quoted, err := json.Marshal(query)
	if err != nil {
		t.Fatal(err)
	}
	filter := ""
	if window != "" {
		filter = `, "filter": [` + window + `]`
	}
	return fmt.Sprintf(`{"size": 200, "track_total_hits": true, "_source": false, "sort": %s, "query": {"bool": {"must": [{"query_string": {"query": %s}}]%s}}}`, order, quoted, filter)
}

// found is what two servers must agree on: the status, the count, and the hits with their sort values.
func found(t *testing.T, url, body string) (string, int) {
	t.Helper()
	status, out := send(t, "POST", url+"/"+compared+"*/_search", body)
	if status != 200 {
		return fmt.Sprintf("status %d", status), 0
	}
	hits := out["hits"].(map[string]any)
	total := hits["total"].(map[string]any)["value"].(float64)
	var b strings.Builder
	fmt.Fprintf(&b, "%v hits\n", total)
	for _, h := range hits["hits"].([]any) {
		h := h.(map[string]any)
		sorted, _ := json.Marshal(h["sort"])
		fmt.Fprintf(&b, "%s %s %s\n", h["_index"], h["_id"], sorted)
	}
	return b.String(), int(total)
}

func queries(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("testdata/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := s.Text(); !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

var update = flag.Bool("update", false, "rewrite testdata/hits.txt from the real server")

// recorded is what the real server answered: a line for each query, with the status or the number of hits in
// each window.
const recorded = "testdata/hits.txt"

// counted returns a line of the record.
func counted(t *testing.T, url, query string) string {
	t.Helper()
	var counts []string
	for _, w := range spans {
		answer, _ := found(t, url, searchBody(t, query, w, orders[0]))
		first, _, _ := strings.Cut(answer, "\n")
		counts = append(counts, first)
	}
	return strings.Join(counts, ", ") + "  for  " + query
}

// TestSameCountsAsRecorded compares the lab with what a real Elasticsearch answered when the record was written.
func TestSameCountsAsRecorded(t *testing.T) {
	url := emptyLab(t)
	if *update {
		url = realServer(t)
	}
	prepare(t, url)
	var lines []string
	for _, q := range queries(t) {
		lines = append(lines, counted(t, url, q))
	}
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(recorded, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(want), "\n") {
		if i >= len(lines) && line != "" || i < len(lines) && lines[i] != line {
			t.Errorf("the lab:       %s\nElasticsearch: %s", append(lines, "")[min(i, len(lines))], line)
		}
	}
}

// TestSameHitsAsElasticsearch asks the lab and a real server the same searches over the same documents.
func TestSameHitsAsElasticsearch(t *testing.T) {
	theirs, ours := realServer(t), emptyLab(t)
	prepare(t, theirs)
	prepare(t, ours)
	t.Cleanup(func() {
		for _, dataset := range corpus.Streams {
			send(t, "DELETE", theirs+"/"+compared+dataset, "")
		}
	})
	asked, matched := 0, 0
	for _, q := range queries(t) {
		for _, w := range spans {
			for _, o := range orders {
				body := searchBody(t, q, w, o)
				want, n := found(t, theirs, body)
				got, _ := found(t, ours, body)
				if got != want {
					t.Errorf("%s\n  in %s\n  by %s\n%s", q, w, o, difference(got, want))
				}
				asked++
				matched += n
			}
		}
	}
	t.Logf("%d searches, %d documents matched in all", asked, matched)
	t.Run("searches", func(t *testing.T) { sameSearches(t, ours, theirs) })
	t.Run("mappings", func(t *testing.T) { sameMappings(t, ours, theirs) })
	t.Run("field capabilities", func(t *testing.T) { sameFields(t, ours, theirs) })
	t.Run("date ranges", func(t *testing.T) { sameRanges(t, ours, theirs) })
}

// difference shows the first lines at which two answers part.
func difference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("  the lab:       %s | %s\n  Elasticsearch: %s | %s", a[0], a[i], b[0], b[i])
		}
	}
	return fmt.Sprintf("  the lab has %d lines, Elasticsearch %d", len(a), len(b))
}

// sameFields compares the types and abilities of all fields that have values.
func sameFields(t *testing.T, ours, theirs string) {
	describe := func(url string) []string {
		_, out := send(t, "GET", url+"/"+compared+"*/_field_caps?fields=*&include_empty_fields=false", "")
		var lines []string
		for name, types := range out["fields"].(map[string]any) {
			if strings.HasPrefix(name, "_") {
				continue
			}
			for kind, c := range types.(map[string]any) {
				c := c.(map[string]any)
				lines = append(lines, fmt.Sprint(name, " ", kind, " ", c["searchable"], c["aggregatable"]))
			}
		}
		sort.Strings(lines)
		return lines
	}
	if got, want := describe(ours), describe(theirs); !slices.Equal(got, want) {
		t.Error(difference(strings.Join(got, "\n"), strings.Join(want, "\n")))
	}
}

// sameRanges compares the aggregation with which a client asks for a server's clock.
func sameRanges(t *testing.T, ours, theirs string) {
	const body = `{"size": 0, "aggs": {"w": {"date_range": {"field": "@timestamp", "ranges": [{"from": "2022-12-01||-90d/d", "to": "2022-12-01T12:00"}, {"to": "2022-09-01"}]}}}}`
	show := func(url string) string {
		_, out := send(t, "POST", url+"/"+compared+"*/_search", body)
		text, _ := json.MarshalIndent(out["aggregations"], "", " ")
		return string(text)
	}
	if got, want := show(ours), show(theirs); got != want {
		t.Error(difference(got, want))
	}
}

// sameSearches compares the whole answers to the bodies of testdata/searches.txt, but for what names the server
// and its scores; of an error the status, type and first cause's type.
func sameSearches(t *testing.T, ours, theirs string) {
	body, err := os.ReadFile("testdata/searches.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, search := range strings.Split(strings.TrimSpace(string(body)), "\n") {
		show := func(url string) string {
			status, out := send(t, "POST", url+"/"+compared+"*/_search", search)
			if failed, ok := out["error"].(map[string]any); ok {
				return fmt.Sprint(status, " ", failed["type"], " ", failed["root_cause"].([]any)[0].(map[string]any)["type"])
			}
			for _, name := range []string{"took", "_shards", "terminated_early"} {
				delete(out, name)
			}
			text, err := json.MarshalIndent(out, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		if got, want := show(ours), show(theirs); got != want {
			t.Errorf("%s\n%s", search, difference(got, want))
		}
	}
}

// sameMappings compares the mappings that both servers made of the documents.
func sameMappings(t *testing.T, ours, theirs string) {
	for _, dataset := range corpus.Streams {
		show := func(url string) string {
			_, out := send(t, "GET", url+"/"+compared+dataset+"/_mapping", "")
			mappings := out[compared+dataset].(map[string]any)["mappings"].(map[string]any)
			text, err := json.MarshalIndent(mappings["properties"], "", " ")
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		if got, want := show(ours), show(theirs); got != want {
			t.Errorf("%s\n%s", dataset, difference(got, want))
		}
	}
}
