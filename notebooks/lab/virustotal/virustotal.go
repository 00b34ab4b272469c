// Package virustotal answers VirusTotal's API v3 for IP addresses, as far as the lab's documents need it.
//
// Before it stands the lab's listener; nothing comes after it. The address of the talk has the verdict that
// the talk printed; the addresses of the background are answered as clean, with counts that follow from the
// address alone; every other address is unknown. Shapes: docs.virustotal.com, "Get an IP address report" and
// "Errors". net/http is all it needs.
package virustotal

import (
	"encoding/json"
	"hash/fnv"
	"net/http"
	"net/netip"
	"time"
)

// Server is the API. Its requests need the key in the header x-apikey.
type Server struct {
	key   string
	clock func() time.Time
	clean map[string]bool
	mux   *http.ServeMux
}

// Stats are the engines' verdicts on an address.
type Stats struct {
	Harmless   int `json:"harmless"`
	Malicious  int `json:"malicious"`
	Suspicious int `json:"suspicious"`
	Undetected int `json:"undetected"`
	Timeout    int `json:"timeout"`
}

// The talk's address and what VirusTotal said of it there.
const talkAddress = "58.158.177.102"

var talkStats = Stats{Harmless: 69, Malicious: 14, Undetected: 13}

// engines is how many engines the talk's verdict counts.
const engines = 96

// New returns a server that knows the talk's address and the clean ones.
func New(key string, clock func() time.Time, clean []string) *Server {
	s := &Server{key: key, clock: clock, clean: map[string]bool{}, mux: http.NewServeMux()}
	for _, a := range clean {
		s.clean[a] = true
	}
	s.mux.HandleFunc("GET /api/v3/ip_addresses/{ip}", s.address)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fail(w, http.StatusBadRequest, "BadRequestError", "the lab knows only GET /api/v3/ip_addresses/{ip}, not "+r.Method+" "+r.URL.Path)
	})
	return s
}

// ServeHTTP answers one request; the key is checked before anything else.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Header.Get("x-apikey") {
	case s.key:
		s.mux.ServeHTTP(w, r)
	case "":
		fail(w, http.StatusUnauthorized, "AuthenticationRequiredError", "X-Apikey header is missing")
	default:
		fail(w, http.StatusUnauthorized, "WrongCredentialsError", "Wrong API key")
	}
}

func (s *Server) address(w http.ResponseWriter, r *http.Request) {
	ip := r.PathValue("ip")
	if _, err := netip.ParseAddr(ip); err != nil {
		fail(w, http.StatusBadRequest, "InvalidArgumentError", `"`+ip+`" is not a valid IP address`)
		return
	}
	attributes, ok := s.attributes(ip)
	if !ok {
		fail(w, http.StatusNotFound, "NotFoundError", `IP address "`+ip+`" not found`)
		return
	}
	answer(w, http.StatusOK, map[string]any{"data": map[string]any{
		"id": ip, "type": "ip_address", "links": map[string]string{"self": "http://" + r.Host + r.URL.Path}, "attributes": attributes,
	}})
}

func (s *Server) attributes(ip string) (map[string]any, bool) {
	stats, owner, asn, country, network, reputation := talkStats, "ARTERIA Networks Corporation", 17506, "JP", "58.158.0.0/16", -21
	switch {
	case ip == talkAddress:
	case s.clean[ip]:
		stats, reputation = cleanStats(ip), 0
		owner, asn, country, network = ownerOf(ip)
	default:
		return nil, false
	}
	analysed := s.clock().Add(-time.Duration(hash(ip)%(72*3600)) * time.Second)
	return map[string]any{
		"last_analysis_stats": stats, "last_analysis_date": analysed.Unix(), "last_modification_date": analysed.Unix() + 61,
		"reputation": reputation, "as_owner": owner, "asn": asn, "country": country, "network": network,
		"total_votes": map[string]int{"harmless": 0, "malicious": max(0, -reputation/7)}, "tags": []string{}, "last_analysis_results": map[string]any{},
		"regional_internet_registry": map[bool]string{true: "APNIC", false: "ARIN"}[country == "JP"],
	}, true
}

// cleanStats shares the engines out between harmless and undetected.
func cleanStats(ip string) Stats {
	undetected := 8 + int(hash(ip)%9)
	return Stats{Harmless: engines - undetected, Undetected: undetected}
}

func hash(ip string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(ip))
	return h.Sum32()
}

// owners are the networks that the background's addresses lie in.
var owners = []struct {
	network, owner string
	asn            int
}{
	{"142.250.0.0/15", "GOOGLE", 15169}, {"140.82.112.0/20", "GITHUB", 36459}, {"104.16.0.0/12", "CLOUDFLARENET", 13335}, {"209.216.230.0/24", "M5HOSTING", 21581},
	{"0.0.0.0/0", "MICROSOFT-CORP-MSN-AS-BLOCK", 8075},
}

func ownerOf(ip string) (owner string, asn int, country, network string) {
	a := netip.MustParseAddr(ip)
	for _, o := range owners {
		if p := netip.MustParsePrefix(o.network); p.Contains(a) {
			if p.Bits() == 0 {
				p, _ = a.Prefix(16)
			}
			return o.owner, o.asn, "US", p.String()
		}
	}
	return "", 0, "", ""
}

func fail(w http.ResponseWriter, status int, code, message string) {
	answer(w, status, map[string]any{"error": map[string]string{"code": code, "message": message}})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
