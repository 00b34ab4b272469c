package hunt_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"reflect"
	"strings"
	"testing"

	"gohunt/hunt"
)

// owners is an Enricher as a cell would make it.
type owners struct {
	known map[string]hunt.Row
	asked []string
}

func (o *owners) Lookup(value string) hunt.Row {
	o.asked = append(o.asked, value)
	return o.known[value]
}

func TestEnrichByOwnType(t *testing.T) {
	notebook := inNotebook(t)
	o := &owners{known: map[string]hunt.Row{"cmd.exe": {"owner": "system", "score": 1}, "mshta.exe": {"score": 2.5}}}
	f := events().Enrich("process.parent.name", o)
	if want := []string{"cmd.exe", "mshta.exe", "explorer.exe"}; !reflect.DeepEqual(o.asked, want) {
		t.Errorf("asked %q, want each value once: %q", o.asked, want)
	}
	golden(t, "enrich_own.txt", f.Select("process.parent.name", "owner", "score").String())
	if n := f.Where("score > 2").Len(); n != 1 {
		t.Errorf("%d rows with a score over 2", n)
	}
	if len(o.asked) != 3 || len(notebook.shown) != 1 {
		t.Errorf("asked again: %q, shown %q", o.asked, notebook.shown)
	}
}

// reputations is a VirusTotal that knows every address and lets left questions through.
func reputations(t *testing.T, left int) (url string, asked *[]string) {
	asked = new([]string)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, path.Base(r.URL.Path))
		w.Header().Set("Content-Type", "application/json")
		if len(*asked) > left {
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprint(w, `{"error":{"code":"QuotaExceededError","message":"Quota exceeded"}}`)
			return
		}
		fmt.Fprintf(w, `{"data":{"id":%q,"type":"ip_address","attributes":{"last_analysis_stats":{"harmless":60,"malicious":%d,"suspicious":0,"undetected":9,"timeout":0},
			"reputation":-3,"as_owner":"Example AS","country":"JP","network":"58.0.0.0/8"}}}`, path.Base(r.URL.Path), len(*asked))
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

func addresses() *hunt.Frame {
	type flow struct {
		To any `hunt:"destination.ip"`
	}
	return hunt.From([]flow{{"58.158.177.102"}, {"10.0.0.7"}, {"58.158.177.102"}, {nil}, {"8.8.8.8"}, {"no address"}, {"9.9.9.9"}})
}

func TestEnrichVirusTotal(t *testing.T) {
	inNotebook(t)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	url, asked := reputations(t, 100)
	vt := hunt.VirusTotal(hunt.At(url), hunt.APIKey(secretOf(t, "vt-key-1")), hunt.PerMinute(6000))
	f := addresses().Enrich("destination.ip", vt)
	bad := f.Where("vt.malicious > ?", 1)
	if len(*asked) != 0 {
		t.Error("a verb asked VirusTotal")
	}
	if got := bad.Strings("destination.ip"); !reflect.DeepEqual(got, []string{"8.8.8.8", "9.9.9.9"}) {
		t.Errorf("%q", got)
	}
	if want := []string{"58.158.177.102", "8.8.8.8", "9.9.9.9"}; !reflect.DeepEqual(*asked, want) {
		t.Errorf("sent %q, want public addresses once: %q", *asked, want)
	}
	golden(t, "enrich_vt.txt", strings.ReplaceAll(f.Select("destination.ip", "vt.harmless", "vt.malicious", "vt.as_owner").String(), url, "URL"))
	if row := vt.Lookup("58.158.177.102"); row.Int("vt.harmless") != 60 || row.Str("vt.country") != "JP" {
		t.Errorf("one look-up: %v", row)
	}
	if text := raised(func() { vt.Lookup("192.168.1.104") }); !strings.Contains(text, "not a public address") {
		t.Errorf("a private address: %s", text)
	}
	if text := fmt.Sprint(vt); strings.Contains(text, "vt-key-1") {
		t.Errorf("the key prints: %s", text)
	}
}

func TestEnrichQuotaEnds(t *testing.T) {
	inNotebook(t)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	url, _ := reputations(t, 1)
	f := addresses().Enrich("destination.ip", hunt.VirusTotal(hunt.At(url), hunt.APIKey(secretOf(t, "vt-key-2")), hunt.PerMinute(6000)))
	if got := f.Where("vt.harmless IS NOT NULL").Strings("destination.ip"); !reflect.DeepEqual(got, []string{"58.158.177.102", "58.158.177.102"}) {
		t.Errorf("the answers so far: %q", got)
	}
	if !strings.Contains(f.String(), "quota ended after 1 of 5 addresses") {
		t.Errorf("the quota's end is not said: %s", f)
	}
}

func TestEnrichNothingKnown(t *testing.T) {
	inNotebook(t)
	if text := raised(func() { events().Enrich("process.name", &owners{}) }); !strings.Contains(text, "nothing is known about any of 2 values") {
		t.Error(text)
	}
}
