package hunt

import "strings"

// Case is what a hunt found, as a case system takes it.
type Case struct {
	Ref         string   // finds the case again on the next run; as a tag, hunt:REF; needed
	Title       string   // needed
	Description string   // Markdown
	TLP         TLP      // Amber when not set
	PAP         TLP      // what may be done with it, by the same names; Amber when not set
	Severity    Severity // Medium when not set
	Tags        []string // further tags
	Observables []Observable
}

// TLP is a mark of the Traffic Light Protocol: who may know. It is given by name, because servers number the marks
// differently. (The Permissible Actions Protocol has the same names.)
type TLP int

// The marks. Clear is what TLP 2.0 calls White.
const (
	White TLP = iota + 1
	Green
	Amber
	Red
	Clear = White
)

var tlpNames = [...]string{"", "white", "green", "amber", "red"}

// String is the mark's name, "" when it is not set.
func (t TLP) String() string {
	if t < White || t > Red {
		return ""
	}
	return tlpNames[t]
}

// Severity is how bad it is.
type Severity int

// The severities.
const (
	Low Severity = iota + 1
	Medium
	High
	Critical
)

var severityNames = [...]string{"", "low", "medium", "high", "critical"}

// String is the severity's name, "" when it is not set.
func (s Severity) String() string {
	if s < Low || s > Critical {
		return ""
	}
	return severityNames[s]
}

// Observable is values of one kind that were seen and share their marks. Its methods give a new Observable.
type Observable struct {
	kind   string
	values []string
	ioc    bool
	tlp    TLP
	tags   []string
	note   string
}

// IPs are the distinct addresses in a column of a frame, which is read now. Nulls are left out.
func IPs(f *Frame, col string) Observable {
	at := f.place("IPs", col)
	return Observable{kind: "ip", values: distinct(f.read("IPs"), at)}
}

// Others are texts of no other kind, like a remark about what was seen.
func Others(texts ...string) Observable { return Observed("other", texts...) }

// Observed are values of a kind that the case system knows by name: ip, domain, fqdn, url, hash, filename, mail, other ...
func Observed(kind string, values ...string) Observable {
	if strings.TrimSpace(kind) == "" {
		refuse("Observed", "", "the kind has no name", `write hunt.Observed("domain", "example.org")`)
	}
	return Observable{kind: kind, values: append([]string(nil), values...)}
}

// IOC marks the values as indicators of compromise.
func (o Observable) IOC() Observable {
	o.ioc = true
	return o
}

// TLP sets who may know the values; Amber when not set.
func (o Observable) TLP(mark TLP) Observable {
	o.tlp = mark
	return o
}

// Tag adds tags to the values.
func (o Observable) Tag(tags ...string) Observable {
	o.tags = append(append([]string(nil), o.tags...), tags...)
	return o
}

// Note sets the text that stands beside the values.
func (o Observable) Note(text string) Observable {
	o.note = text
	return o
}

// String says what kind of values there are, and which.
func (o Observable) String() string {
	text := o.kind + " " + strings.Join(firstFew(o.values, 10), ", ")
	if o.ioc {
		text += " (IOC)"
	}
	return text
}

// CaseSink takes cases. A type made in a cell satisfies it.
type CaseSink interface {
	Push(c Case) *Pushed
}
