package corpus

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"gohunt/notebooks/lab/index"
)

// Document is one event, ready for the index of its data stream.
type Document struct {
	Stream string // logs-endpoint.events.process-default
	ID     string
	At     time.Time
	Source []byte
	Leaves []index.Leaf
}

// event is one thing that Elastic Defend reports.
type event struct {
	dataset  string // "process", "network", "file", "registry" or "security"
	at       time.Time
	host     *host
	user     user
	action   string
	category []any
	kind     []any // event.type
	process  process
	parent   *process
	extra    []index.Leaf
}

// process is a running program.
type process struct {
	program program
	pid     int64
	started time.Time
	command string
}

func value(name string, v any) index.Leaf { return index.Leaf{Name: name, Value: v} }

func list(name string, v ...any) index.Leaf { return index.Leaf{Name: name, Values: v, Array: true} }

// document lays an event out in ECS.
func (e event) document(sequence int64) Document {
	leaves := make([]index.Leaf, 0, 72)
	leaves = append(leaves, e.host.leaves...)
	leaves = append(leaves, e.user.leaves()...)
	leaves = append(leaves, e.event(sequence)...)
	leaves = append(leaves, e.process.leaves("process.", e.host)...)
	if e.parent != nil {
		leaves = append(leaves, e.parent.leaves("process.parent.", e.host)...)
	}
	leaves = append(leaves, e.extra...)
	return Document{Stream: Stream(e.dataset), ID: id(e.dataset, sequence), At: e.at, Source: source(leaves), Leaves: leaves}
}

// Stream returns the name of the data stream of a data set of Elastic Defend's: "process", "network", ...
func Stream(dataset string) string { return "logs-endpoint.events." + dataset + "-default" }

func (e event) event(sequence int64) []index.Leaf {
	dataset := "endpoint.events." + e.dataset
	return []index.Leaf{
		value("@timestamp", e.at),
		value("message", "Endpoint "+e.dataset+" event"),
		value("ecs.version", "1.11.0"),
		value("data_stream.dataset", dataset), value("data_stream.namespace", "default"), value("data_stream.type", "logs"),
		value("event.action", e.action), list("event.category", e.category...), list("event.type", e.kind...),
		value("event.kind", "event"), value("event.module", "endpoint"), value("event.dataset", dataset),
		value("event.created", e.at), value("event.ingested", e.at.Add(1500*time.Millisecond+time.Duration(sequence%977)*time.Millisecond)),
		value("event.sequence", sequence), value("event.id", id("event", sequence)), value("event.agent_id_status", "verified"),
	}
}

// leaves are a process's own fields below prefix ("process." or "process.parent.").
func (p process) leaves(prefix string, h *host) []index.Leaf {
	l := []index.Leaf{
		value(prefix+"name", p.program.name),
		value(prefix+"executable", p.program.path()),
		value(prefix+"pid", p.pid),
		value(prefix+"entity_id", h.entity(p.pid, p.started)),
	}
	if p.command != "" {
		arguments := split(p.command)
		l = append(l, value(prefix+"command_line", p.command), list(prefix+"args", arguments...), value(prefix+"args_count", int64(len(arguments))))
	}
	if prefix != "process." {
		return l
	}
	return append(l, p.program.identity...)
}

// split cuts a command line at blanks outside double quotes, as an agent reports process.args.
func split(command string) []any {
	var arguments []any
	var b strings.Builder
	quote := false
	flush := func() {
		if b.Len() > 0 {
			arguments = append(arguments, b.String())
		}
		b.Reset()
	}
	for _, r := range command {
		switch {
		case r == '"':
			quote = !quote
		case r == ' ' && !quote:
			flush()
		default:
			b.WriteRune(r)
		}
	}
	flush()
	return arguments
}

// id returns a document's id: 20 characters like Elasticsearch's own.
func id(kind string, sequence int64) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s/%d", kind, sequence)))
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

// digest returns n bytes that stand for a name, in hexadecimal.
func digest(name string, n int) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:n])
}
