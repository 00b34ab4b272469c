package corpus

import (
	"time"

	"gohunt/notebooks/lab/index"
)

// perDay is how many things a busy workstation does on a working day; most leave two or three events.
const perDay = 5

// background adds what everybody else does, host by host and day by day.
func (g *generator) background() {
	for _, h := range g.hosts {
		for d := first; d.Before(last); d = d.AddDate(0, 0, 1) {
			g.hostDay(h, d)
		}
	}
}

func (g *generator) hostDay(h *host, d time.Time) {
	working := d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
	if !h.server && !working && g.chance.IntN(5) > 0 {
		return
	}
	if h.server {
		g.some(h, serverHabits, d, 2, g.anytime)
	} else {
		g.logon(h, d)
		busy := perDay
		if !working {
			busy = 2
		}
		g.some(h, office, d, busy, g.officeHours)
	}
	g.some(h, machine, d, 2, g.anytime)
	if working && d.Before(quiet) {
		g.administration(h, d)
	}
}

func (g *generator) anytime(d time.Time) time.Time { return g.between(d, d.AddDate(0, 0, 1)) }

// officeHours is a moment between 7 and 19, most of them in the middle of the morning and the afternoon.
func (g *generator) officeHours(d time.Time) time.Time {
	peak := []int{9, 14}[g.chance.IntN(2)]
	minutes := g.chance.NormFloat64() * 75
	minutes = min(max(minutes, -150), 300)
	return d.Add(time.Duration(peak)*time.Hour + time.Duration(minutes*float64(time.Minute))).Truncate(time.Millisecond)
}

func (g *generator) some(h *host, habits []habit, d time.Time, n int, when func(time.Time) time.Time) {
	for n += g.chance.IntN(3) - 1; n > 0; n-- {
		at := when(d)
		if at.Before(last) {
			g.do(h, g.pick(habits), at)
		}
	}
}

func (g *generator) pick(habits []habit) habit {
	total := 0
	for _, a := range habits {
		total += a.weight
	}
	n := g.chance.IntN(total)
	for _, a := range habits {
		if n -= a.weight; n < 0 {
			return a
		}
	}
	return habits[0]
}

// do adds a process, and now and then what it connects to, writes or sets.
func (g *generator) do(h *host, a habit, at time.Time) {
	p := programs[a.program]
	u := h.users[g.chance.IntN(len(h.users))]
	if a.system {
		u = system
	}
	e := event{at: at, host: h, user: u, parent: &process{program: programs[a.parent], pid: g.pid(), started: at.Add(-time.Hour)}}
	e.process = process{program: p, pid: g.pid(), started: at, command: a.command(p, func() int { return g.chance.IntN(9000) + 100 })}
	g.run(e, g.chance.IntN(3) > 0)
	for range min(len(a.calls), 1+g.chance.IntN(2)) {
		g.callService(e, a.calls[g.chance.IntN(len(a.calls))])
	}
	switch g.chance.IntN(12) {
	case 0, 1:
		g.writeFile(e)
	case 2:
		g.setRegistry(e)
	}
}

// callService adds a name look-up and the connection that follows it.
func (g *generator) callService(e event, name string) {
	addresses := services[name]
	to := addresses[g.chance.IntN(len(addresses))]
	e.at = e.at.Add(time.Duration(20+g.chance.IntN(400)) * time.Millisecond)
	lookup := e
	lookup.dataset, lookup.action, lookup.category, lookup.kind = "network", "lookup_result", []any{"network"}, []any{"info", "protocol"}
	lookup.process.command, lookup.parent = "", nil
	lookup.extra = []index.Leaf{value("dns.question.name", name), value("dns.question.type", "A"), list("dns.resolved_ip", to), value("network.protocol", "dns")}
	if g.chance.IntN(2) == 0 {
		g.add(lookup)
	}
	e.at = e.at.Add(time.Duration(5+g.chance.IntN(40)) * time.Millisecond)
	g.connect(e, to, 443, 49152+g.chance.Int64N(16000))
}

func (g *generator) writeFile(e event) {
	e.at = e.at.Add(time.Duration(g.chance.IntN(900)) * time.Millisecond)
	e.dataset, e.action, e.category, e.kind = "file", "creation", []any{"file"}, []any{"creation"}
	extension := []string{"tmp", "log", "dat", "docx", "xlsx", "json"}[g.chance.IntN(6)]
	name := digest(itoa(g.chance.Int()), 5) + "." + extension
	e.process.command, e.parent = "", nil
	e.extra = []index.Leaf{value("file.name", name), value("file.extension", extension),
		value("file.path", `C:\Users\`+e.user.name+`\AppData\Local\Temp\`+name), value("file.size", g.chance.Int64N(1<<20))}
	g.add(e)
}

func (g *generator) setRegistry(e event) {
	e.at = e.at.Add(time.Duration(g.chance.IntN(900)) * time.Millisecond)
	e.dataset, e.action, e.category, e.kind = "registry", "modification", []any{"registry"}, []any{"change"}
	key := `SOFTWARE\Microsoft\Windows\CurrentVersion\` + []string{`Run`, `Explorer\RecentDocs`, `Uninstall\Teams`}[g.chance.IntN(3)]
	e.process.command, e.parent = "", nil
	e.extra = []index.Leaf{value("registry.hive", "HKLM"), value("registry.key", key), value("registry.path", `HKLM\`+key+`\Last`), value("registry.value", "Last")}
	g.add(e)
}

// logon adds the morning's logon of a workstation.
func (g *generator) logon(h *host, d time.Time) {
	at := d.Add(7*time.Hour + time.Duration(g.chance.IntN(100))*time.Minute)
	if !at.Before(last) {
		return
	}
	g.add(event{dataset: "security", at: at, host: h, user: h.users[0], action: "log_on", category: []any{"authentication", "session"}, kind: []any{"start"},
		process: process{program: programs["lsass.exe"], pid: 712, started: d},
		extra:   []index.Leaf{value("event.outcome", "success"), value("winlog.logon.type", "Interactive"), value("source.ip", "127.0.0.1")}})
}

// administration adds what the administrators did with powershell.exe before they stopped.
func (g *generator) administration(h *host, d time.Time) {
	if g.chance.IntN(3) > 0 {
		return
	}
	at := g.officeHours(d)
	e := event{at: at, host: h, user: h.users[0], parent: &process{program: programs["explorer.exe"], pid: g.pid(), started: d}}
	e.process = process{program: programs["powershell.exe"], pid: g.pid(), started: at,
		command: `powershell.exe -NoProfile -File "\\SRV-FILE-01\it\inventory.ps1" -Host ` + h.name}
	g.run(e, true)
	g.callService(e, "www.powershellgallery.com")
}
