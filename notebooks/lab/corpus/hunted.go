package corpus

import (
	"strconv"
	"strings"
	"time"

	"gohunt/notebooks/lab/index"
)

// day is how many events of a series came on a day.
type day struct {
	date time.Time
	n    int
}

// days reads "0901*4 0902-0922*2", days of 2022.
func days(text string) []day {
	var all []day
	for _, part := range strings.Fields(text) {
		span, count, _ := strings.Cut(part, "*")
		from, to, ranged := strings.Cut(span, "-")
		if !ranged {
			to = from
		}
		n, _ := strconv.Atoi(count)
		for d := date(from); !d.After(date(to)); d = d.AddDate(0, 0, 1) {
			all = append(all, day{d, n})
		}
	}
	return all
}

func date(monthDay string) time.Time {
	t, err := time.Parse("20060102", "2022"+monthDay)
	if err != nil {
		return time.Time{}
	}
	return t
}

// talk adds the processes that the talk hunts.
func (g *generator) talk() {
	for _, s := range talk {
		for _, d := range days(s.days + " " + s.august) {
			g.onDay(s, d)
		}
	}
	g.policyTest()
}

// onDay adds a day's events of a series: starts with their ends, and a start alone for an odd one.
func (g *generator) onDay(s series, d day) {
	for n := d.n; n > 0; n -= 2 {
		g.run(g.talkEvent(s, g.hour(s, d.date)), n > 1)
	}
}

// hour is a moment of the day at which a series happens: Windows's telemetry by night, people by day.
func (g *generator) hour(s series, d time.Time) time.Time {
	if s.user == system.name {
		return g.between(d.Add(3*time.Hour), d.Add(4*time.Hour))
	}
	return g.between(d.Add(9*time.Hour), d.Add(20*time.Hour))
}

func (g *generator) talkEvent(s series, at time.Time) event {
	h := g.victim()
	p := programs["powershell.exe"]
	if strings.Contains(s.command, "SysWOW64") {
		p.folder = `C:\Windows\SysWOW64\WindowsPowerShell\v1.0\`
		p = p.known()
	}
	e := event{at: at, host: h, user: account(h, s.user), process: process{program: p, pid: g.pid(), started: at, command: s.command}}
	if s.parent != "" {
		e.parent = &process{program: programs[s.parent], pid: g.pid(), started: at.Add(-time.Minute)}
	}
	return e
}

func account(h *host, name string) user {
	for _, u := range h.users {
		if u.name == name {
			return u
		}
	}
	return system
}

// policyTest adds the file that PowerShell writes to see which scripts it may run.
func (g *generator) policyTest() {
	d := days(policyTest.days)[0]
	e := g.talkEvent(policyTest, g.hour(policyTest, d.date))
	e.dataset, e.action, e.category, e.kind = "file", "creation", []any{"file"}, []any{"creation"}
	name := "__PSScriptPolicyTest_" + digest("policy", 4) + ".ps1"
	e.extra = []index.Leaf{value("file.name", name), value("file.extension", "ps1"), value("file.path", `C:\Users\Leolabs-win\AppData\Local\Temp\`+name)}
	g.add(e)
}

// The connections of powershell.exe to the address that the talk finds.
const (
	beaconTo    = "58.158.177.102"
	beaconPort  = 80
	beaconTotal = 2417
	fastRows    = 850  // of September 30, a quarter of a second apart
	doubledRows = 1000 // of November 18, each connection reported twice

	printedPairs = 2 // the talk printed a row of each session twice, then one more of the second
)

// beacon adds the connections. The two long sessions are interleaved as two shards would give them, and
// begin with the five rows that the talk printed; slower ones on other days follow.
func (g *generator) beacon() {
	fast := g.session(time.Date(2022, 9, 30, 21, 2, 2, 508e6, time.UTC), 58100, 243, 1, fastRows)
	twice := g.session(time.Date(2022, 11, 18, 5, 58, 53, 998e6, time.UTC), 55563, 238, 2, doubledRows)
	for i := 0; i < max(len(fast), len(twice)); i++ {
		shards := [][]call{fast, twice}
		if i >= printedPairs {
			shards[0], shards[1] = twice, fast
		}
		for _, s := range shards {
			if i < len(s) {
				g.call(s[i])
			}
		}
	}
	slow := []string{"0914", "0915", "0924", "1001", "1031", "1110", "1114", "1116"}
	rest := beaconTotal - fastRows - doubledRows
	for i, d := range slow {
		n := rest*(i+1)/len(slow) - rest*i/len(slow)
		for _, c := range g.session(date(d).Add(time.Duration(10+i)*time.Hour), 50000+int64(i)*700, 5000, 1, n) {
			g.call(c)
		}
	}
}

// call is one connection: when, and from which port.
type call struct {
	at   time.Time
	port int64
}

// session returns n rows from a moment on, step milliseconds apart and a little off, each times over. The
// second connection comes exactly a step after the first.
func (g *generator) session(at time.Time, port int64, step, times, n int) []call {
	calls := make([]call, 0, n)
	for i := 0; len(calls) < n; i++ {
		for j := 0; j < times && len(calls) < n; j++ {
			calls = append(calls, call{at, port})
		}
		at = at.Add(time.Duration(step) * time.Millisecond)
		if i > 0 {
			at = at.Add(time.Duration(g.chance.IntN(step/20)) * time.Millisecond)
		}
		port++
	}
	return calls
}

func (g *generator) call(c call) {
	h := g.victim()
	p := process{program: programs["powershell.exe"], pid: 7312, started: c.at.Truncate(24 * time.Hour)}
	g.connect(event{at: c.at, host: h, user: h.users[0], process: p}, beaconTo, beaconPort, c.port)
}
