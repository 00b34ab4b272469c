package hunt

// Case is what a hunt found, as a case system takes it.
type Case struct {
	Ref         string
	Title       string
	Description string
	TLP         TLP
	PAP         TLP
	Severity    Severity
	Tags        []string
	Observables []Observable
}

// TLP is a Traffic Light Protocol level.
type TLP int

// The levels; Clear is TLP 2.0's name for White.
const (
	White TLP = iota + 1
	Green
	Amber
	Red
	Clear = White
)

// String is the level's name.
func (t TLP) String() string { return "" }

// Severity is how bad it is.
type Severity int

// The severities.
const (
	Low Severity = iota + 1
	Medium
	High
	Critical
)

// String is the severity's name.
func (s Severity) String() string { return "" }

// Observable is one kind of thing seen, with its values.
type Observable struct{ kind string }

// IPs are the addresses of a column.
func IPs(f *Frame, col string) Observable { return Observable{} }

// Others are texts of no other kind.
func Others(texts ...string) Observable { return Observable{} }

// Observed are values of any kind that the case system knows.
func Observed(kind string, values ...string) Observable { return Observable{} }

// IOC marks the values as indicators of compromise.
func (o Observable) IOC() Observable { return o }

// TLP sets the level.
func (o Observable) TLP(level TLP) Observable { return o }

// Tag adds tags.
func (o Observable) Tag(tags ...string) Observable { return o }

// Note sets the message that goes with the values.
func (o Observable) Note(text string) Observable { return o }

// CaseSink takes cases.
type CaseSink interface {
	Push(c Case) *Pushed
}

// Tracker is a case system.
type Tracker struct{ settings settings }

// TheHive is the case system at url.
func TheHive(url string, opts ...Option) *Tracker { return nil }

// DryRun shows what Push would change and changes nothing.
func (t *Tracker) DryRun() *Tracker { return t }

// Push creates the case, or completes the one with the same Ref.
func (t *Tracker) Push(c Case) *Pushed { return nil }

// Pushed says what a Push did.
type Pushed struct {
	ID      string
	URL     string
	Created bool
}

// MIME shows what was created and what was there.
func (p *Pushed) MIME() map[string]any { return nil }
