package hunt

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"gohunt/hunt/host"
)

// Service is where a scheme leads: an address and the key to it, "" when none is needed.
type Service struct {
	URL string
	Key string
}

// reached is a service and how the person called it.
type reached struct {
	Service
	called string // without user and password
	ours   bool   // a registered scheme led there
}

var schemes = struct {
	sync.Mutex
	open map[string]func(role string) (Service, error)
}{open: map[string]func(role string) (Service, error){}}

// Register makes a scheme, given without its colon, usable wherever hunt takes a URL: after Register("lab", open),
// hunt.Elastic("lab:") calls open with the role "elastic"; the other roles are "virustotal" and "thehive". A later
// registration of the same scheme replaces the earlier one.
func Register(scheme string, open func(role string) (Service, error)) {
	schemes.Lock()
	defer schemes.Unlock()
	schemes.open[strings.ToLower(scheme)] = open
}

// service is the address of a role.
func service(step, role, address string) reached {
	scheme, _, found := strings.Cut(address, ":")
	schemes.Lock()
	open := schemes.open[strings.ToLower(scheme)]
	known := slices.Sorted(maps.Keys(schemes.open))
	schemes.Unlock()
	switch {
	case open != nil:
		s, err := open(role)
		raise(step, scheme+":", err)
		keep(s.Key)
		return reached{s, address, true}
	case !found || !strings.Contains(address, "://"):
		refuse(step, withoutUser(address), "this is no URL", hintSchemes(known))
	}
	if u, err := url.Parse(address); err == nil && u.User != nil {
		password, _ := u.User.Password()
		keep(password)
	}
	return reached{Service{URL: address}, withoutUser(address), false}
}

func hintSchemes(known []string) string {
	hint := "write it as https://host:port"
	for _, scheme := range known {
		hint += ", or as " + scheme + ":"
	}
	return hint
}

// keep makes sure that a secret is scrubbed from every output.
func keep(secret string) {
	if secret != "" {
		host.Current().Keep(secret)
	}
}

// withoutUser is an address as it may be shown.
func withoutUser(address string) string {
	if at := strings.LastIndexByte(address, '@'); at >= 0 {
		return "…" + address[at:]
	}
	return address
}
