// Package refusal holds the errors of the lab's Elasticsearch in Elasticsearch's own shape.
//
// Every room of the lab that reads a request (index, dsl, essql) answers what it cannot do with a
// *Error; the room elastic writes it to the wire as {"error":{"root_cause":[...],...},"status":n}.
// Source of the shape and of the type names: the 8.19 reference, "Error responses".
package refusal

import (
	"errors"
	"fmt"
	"net/http"
)

// Error is one refused request: the HTTP status, Elasticsearch's exception type in snake case, and the
// reason for a person. Meta holds further members of the error object, such as index or line.
type Error struct {
	Status int
	Type   string
	Reason string
	Meta   map[string]any
	Phase  bool // a shard refused it while searching, so the answer wraps it in a search_phase_execution_exception
}

// Error returns "type: reason".
func (e *Error) Error() string { return e.Type + ": " + e.Reason }

// With returns a copy with one more member in the error object.
func (e *Error) With(name string, value any) *Error {
	c := *e
	c.Meta = map[string]any{name: value}
	for k, v := range e.Meta {
		c.Meta[k] = v
	}
	return &c
}

// Cause returns the error object that stands in root_cause and under "error".
func (e *Error) Cause() map[string]any {
	m := map[string]any{"type": e.Type, "reason": e.Reason}
	for k, v := range e.Meta {
		m[k] = v
	}
	return m
}

// Body returns the whole answer.
func (e *Error) Body() map[string]any {
	body := e.Cause()
	body["root_cause"] = []any{e.Cause()}
	return map[string]any{"error": body, "status": e.Status}
}

func newf(status int, kind, format string, args ...any) *Error {
	return &Error{Status: status, Type: kind, Reason: fmt.Sprintf(format, args...)}
}

// Argument is a 400 illegal_argument_exception.
func Argument(format string, args ...any) *Error {
	return newf(http.StatusBadRequest, "illegal_argument_exception", format, args...)
}

// Parsing is a 400 parsing_exception: the body or the query cannot be read.
func Parsing(format string, args ...any) *Error {
	return newf(http.StatusBadRequest, "parsing_exception", format, args...)
}

// Shard is a 400 query_shard_exception: the query does not fit the mapping.
func Shard(format string, args ...any) *Error {
	return newf(http.StatusBadRequest, "query_shard_exception", format, args...).InPhase()
}

// Verification is a 400 verification_exception of Elasticsearch SQL.
func Verification(format string, args ...any) *Error {
	return newf(http.StatusBadRequest, "verification_exception", format, args...)
}

// Document is a 400 document_parsing_exception: a document does not fit the mapping.
func Document(format string, args ...any) *Error {
	return newf(http.StatusBadRequest, "document_parsing_exception", format, args...)
}

// NoIndex is the 404 of an index that does not exist.
func NoIndex(name string) *Error {
	e := newf(http.StatusNotFound, "index_not_found_exception", "no such index [%s]", name)
	e.Meta = map[string]any{"index": name, "index_uuid": "_na_", "resource.type": "index_or_alias", "resource.id": name}
	return e
}

// NoContext is the 404 of a point in time or a scroll that has expired, or never was.
func NoContext(id string) *Error {
	return newf(http.StatusNotFound, "search_context_missing_exception", "No search context found for id [%s]", id).InPhase()
}

// NotImplemented is a 400 that says what this server does not do, so that nothing is silently ignored.
func NotImplemented(format string, args ...any) *Error {
	return newf(http.StatusBadRequest, "illegal_argument_exception", "the lab does not implement "+format, args...)
}

// Of returns err as an *Error; anything else is a 500 that keeps its text.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return newf(http.StatusInternalServerError, "exception", "%s", err)
}

// Typed returns a copy of another exception type.
func (e *Error) Typed(kind string) *Error {
	c := *e
	c.Type = kind
	return &c
}

// At returns a copy with another HTTP status.
func (e *Error) At(status int) *Error {
	c := *e
	c.Status = status
	return &c
}

// InPhase returns a copy that says that a shard refused it.
func (e *Error) InPhase() *Error {
	c := *e
	c.Phase = true
	return &c
}
