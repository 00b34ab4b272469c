package hunt

// Enricher knows something about a value. A type made in a cell satisfies it.
type Enricher interface {
	Lookup(value string) Row
}

// VirusTotal looks addresses up.
func VirusTotal(opts ...Option) Enricher { return nil }
