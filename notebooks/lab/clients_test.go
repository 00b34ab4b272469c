package lab

import (
	"context"
	"slices"
	"testing"
	"time"

	"gohunt/hunt/cases/thehive"
	"gohunt/hunt/elastic"
	"gohunt/hunt/intel/virustotal"
)

// TestOwnElasticClient asks the lab by hunt's client, which stands on Elastic's official one for Go.
func TestOwnElasticClient(t *testing.T) {
	l := at(t, DefaultClock)
	c, err := elastic.Open(elastic.Config{URL: l.URL()})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	from, to, err := c.Resolve(ctx, "logs-endpoint.events*", elastic.Window{From: "now-120d/d", To: "now"})
	if want := time.Date(2022, 8, 3, 0, 0, 0, 0, time.UTC); err != nil || !from.Equal(want) || !to.Equal(DefaultClock) {
		t.Errorf("the window is %s to %s, %v", from, to, err)
	}
	found, err := c.Search(ctx, elastic.Search{Index: "logs-endpoint.events*", Query: "process.name:powershell.exe AND _exists_:destination.ip", From: from, To: to, PageSize: 500})
	if err != nil {
		t.Fatal(err)
	}
	if e := found.Fetch; e.Fetched != 2417 || e.Matched != 2417 || e.Pages < 5 || len(e.Notes) > 0 {
		t.Errorf("%+v", e)
	}
	rows, err := c.SQL(ctx, `SELECT source.ip, destination.ip, COUNT(*) AS n FROM "logs-endpoint.events*" WHERE process.name = ? GROUP BY source.ip, destination.ip ORDER BY n DESC`, []any{"powershell.exe"}, nil)
	if err != nil || rows.Fetch.Fetched < 2 {
		t.Errorf("%+v, %v", rows, err)
	}
	if _, err := c.Search(ctx, elastic.Search{Index: "logs-endpoint.events*", Query: "process.name:(powershell.exe"}); err == nil {
		t.Error("a malformed query was answered")
	}
}

// TestOwnVirusTotalClient looks an address of each kind up.
func TestOwnVirusTotalClient(t *testing.T) {
	s, err := at(t, DefaultClock).Service("virustotal")
	if err != nil {
		t.Fatal(err)
	}
	c, err := virustotal.New(virustotal.Config{URL: s.URL, Key: s.Key, PerMinute: -1, NoDisk: true})
	if err != nil {
		t.Fatal(err)
	}
	for ip, malicious := range map[string]int{"58.158.177.102": 14, "140.82.121.4": 0, "9.9.9.9": 0} {
		r, err := c.Address(context.Background(), ip)
		if err != nil || r.Malicious != malicious || r.Known != (ip != "9.9.9.9") {
			t.Errorf("%s: %+v, %v", ip, r, err)
		}
	}
}

// TestOwnTheHiveClient opens a case, finds it by its tag, and adds the same observables twice.
func TestOwnTheHiveClient(t *testing.T) {
	s, err := at(t, DefaultClock).Service("thehive")
	if err != nil {
		t.Fatal(err)
	}
	c, err := thehive.New(thehive.Config{URL: s.URL, Key: s.Key})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	made, err := c.CreateCase(ctx, thehive.Draft{Ref: "hunt:own", Title: "Hunt", Description: "d", Tags: []string{"a"}})
	if err != nil {
		t.Fatal(err)
	}
	found, ok, err := c.FindCase(ctx, "hunt:own")
	if err != nil || !ok || found.ID != made.ID || !slices.Contains(found.Tags, "a") {
		t.Errorf("%+v, %v, %v", found, ok, err)
	}
	for _, fresh := range []int{2, 0} {
		added, err := c.AddObservables(ctx, made.ID, thehive.Observables{Type: "ip", Data: []string{"58.158.177.102", "1.2.3.4"}, IOC: true})
		if err != nil || len(added.New) != fresh || len(added.Existing) != 2-fresh {
			t.Errorf("%+v, %v", added, err)
		}
	}
}
