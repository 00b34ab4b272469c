package elastic

import (
	"net/http"
	"net/url"
	"strings"
)

// route is one request that is answered: a method, a path whose parts in braces are variables, a handler.
type route struct {
	method string
	parts  []string
	handle handler
}

// router finds the route of a request. Since no index is named like _search, a variable never takes a part
// that begins with an underscore, but for _all, and at most one route fits.
type router struct{ routes []route }

// add registers a handler under "METHOD /path/{variable}".
func (t *router) add(pattern string, h handler) {
	method, path, _ := strings.Cut(pattern, " ")
	t.routes = append(t.routes, route{method, parts(path), h})
}

func parts(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }

// find returns the request's handler with the path's variables set in r, or the methods that the path has.
func (t *router) find(r *http.Request) (h handler, allowed []string) {
	path := parts(r.URL.EscapedPath())
	for _, one := range t.routes {
		values, ok := one.match(path)
		if !ok {
			continue
		}
		if one.method != r.Method {
			allowed = append(allowed, one.method)
			continue
		}
		for name, v := range values {
			r.SetPathValue(name, v)
		}
		return one.handle, nil
	}
	return nil, allowed
}

func (one route) match(path []string) (values map[string]string, ok bool) {
	if len(path) != len(one.parts) {
		return nil, false
	}
	values = map[string]string{}
	for i, part := range one.parts {
		got, err := url.PathUnescape(path[i])
		if err != nil {
			return nil, false
		}
		if !strings.HasPrefix(part, "{") {
			if got != part {
				return nil, false
			}
			continue
		}
		if got == "" || part == "{index}" && got[0] == '_' && got != "_all" {
			return nil, false
		}
		values[strings.Trim(part, "{}")] = got
	}
	return values, true
}
