package lab

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"gohunt/hunt/recordings"
)

// talkOutputs is what the talk printed.
type talkOutputs struct {
	Parents struct{ Rows [][]any } `json:"stack_by_parent"`
	Lines   struct{ Rows [][]any } `json:"stack_by_command_line_and_parent"`
	Series  []struct {
		Command string   `json:"command_line"`
		Points  [][2]any `json:"points"`
	} `json:"per_day_series"`
	Encoded []struct {
		Decoded string `json:"decoded"`
	} `json:"encoded_commands_decoded_by_us"`
	Network struct {
		GroupBy [][]any `json:"groupby"`
	} `json:"network"`
	VirusTotal map[string]float64 `json:"virustotal_last_analysis_stats"`
	TheHive    struct {
		CaseFields       []string       `json:"case_answer_fields"`
		Case             map[string]any `json:"case_answer"`
		ObservableFields []string       `json:"observable_answer_fields"`
		Observable       map[string]any `json:"observable_answer"`
	} `json:"thehive"`
}

// talkMoment is when the talk's case was opened.
var talkMoment = time.Date(2022, 11, 30, 16, 24, 32, 0, time.UTC)

// running are the labs that the tests share, by their clocks; TestMain ends them.
var running = map[time.Time]*Lab{}

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(Main(os.Args[2:], os.Stdout, os.Stderr))
	}
	code := m.Run()
	for _, l := range running {
		l.Close()
	}
	os.Exit(code)
}

// at returns a lab with the default documents whose clock stands at a moment.
func at(t *testing.T, clock time.Time) *Lab {
	t.Helper()
	if running[clock] == nil {
		l, err := Start(context.Background(), Options{Clock: clock})
		if err != nil {
			t.Fatal(err)
		}
		running[clock] = l
	}
	return running[clock]
}

func talk(t *testing.T, clock time.Time) (*Lab, talkOutputs) {
	t.Helper()
	var want talkOutputs
	if err := json.Unmarshal(recordings.Read(t, "talk/talk_outputs.json"), &want); err != nil {
		t.Fatal(err)
	}
	return at(t, clock), want
}

// sources returns the sources of all hits of the talk's first hunt, in its own words.
func sources(t *testing.T, l *Lab) []map[string]any {
	t.Helper()
	const body = `{"size": 1000, "query": {"bool": {"must": [{"query_string": {"query": "data_stream.dataset:endpoint.events.process AND process.name:powershell.exe"}}],
		"filter": [{"range": {"@timestamp": {"gte": "now-120d/d", "lt": "now/d", "format": "basic_date"}}}]}}}`
	_, out := send(t, "POST", l.URL()+"/logs-endpoint.events*/_search", body)
	var all []map[string]any
	for _, h := range out["hits"].(map[string]any)["hits"].([]any) {
		all = append(all, h.(map[string]any)["_source"].(map[string]any)["process"].(map[string]any))
	}
	return all
}

// parentOf is a process's parent, as the talk's table has it.
func parentOf(process map[string]any) string {
	if parent, ok := process["parent"].(map[string]any); ok {
		return parent["name"].(string)
	}
	return "nan"
}

// printed is a command line as the talk printed it: 200 characters, blanks at the end gone.
func printed(line string) string {
	if len(line) > 200 {
		line = line[:197] + "..."
	}
	return strings.TrimSpace(line)
}

// TestTalkStacks compares both stacks of the first hunt.
func TestTalkStacks(t *testing.T) {
	for _, clock := range []time.Time{DefaultClock, talkMoment} {
		l, want := talk(t, clock)
		parents, lines := map[string]int{}, map[string]int{}
		for _, p := range sources(t, l) {
			parents[parentOf(p)]++
			lines[printed(p["command_line"].(string))+" <- "+parentOf(p)]++
		}
		sameCounts(t, "by parent", parents, want.Parents.Rows, func(row []any) string { return row[1].(string) })
		sameCounts(t, "by command line and parent", lines, want.Lines.Rows, func(row []any) string { return printed(row[1].(string)) + " <- " + row[2].(string) })
	}
}

func sameCounts(t *testing.T, what string, got map[string]int, rows [][]any, key func([]any) string) {
	t.Helper()
	want := map[string]int{}
	for _, row := range rows {
		want[key(row)] = int(row[0].(float64))
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// sql runs a statement to the end of its cursor, and returns the first page's size and all rows.
func sql(t *testing.T, l *Lab, query string) (first int, rows [][]any) {
	t.Helper()
	body := map[string]any{"query": query}
	for {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		status, out := send(t, "POST", l.URL()+"/_sql?format=json", string(text))
		if status != 200 {
			t.Fatalf("%s: %v", query, out)
		}
		for _, row := range out["rows"].([]any) {
			rows = append(rows, row.([]any))
		}
		if first == 0 {
			first = len(rows)
		}
		if out["cursor"] == nil {
			return first, rows
		}
		body = map[string]any{"cursor": out["cursor"]}
	}
}

const byDay = `SELECT "@timestamp", "process.name","process.command_line" FROM "logs-endpoint.events*" where "process.name" = 'powershell.exe' AND "process.command_line" IS NOT NULL AND "@timestamp" > TODAY() - INTERVAL %d DAY LIMIT 10000`

// TestTalkSeries compares the series by day: 90 days by the talk's own clock, 91 by the default one.
func TestTalkSeries(t *testing.T) {
	for _, c := range []struct {
		clock time.Time
		days  int
	}{{talkMoment, 90}, {DefaultClock, 91}} {
		l, want := talk(t, c.clock)
		_, rows := sql(t, l, fmt.Sprintf(byDay, c.days))
		got := map[string]map[string]float64{}
		for _, row := range rows {
			command, day := row[2].(string), row[0].(string)[:10]
			if got[command] == nil {
				got[command] = map[string]float64{}
			}
			got[command][day]++
		}
		series := map[string]map[string]float64{}
		points := 0
		for _, s := range want.Series {
			series[s.Command] = map[string]float64{}
			for _, p := range s.Points {
				series[s.Command][p[0].(string)] = p[1].(float64)
				points++
			}
		}
		if len(rows) != 166 || len(got) != 13 || points != 77 || !reflect.DeepEqual(got, series) {
			t.Errorf("clock %s: %d executions in %d series:\n got %v\nwant %v", c.clock, len(rows), len(got), got, series)
		}
	}
}

// TestTalkConnections compares the first page and head of the second hunt, and looks behind it.
func TestTalkConnections(t *testing.T) {
	l, want := talk(t, DefaultClock)
	first, rows := sql(t, l, `SELECT "@timestamp", "process.name","source.ip","source.port","destination.ip","destination.port" FROM "logs-endpoint.events*" where "process.name" = 'powershell.exe' and "destination.ip" IS NOT NULL and "@timestamp" > TODAY() - INTERVAL 90 DAY LIMIT 10000`)
	if first != int(want.Network.GroupBy[0][2].(float64)) || len(rows) != 2417 {
		t.Errorf("%d rows on the first page, %d in all", first, len(rows))
	}
	for i, head := range []string{"2022-09-30T21:02:02.508Z 58100", "2022-11-18T05:58:53.998Z 55563", "2022-09-30T21:02:02.751Z 58101", "2022-11-18T05:58:53.998Z 55563", "2022-11-18T05:58:54.236Z 55564"} {
		if got := fmt.Sprint(rows[i][0], " ", rows[i][3]); got != head {
			t.Errorf("row %d is %s, want %s", i, got, head)
		}
	}
	for _, row := range rows {
		if row[2] != want.Network.GroupBy[0][0] || row[4] != want.Network.GroupBy[0][1] || row[5] != 80.0 {
			t.Fatalf("another connection: %v", row)
		}
	}
}

// TestTalkEncoded decodes the two encoded commands.
func TestTalkEncoded(t *testing.T) {
	l, want := talk(t, DefaultClock)
	found := map[string]bool{}
	for _, p := range sources(t, l) {
		fields := strings.Fields(p["command_line"].(string))
		raw, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
		if err != nil || len(raw) != 276 {
			continue
		}
		units := make([]uint16, len(raw)/2)
		for i := range units {
			units[i] = uint16(raw[2*i]) | uint16(raw[2*i+1])<<8
		}
		found[string(utf16.Decode(units))] = true
	}
	for _, e := range want.Encoded {
		if !found[e.Decoded] {
			t.Errorf("not there: %s", e.Decoded)
		}
	}
	if len(found) != len(want.Encoded) {
		t.Errorf("%d encoded commands", len(found))
	}
}

// TestTalkServices compares VirusTotal's counts and the members and numbers of TheHive's answers.
func TestTalkServices(t *testing.T) {
	l, want := talk(t, talkMoment)
	out := call(t, l, "virustotal", "GET", "/api/v3/ip_addresses/58.158.177.102", "")
	stats := out["data"].(map[string]any)["attributes"].(map[string]any)["last_analysis_stats"].(map[string]any)
	for name, n := range want.VirusTotal {
		if stats[name] != n {
			t.Errorf("VirusTotal: %s is %v, want %v", name, stats[name], n)
		}
	}
	c := call(t, l, "thehive", "POST", "/api/case", `{"title": "a", "description": "b", "tlp": 2, "startDate": 1669825472000, "tags": ["Jupyterthon2022,Hunt,Powershell"]}`)
	sameMembers(t, c, want.TheHive.CaseFields, want.TheHive.Case)
	o := callList(t, l, "thehive", "/api/case/"+c["id"].(string)+"/artifact", `{"dataType": "ip", "data": ["58.158.177.102"], "tlp": 1, "ioc": true, "message": "test", "tags": ["Hunt"]}`)
	sameMembers(t, o[0].(map[string]any), want.TheHive.ObservableFields, want.TheHive.Observable)
}

// sameMembers compares names, and values but for the milliseconds of the moment.
func sameMembers(t *testing.T, got map[string]any, names []string, values map[string]any) {
	t.Helper()
	var have []string
	for name := range got {
		have = append(have, name)
	}
	sort.Strings(have)
	sort.Strings(names)
	if !reflect.DeepEqual(have, names) {
		t.Errorf("members:\n got %v\nwant %v", have, names)
	}
	for name, v := range values {
		if name == "createdAt" || name == "startDate" {
			continue
		}
		if fmt.Sprint(got[name]) != fmt.Sprint(v) {
			t.Errorf("%s is %v, want %v", name, got[name], v)
		}
	}
}
