package hunt_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"gohunt/hunt"
	"gohunt/notebooks/lab"
)

// oneLab is the lab that the tests of this package share.
var oneLab = sync.OnceValues(func() (*lab.Lab, error) { return lab.Start(context.Background(), lab.Options{}) })

func TestMain(m *testing.M) {
	for _, scheme := range []string{"empty", "soc"} { // tests open them; here only so that hints always name them
		hunt.Register(scheme, func(string) (hunt.Service, error) { return hunt.Service{}, errors.New("not open") })
	}
	hunt.Register("lab", func(role string) (hunt.Service, error) {
		l, err := oneLab()
		if err != nil {
			return hunt.Service{}, err
		}
		s, err := l.Service(role)
		return hunt.Service{URL: s.URL, Key: s.Key}, err
	})
	m.Run()
	if l, err := oneLab(); err == nil {
		l.Close()
	}
}

// TestTalk is the hunt for encoded PowerShell, from the search to the case, against the lab.
func TestTalk(t *testing.T) {
	n := inNotebook(t)
	powershell := hunt.Elastic("lab:").Search("logs-endpoint.events*",
		"data_stream.dataset:endpoint.events.process AND process.name:powershell.exe", hunt.Last("120d")).As("powershell_events")
	if len(n.shown) != 0 {
		t.Errorf("planning showed %q", n.shown)
	}
	parents := powershell.Stack("process.parent.name")
	golden(t, "talk_parents.txt", parents.String())
	if want := "logs-endpoint.events*: 183 of 183 rows"; len(n.shown) != 1 || n.shown[0] != want {
		t.Errorf("progress: %q, want %q", n.shown, want)
	}
	if powershell.Len() != 183 || sum(parents.Ints("n")) != 183 {
		t.Errorf("%d events, %d counted", powershell.Len(), sum(parents.Ints("n")))
	}
	odd := powershell.Where("process.parent.name IN (?)", []string{"mshta.exe", "cmd.exe"}).
		Distinct("process.parent.name", "process.name", "process.command_line")
	golden(t, "talk_odd.txt", odd.Vertical().String())
	decoded := odd.Decode("process.command_line").Where("decoded.text IS NOT NULL")
	if text := decoded.First().Str("decoded.text"); !strings.HasPrefix(text, `$h=(gp HKLM:\SYSTEM\CurrentControlSet\Services\X "s").s`) || decoded.Len() != 1 {
		t.Errorf("decoded: %s", decoded)
	}
}

// A pattern that matches nothing is a frame without rows, which says so.
func TestNothingMatches(t *testing.T) {
	inNotebook(t)
	f := hunt.Elastic("lab:").Search("no-such-index*", "*", hunt.Last("1d"))
	if f.Len() != 0 || f.Head(3).Len() != 0 {
		t.Errorf("%d rows", f.Len())
	}
	if text := f.String(); !strings.Contains(text, "⚠") {
		t.Errorf("nothing is said: %s", text)
	}
	if text := raised(func() { hunt.Elastic("lab:").Search("no-such-index", "*") }); !strings.Contains(text, "no such index") {
		t.Error(text)
	}
	if text := raised(func() { hunt.Elastic("lab:").Search("logs-*", "process.name:(").Len() }); !strings.Contains(text, "Search") {
		t.Error(text)
	}
}

func TestTalkNetwork(t *testing.T) {
	n := inNotebook(t)
	network := hunt.Elastic("lab:").SQL(`SELECT "@timestamp", "process.name", "source.ip", "source.port", "destination.ip", "destination.port"
		FROM "logs-endpoint.events*" WHERE "process.name" = ? AND "destination.ip" IS NOT NULL AND "@timestamp" > TODAY() - INTERVAL 90 DAY`, "powershell.exe")
	if network.Len() <= 1000 {
		t.Errorf("%d rows: the cursor was not followed", network.Len())
	}
	talkers := network.Stack("source.ip", "destination.ip").Enrich("destination.ip", hunt.VirusTotal(hunt.At("lab:")))
	golden(t, "talk_talkers.txt", talkers.Where("vt.malicious > ?", 5).String())

	finding := hunt.Case{Ref: "powershell", Title: "Hunt: suspicious PowerShell", TLP: hunt.Amber, Tags: []string{"hunt", "powershell"},
		Observables: []hunt.Observable{
			hunt.IPs(talkers.Where("vt.malicious > ?", 5), "destination.ip").IOC().TLP(hunt.Green).Tag("c2"),
			hunt.Others("The reputation of this address is poor"),
		}}
	hive := hunt.TheHive(emptyHive(t))
	var told []string
	for _, p := range []*hunt.Pushed{hive.DryRun().Push(finding), hive.Push(finding), hive.Push(finding), hive.DryRun().Push(finding)} {
		told = append(told, fmt.Sprint(p.MIME()["text/plain"]))
	}
	golden(t, "talk_case.txt", strings.Join(told, "\n\n"))
	for _, s := range n.shown {
		if strings.Contains(s, "null") {
			t.Errorf("%q", n.shown)
		}
	}
}

// emptyHive is a case system of its own, in which nobody has opened a case yet.
func emptyHive(t *testing.T) string {
	t.Helper()
	l, err := lab.Start(context.Background(), lab.Options{Empty: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	hunt.Register("empty", func(role string) (hunt.Service, error) {
		s, err := l.Service(role)
		return hunt.Service{URL: s.URL, Key: s.Key}, err
	})
	return "empty:"
}

func sum(numbers []int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return total
}

// TestPatternWithoutIndex holds that a name missed in such a frame is explained by the pattern, however deep the chain.
func TestPatternWithoutIndex(t *testing.T) {
	inNotebook(t)
	nothing := hunt.Elastic("lab:").Search("nothing-*", "*", hunt.Last("1d"))
	for name, verb := range map[string]func(){
		"Select":  func() { nothing.Select("host.name") },
		"Stack":   func() { nothing.Stack("host.name") },
		"OrderBy": func() { nothing.Head(3).OrderBy("host.name") },
		"Where":   func() { nothing.Where("host.name = 'a'") },
	} {
		if err := caught(verb); err == nil || !strings.Contains(err.Error(), "no index matches nothing-*") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := nothing.Len(); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func caught(do func()) (err error) {
	defer hunt.Catch(&err)
	do()
	return nil
}
