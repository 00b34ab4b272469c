package hunt

// Source is a place that rows come from: an Elasticsearch cluster. It connects when rows are first asked for.
type Source struct{ settings settings }

// Service is where a scheme leads: an address and the key to it.
type Service struct {
	URL string
	Key string
}

// Register makes scheme (without its colon) usable wherever hunt takes a URL: hunt.Elastic("lab:") calls open with the
// role "elastic"; the other roles are "virustotal" and "thehive". A later registration replaces an earlier one.
func Register(scheme string, open func(role string) (Service, error)) {}

// Elastic is the Elasticsearch cluster at url (http or https), with Auth, APIKey or Unverified.
func Elastic(url string, opts ...Option) *Source { return &Source{} }

// SearchOption narrows a Search: Last, Days, Between, Lists.
type SearchOption struct{ name string }

// Last is the window [now-span, now) by the source's own clock; span is a number and one of s, m, h, d, w.
func Last(span string) SearchOption { return SearchOption{"Last"} }

// Days is the window of n whole UTC days up to today's midnight, by the source's own clock.
func Days(n int) SearchOption { return SearchOption{"Days"} }

// Between is the window [from, to): time.Time values, or texts like 2022-09-01 and 2022-09-01T12:00:00Z (UTC).
func Between(from, to any) SearchOption { return SearchOption{"Between"} }

// Lists says that these fields hold lists; they become list columns.
func Lists(fields ...string) SearchOption { return SearchOption{"Lists"} }

// Search is every document of an index pattern that a Lucene query string matches, in the window on @timestamp.
func (s *Source) Search(index, query string, opts ...SearchOption) *Frame { return unready("Search") }

// SQL is the answer of Elasticsearch SQL; the text passes through unchanged, ? takes the arguments.
func (s *Source) SQL(query string, args ...any) *Frame { return unready("SQL") }

// String names the source without credentials.
func (s *Source) String() string { return s.settings.url }
