package hunt

import (
	"context"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/elastic"
	"gohunt/hunt/ledger"
	"gohunt/hunt/plan"
	"gohunt/hunt/values"
)

// Source is a place that rows come from: an Elasticsearch cluster.
type Source struct {
	client *elastic.Client
	called string // as output names it
}

// Elastic is the Elasticsearch cluster at url: http or https with host and port, or a registered scheme like "lab:".
// Options are Auth, APIKey and Unverified. It sends nothing; the first request says what is wrong. Raises an *Error when
// url is none.
func Elastic(url string, opts ...Option) *Source {
	s := apply("Elastic", opts, "Auth", "APIKey", "Unverified")
	where := service("Elastic", "elastic", url)
	cfg := elastic.Config{URL: where.URL, APIKey: where.Key, Unverified: s.unverified}
	switch secret := s.secret.Reveal(); {
	case s.user != "":
		cfg.User, cfg.Password = s.user, secret
	case secret != "":
		cfg.APIKey = secret
	}
	client, err := elastic.Open(cfg)
	raise("Elastic", withoutUser(url), err)
	if where.ours {
		return &Source{client, where.called}
	}
	return &Source{client, client.Source()}
}

// String is the source's address, without credentials.
func (s *Source) String() string { return "Elasticsearch at " + s.called }

// MIME is the source's address as text/plain.
func (s *Source) MIME() map[string]any { return Text(s.String()).MIME() }

// Search is every document of an index pattern that a query in Lucene's query string syntax matches, within the window
// that Last, Days or Between gives on @timestamp; without one, of all time. The columns are the fields that the
// documents' mappings have, known at once; the window's bounds are absolute (UTC, the cluster's own clock) from now on;
// the rows move when they are first read, from one snapshot. Fields that ECS or Lists call lists are list columns.
// Raises an *Error with the server's reason.
//
//	es.Search("logs-endpoint.events*", "process.name:powershell.exe", hunt.Last("120d"))
func (s *Source) Search(index, query string, opts ...SearchOption) *Frame {
	asked := searchOptions(opts)
	n, err := s.search(cell(), index, query, asked)
	return step("Search", n, err)
}

func (s *Source) search(ctx context.Context, index, query string, asked search) (*plan.Node, error) {
	fields, err := s.client.Fields(ctx, index)
	if err != nil {
		return nil, err
	}
	bare := ""
	if len(fields) == 0 { // a frame without rows, which says so, is still a frame
		bare = "no index matches " + index + ", or those that do hold no documents: check the pattern"
		fields = []arrow.Field{{Name: "@timestamp", Type: values.Moment, Nullable: true}}
	}
	from, to, err := s.client.Resolve(ctx, index, asked.window)
	if err != nil {
		return nil, err
	}
	what := elastic.Search{Index: index, Query: query, From: from, To: to, Fields: listed(fields, asked.lists), Lists: asked.lists}
	entry := ledger.Entry{Source: s.called, Kind: "search", Index: index, Query: query, From: from, To: to, Matched: -1}
	fetch := func(ctx context.Context) (plan.Rows, error) {
		line := meter(index, "rows", 0)
		what.Progress = line.set
		return s.fetched(line, func() (*elastic.Result, error) { return s.client.Search(ctx, what) })
	}
	again := func(ctx context.Context) (*plan.Node, error) { return s.search(ctx, index, query, asked) }
	return runner().Source(arrow.NewSchema(what.Fields, nil), entry.String(), fetch, again).Bare(bare), nil
}

// fetched runs a fetch under a progress line, which stays with the number of rows.
func (s *Source) fetched(line *Meter, fetch func() (*elastic.Result, error)) (plan.Rows, error) {
	result, err := fetch()
	if err != nil {
		return plan.Rows{}, err
	}
	line.set(result.Fetch.Fetched, result.Fetch.Matched)
	line.Done()
	result.Fetch.Source = s.called
	rows := plan.Rows{Records: result.Records, Ledger: []ledger.Entry{result.Fetch}}
	for _, r := range result.Records {
		rows.Count += r.NumRows()
	}
	return rows, nil
}

// listed makes list columns of the fields that the person calls lists.
func listed(fields []arrow.Field, lists []string) []arrow.Field {
	fields = slices.Clone(fields)
	for i, f := range fields {
		if slices.Contains(lists, f.Name) && f.Type.ID() != arrow.LIST {
			fields[i].Type = arrow.ListOf(f.Type)
		}
	}
	return fields
}

// SQL is the answer of Elasticsearch's own SQL, read at once and to the end of its cursor. The text passes through
// unchanged; ? takes the arguments (texts, numbers, booleans, times). Names that start with @ are quoted in
// Elasticsearch SQL: "@timestamp". Times come as UTC. Raises an *Error with the server's reason.
func (s *Source) SQL(query string, args ...any) *Frame {
	n, err := s.sql(cell(), query, noSecrets("SQL", args))
	return step("SQL", n, err)
}

func (s *Source) sql(ctx context.Context, query string, args []any) (*plan.Node, error) {
	line := meter("SQL", "rows", 0)
	var schema *arrow.Schema
	rows, err := s.fetched(line, func() (*elastic.Result, error) {
		result, err := s.client.SQL(ctx, query, args, line.set)
		if err == nil {
			schema = result.Schema
		}
		return result, err
	})
	if err != nil {
		return nil, err
	}
	n := runner().Source(schema, "", func(context.Context) (plan.Rows, error) { return rows, nil },
		func(ctx context.Context) (*plan.Node, error) { return s.sql(ctx, query, args) })
	_, err = n.Rows(ctx)
	return n, err
}
