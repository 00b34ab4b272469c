package hunt_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gohunt/hunt"
)

// starts are six process starts.
func starts() *hunt.Frame {
	at := func(hour int) time.Time { return time.Date(2022, 9, 30, hour, 0, 0, 0, time.UTC) }
	return hunt.From([]hunt.Row{
		{"@timestamp": at(8), "host.name": "win-1", "process.name": "powershell.exe", "process.parent.name": "explorer.exe", "pid": 10},
		{"@timestamp": at(9), "host.name": "win-1", "process.name": "powershell.exe", "process.parent.name": "mshta.exe", "pid": 11},
		{"@timestamp": at(10), "host.name": "win-2", "process.name": "cmd.exe", "process.parent.name": "explorer.exe", "pid": 12},
		{"@timestamp": at(30), "host.name": "win-2", "process.name": "cmd.exe", "process.parent.name": "explorer.exe", "pid": 13},
		{"@timestamp": at(31), "host.name": "win-3", "process.name": "powershell.exe", "process.parent.name": nil, "pid": 14},
	})
}

func ExampleFrame() {
	f := starts().Where("process.name = ?", "powershell.exe")
	fmt.Println(f.Stack("process.parent.name"))
	// Output:
	// process.parent.name  n
	// ───────────────────  ─
	// explorer.exe         1
	// mshta.exe            1
	// (null)               1
	// 3 rows · 2 columns
}

func ExampleFrame_Where() {
	f := starts().Where("process.parent.name IN (?) AND @timestamp >= ?",
		[]string{"mshta.exe", "explorer.exe"}, time.Date(2022, 9, 30, 9, 0, 0, 0, time.UTC))
	fmt.Println(f.Ints("pid"))
	// Output: [11 12 13]
}

// A text column that is compared with a number warns, and counts the values that are none.
func ExampleFrame_Where_textAndNumber() {
	flows := hunt.From([]hunt.Row{{"destination.port": "443"}, {"destination.port": "80"}, {"destination.port": "n/a"}})
	fmt.Println(flows.Where("destination.port < 1024"))
	// Output:
	// destination.port
	// ────────────────
	// 443
	// 80
	// 2 rows · 1 column
	// ⚠ destination.port is text and is compared with a number: 1 of 3 values are no number and match nothing
}

// A name that is no column fails at its own line.
func ExampleError() {
	err := func() (err error) {
		defer hunt.Catch(&err)
		starts().Where("process.nmae = 'cmd.exe'")
		return nil
	}()
	var e *hunt.Error
	fmt.Println(errors.As(err, &e), e.Step, "|", e.On, "|", e.Err, "|", e.Hint)
	// Output: true Where | process.nmae = 'cmd.exe' | no column process.nmae | did you mean process.name?
}

func ExampleCatch() {
	count := func() (n int, err error) {
		defer hunt.Catch(&err)
		return hunt.Read("no-such-file.json").Len(), nil
	}
	_, err := count()
	fmt.Println(err)
	// Output:
	// Read no-such-file.json: there is no such file
	//   try: a relative path starts at the notebook's folder
}

func ExampleFrame_Select() {
	fmt.Println(starts().Select("pid", "upper(process.name) AS name").Head(2))
	// Output:
	// pid  name
	// ───  ──────────────
	//  10  POWERSHELL.EXE
	//  11  POWERSHELL.EXE
	// 2 rows · 2 columns
}

func ExampleFrame_With() {
	fmt.Println(starts().With("day", "@timestamp::DATE").With("late", "pid > ?", 12).Select("day", "late").Distinct())
	// Output:
	// day         late
	// ──────────  ─────
	// 2022-09-30  false
	// 2022-10-01  true
	// 2 rows · 2 columns
}

func ExampleFrame_OrderBy() {
	fmt.Println(starts().OrderBy("process.parent.name", "pid DESC").Ints("pid"))
	// Output: [13 12 10 11 14]
}

func ExampleFrame_Head() {
	fmt.Println(starts().Head().Len(), starts().Head(2).Len())
	// Output: 5 2
}

func ExampleFrame_Distinct() {
	fmt.Println(starts().Distinct("host.name").Strings("host.name"))
	// Output: [win-1 win-2 win-3]
}

func ExampleFrame_Stack() {
	fmt.Println(starts().Stack("process.name", "process.parent.name"))
	// Output:
	// process.name    process.parent.name  n
	// ──────────────  ───────────────────  ─
	// powershell.exe  explorer.exe         1
	// powershell.exe  mshta.exe            1
	// powershell.exe  (null)               1
	// cmd.exe         explorer.exe         2
	// 4 rows · 3 columns
}

func ExampleFrame_GroupBy() {
	fmt.Println(starts().GroupBy("@timestamp::DATE AS day", "process.name").Count())
	// Output:
	// day         process.name    n
	// ──────────  ──────────────  ─
	// 2022-09-30  cmd.exe         1
	// 2022-09-30  powershell.exe  2
	// 2022-10-01  cmd.exe         1
	// 2022-10-01  powershell.exe  1
	// 4 rows · 3 columns
}

func ExampleGroups_Count() {
	fmt.Println(starts().GroupBy().Count().First().Int("n"))
	// Output: 5
}

func ExampleGroups_Sum() {
	fmt.Println(starts().GroupBy("host.name").Sum("pid").Ints("pid.sum"))
	// Output: [21 25 14]
}

func ExampleGroups_Min() {
	fmt.Println(starts().GroupBy("process.name").Min("@timestamp").Times("@timestamp.min"))
	// Output: [2022-09-30 10:00:00 +0000 UTC 2022-09-30 08:00:00 +0000 UTC]
}

func ExampleGroups_Max() {
	fmt.Println(starts().GroupBy("process.name").Max("pid").Ints("pid.max"))
	// Output: [13 14]
}

func ExampleGroups_Mean() {
	fmt.Println(starts().GroupBy("host.name").Mean("pid").Floats("pid.mean"))
	// Output: [10.5 12.5 14]
}

func ExampleGroups_Agg() {
	fmt.Println(starts().GroupBy("process.name").Agg("count(DISTINCT host.name) AS hosts", "min(@timestamp) AS first"))
	// Output:
	// process.name    hosts  first
	// ──────────────  ─────  ────────────────────
	// cmd.exe             1  2022-09-30T10:00:00Z
	// powershell.exe      2  2022-09-30T08:00:00Z
	// 2 rows · 3 columns
}

func ExampleSQL() {
	starts().As("process_starts")
	fmt.Println(hunt.SQL(`
		SELECT s.process.parent.name, count(*) AS n FROM process_starts s
		WHERE s.host.name <> ? GROUP BY ALL ORDER BY n DESC`, "win-3"))
	// Output:
	// process.parent.name  n
	// ───────────────────  ─
	// explorer.exe         3
	// mshta.exe            1
	// 2 rows · 2 columns
}

func ExampleFrame_As() {
	starts().Where("process.name = 'cmd.exe'").As("shells")
	fmt.Println(hunt.SQL("SELECT max(pid) AS last FROM shells").First().Int("last"))
	// Output: 13
}

func ExampleFrame_Refresh() {
	path := filepath.Join(os.TempDir(), "gohunt-example-refresh.ndjson")
	defer os.Remove(path)
	os.WriteFile(path, []byte(`{"n":1}`), 0o600)
	before := hunt.Read(path)
	os.WriteFile(path, []byte(`{"n":1}{"n":2}`), 0o600)
	fmt.Println(before.Len(), before.Refresh().Len(), before.Len())
	// Output: 1 2 1
}

func ExampleFrame_Explain() {
	query := fmt.Sprint(starts().Where("pid > ?", 10).Stack("host.name").Explain())
	fmt.Println(query[strings.Index(query, "SELECT"):strings.Index(query, "FROM")])
	// Output: SELECT "host.name", count(*) AS "n"
}

func ExampleFrame_Columns() {
	fmt.Println(starts().Stack("host.name").Columns())
	// Output: [host.name n]
}

func ExampleFrame_Len() {
	fmt.Println(starts().Where("pid > 12").Len())
	// Output: 2
}

func ExampleFrame_First() {
	row := starts().OrderBy("pid DESC").First()
	fmt.Println(row.Str("host.name"), row.Int("pid"), row.Time("@timestamp"), row["process.parent.name"])
	// Output: win-3 14 2022-10-01 07:00:00 +0000 UTC <nil>
}

func ExampleFrame_Rows() {
	for _, row := range starts().Head(2).Rows() {
		fmt.Println(row.Str("process.name"), row.Float("pid"))
	}
	// Output:
	// powershell.exe 10
	// powershell.exe 11
}

func ExampleFrame_Each() {
	hosts := map[string]int{}
	starts().Each(func(r hunt.Row) { hosts[r.Str("host.name")]++ })
	fmt.Println(hosts)
	// Output: map[win-1:2 win-2:2 win-3:1]
}

func ExampleFrame_Strings() {
	fmt.Printf("%q\n", starts().Strings("process.parent.name"))
	// Output: ["explorer.exe" "mshta.exe" "explorer.exe" "explorer.exe" ""]
}

func ExampleFrame_Ints() {
	fmt.Println(starts().Ints("pid"))
	// Output: [10 11 12 13 14]
}

func ExampleFrame_Floats() {
	fmt.Println(starts().With("half", "pid / 2").Floats("half"))
	// Output: [5 5.5 6 6.5 7]
}

func ExampleFrame_Times() {
	fmt.Println(starts().Times("@timestamp")[3])
	// Output: 2022-10-01 06:00:00 +0000 UTC
}

func ExampleFrame_Arrow() {
	t := starts().Arrow()
	fmt.Println(t.NumRows(), t.Schema().Field(0).Type)
	// Output: 5 timestamp[us]
}

func ExampleFromArrow() {
	fmt.Println(hunt.FromArrow(starts().Arrow()).Where("pid = 10").Len())
	// Output: 1
}

func ExampleFrom() {
	type alert struct {
		At   time.Time `hunt:"@timestamp"`
		Rule string    `json:"rule.name"`
		Hits int
	}
	fmt.Println(hunt.From([]alert{{time.Date(2022, 9, 30, 8, 0, 0, 0, time.UTC), "encoded PowerShell", 4}}))
	// Output:
	// @timestamp            rule.name           Hits
	// ────────────────────  ──────────────────  ────
	// 2022-09-30T08:00:00Z  encoded PowerShell     4
	// 1 row · 3 columns
}

func ExampleRead() {
	path := filepath.Join(os.TempDir(), "gohunt-example-read.ndjson")
	defer os.Remove(path)
	os.WriteFile(path, []byte(`{"process":{"name":"cmd.exe","pid":4}}`+"\n"+`{"process":{"name":"mshta.exe"}}`), 0o600)
	fmt.Println(hunt.Read(path).Stack("process.pid").Strings("process.pid"))
	// Output: [4 ]
}

func ExampleFrame_Save() {
	path := filepath.Join(os.TempDir(), "gohunt-example-save.csv")
	defer os.Remove(path)
	starts().Select("@timestamp", "pid").Head(1).Save(path)
	text, _ := os.ReadFile(path)
	fmt.Print(string(text))
	// Output:
	// @timestamp,pid
	// 2022-09-30T08:00:00.000000Z,10
}

func ExampleFrame_Vertical() {
	fmt.Println(starts().Select("process.name", "pid").Head(1).Vertical())
	// Output:
	// ─ record 1 ───
	// process.name  powershell.exe
	// pid           10
	// 1 row · 2 columns
}

func ExampleRecords() {
	fmt.Println(len(starts().Vertical().MIME()))
	// Output: 2
}

func ExampleFrame_Decode() {
	f := hunt.From([]hunt.Row{{"cmd": "powershell -enc dwBoAG8AYQBtAGkAIAAvAGEAbABsAA=="}, {"cmd": "dir"}})
	fmt.Println(f.Decode("cmd").Select("decoded.text", "decoded.encoding", "decoded.start"))
	// Output:
	// decoded.text  decoded.encoding  decoded.start
	// ────────────  ────────────────  ─────────────
	// whoami /all   base64/utf-16le              16
	// (null)        (null)                   (null)
	// 2 rows · 3 columns
}

func ExampleDecode() {
	fmt.Println(hunt.Decode("powershell -enc dwBoAG8AYQBtAGkAIAAvAGEAbABsAA=="))
	// Output: whoami /all
}

func ExampleDecoded_Texts() {
	fmt.Println(len(hunt.Decode("nothing here").Texts()))
	// Output: 0
}
