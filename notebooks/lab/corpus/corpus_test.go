package corpus

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gohunt/notebooks/lab/index"
)

// documents are those of the default seed, made once.
var documents = sync.OnceValue(func() []Document { return slices.Collect(Generate(DefaultSeed)) })

// TestGenerateIsDeterministic makes the documents twice, and once from another seed.
func TestGenerateIsDeterministic(t *testing.T) {
	a, b, other := documents(), slices.Collect(Generate(DefaultSeed)), slices.Collect(Generate(7))
	same := func(a, b Document) bool { return a.ID == b.ID && bytes.Equal(a.Source, b.Source) }
	if !slices.EqualFunc(a, b, same) {
		t.Error("the same seed made other documents")
	}
	if slices.EqualFunc(a, other, same) {
		t.Error("another seed made the same documents")
	}
	if len(a) < 20_000 || len(a) > 60_000 {
		t.Errorf("%d documents", len(a))
	}
}

// TestSourcesAreTheirLeaves reads every seventh source again: it must be valid JSON and hold the leaves, no more.
func TestSourcesAreTheirLeaves(t *testing.T) {
	seen := map[string]bool{}
	for i, d := range documents() {
		if seen[d.Stream+d.ID] {
			t.Fatalf("the id %s is there twice", d.ID)
		}
		seen[d.Stream+d.ID] = true
		if i%7 > 0 {
			continue
		}
		leaves, err := index.Flatten(d.Source)
		if err != nil {
			t.Fatalf("%v: %s", err, d.Source)
		}
		if len(leaves) != len(d.Leaves) {
			t.Fatalf("%d leaves in the source, %d given: %s", len(leaves), len(d.Leaves), d.Source)
		}
		for i, leaf := range leaves {
			if leaf.Name != d.Leaves[i].Name || leaf.Array != d.Leaves[i].Array {
				t.Fatalf("leaf %d is %s in the source, %s given", i, leaf.Name, d.Leaves[i].Name)
			}
		}
	}
}

// TestBackgroundKeepsQuiet looks for powershell.exe where the talk's counts would be disturbed.
func TestBackgroundKeepsQuiet(t *testing.T) {
	hunted, early := 0, 0
	for _, d := range documents() {
		if !bytes.Contains(d.Source, []byte(`"process":{`)) || text(d, "process.name") != "powershell.exe" {
			continue
		}
		switch {
		case d.At.Before(quiet):
			early++
		case text(d, "host.name") != "LEOLABS-WIN":
			t.Errorf("powershell.exe on %s at %s", text(d, "host.name"), d.At)
		default:
			hunted++
		}
	}
	if hunted != 183+1+beaconTotal || early == 0 {
		t.Errorf("%d events of powershell.exe in the 120 days and %d before, want %d and some", hunted, early, 183+1+beaconTotal)
	}
}

func text(d Document, field string) string {
	for _, leaf := range d.Leaves {
		if leaf.Name == field {
			s, _ := leaf.Value.(string)
			return s
		}
	}
	return ""
}

// TestRhythm sees that people work by day and on working days, and machines always.
func TestRhythm(t *testing.T) {
	day, night, weekend := 0, 0, 0
	for _, d := range documents() {
		if text(d, "process.name") != "chrome.exe" {
			continue
		}
		switch hour := d.At.Hour(); {
		case d.At.Weekday() == time.Saturday || d.At.Weekday() == time.Sunday:
			weekend++
		case hour >= 6 && hour < 20:
			day++
		default:
			night++
		}
	}
	if day < 10*weekend || day < 50*night {
		t.Errorf("chrome.exe: %d by day, %d by night, %d on weekends", day, night, weekend)
	}
}

func TestShifted(t *testing.T) {
	d := documents()[0]
	var v struct {
		Timestamp time.Time `json:"@timestamp"`
		Event     struct{ Created time.Time }
	}
	if err := json.Unmarshal(Shifted(d, time.Hour), &v); err != nil {
		t.Fatal(err)
	}
	if want := d.At.Add(time.Hour); !v.Timestamp.Equal(want) || !v.Event.Created.Equal(want) {
		t.Errorf("moved to %s and %s, want %s", v.Timestamp, v.Event.Created, want)
	}
	if !bytes.Contains(d.Source, []byte("2022-09-30T21:02:02.508Z")) || !d.Leaves[0].Value.(time.Time).Equal(d.At) {
		t.Error("the document itself has been changed")
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ command, want string }{
		{`"C:\Program Files\a b.exe" -x  "two words"`, `C:\Program Files\a b.exe|-x|two words`}, {`powershell  `, `powershell`}, {``, ``},
	} {
		var got []string
		for _, a := range split(c.command) {
			got = append(got, a.(string))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q", c.command, got)
		}
	}
}

func TestDays(t *testing.T) {
	got := days("0830*1 0831-0902*2")
	want := []day{{date("0830"), 1}, {date("0831"), 2}, {date("0901"), 2}, {date("0902"), 2}}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
