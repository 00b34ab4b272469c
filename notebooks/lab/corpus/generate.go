package corpus

import (
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"gohunt/notebooks/lab/index"
)

func itoa(n int) string { return strconv.Itoa(n) }

// DefaultSeed is the seed of the documents that the notebooks show.
const DefaultSeed = 2022

var (
	// first and last bound the background: five months up to the lab's clock.
	first = time.Date(2022, 7, 1, 0, 0, 0, 0, time.UTC)
	last  = time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC)
	// quiet is the day from which the background has no powershell.exe: 120 days before the talk, and some.
	quiet = time.Date(2022, 8, 1, 0, 0, 0, 0, time.UTC)
)

// generator makes events from one source of chance.
type generator struct {
	chance *rand.Rand
	hosts  []*host
	events []event
}

// Generate gives all documents of a seed, in the order in which they were indexed: by time, but for the
// connections of the talk, which lead so that they are the first page of whoever reads them unsorted. Each
// document is laid out when it is asked for.
func Generate(seed uint64) iter.Seq[Document] {
	return func(yield func(Document) bool) {
		for i, e := range events(seed) {
			if !yield(e.document(int64(i + 1))) {
				return
			}
		}
	}
}

func events(seed uint64) []event {
	g := &generator{chance: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), hosts: fleet()}
	g.beacon()
	lead := len(g.events)
	g.talk()
	g.background()
	slices.SortStableFunc(g.events[lead:], func(a, b event) int { return a.at.Compare(b.at) })
	return g.events
}

func (g *generator) add(e event) { g.events = append(g.events, e) }

func (g *generator) victim() *host {
	for _, h := range g.hosts {
		if h.number == victim {
			return h
		}
	}
	return g.hosts[0]
}

// between returns a moment from from up to, not including, to, in whole milliseconds.
func (g *generator) between(from, to time.Time) time.Time {
	return from.Add(time.Duration(g.chance.Int64N(to.Sub(from).Milliseconds())) * time.Millisecond)
}

func (g *generator) pid() int64 { return 4 * (200 + g.chance.Int64N(4000)) }

// run adds the start of a process and, if it ended, its end.
func (g *generator) run(e event, ends bool) {
	e.dataset, e.action = "process", "start"
	e.category, e.kind = []any{"process"}, []any{"start"}
	g.add(e)
	if !ends {
		return
	}
	e.at = e.at.Add(time.Duration(300+g.chance.IntN(1500)) * time.Millisecond)
	e.action, e.kind = "end", []any{"end"}
	e.extra = append(slices.Clone(e.extra), value("process.exit_code", int64(0)))
	g.add(e)
}

// connect adds a connection of a process.
func (g *generator) connect(e event, to string, port int64, source int64) {
	e.dataset, e.action = "network", "connection_attempted"
	e.category, e.kind = []any{"network"}, []any{"start"}
	e.process.command, e.parent = "", nil
	e.extra = []index.Leaf{
		value("source.ip", e.host.address()), value("source.address", e.host.address()), value("source.port", source),
		value("destination.ip", to), value("destination.address", to), value("destination.port", port),
		value("network.transport", "tcp"), value("network.type", "ipv4"), value("network.direction", "egress"),
	}
	g.add(e)
}

// Since is the day of the first document, after which the backing indices are named.
func Since() time.Time { return first }
