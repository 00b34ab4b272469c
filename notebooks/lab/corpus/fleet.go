package corpus

import (
	"encoding/base64"
	"fmt"
	"time"

	"gohunt/notebooks/lab/index"
)

// host is one machine of the invented company, and the leaves that all of its events share.
type host struct {
	name   string
	number int // the last part of its address, 192.168.1.N
	server bool
	users  []user
	leaves []index.Leaf
}

func (h *host) address() string { return fmt.Sprintf("192.168.1.%d", h.number) }

// entity is the id that Elastic Defend gives a process: agent, process number and start.
func (h *host) entity(pid int64, started time.Time) string {
	return base64.RawStdEncoding.EncodeToString(fmt.Appendf(nil, "%s-%d-%d", digest(h.name, 8), pid, started.UnixMilli()))
}

// user is an account; id is the end of its SID.
type user struct {
	name, domain string
	id           int
}

var system = user{"SYSTEM", "NT AUTHORITY", 0}

func (u user) leaves() []index.Leaf {
	sid := "S-1-5-18"
	if u.id > 0 {
		sid = fmt.Sprintf("S-1-5-21-3174518221-1840276591-2716530049-%d", u.id)
	}
	return []index.Leaf{value("user.name", u.name), value("user.domain", u.domain), value("user.id", sid)}
}

// victim is the address of the host that the talk hunts on.
const victim = 104

func fleet() []*host {
	people := []string{"amoreau", "bokafor", "cnguyen", "dlarsen", "efischer", "ghaddad", "hkaneko", "irossi"}
	var hosts []*host
	for i, name := range people {
		number := 111 + i
		hosts = append(hosts, newHost(fmt.Sprintf("WS-%s", []string{"FIN-01", "FIN-02", "HR-01", "DEV-01", "DEV-02", "OPS-01", "OPS-02", "MKT-01"}[i]), number, false,
			user{name, "LEOLABS", 1110 + i}))
	}
	leo := newHost("LEOLABS-WIN", victim, false, user{"Leolabs-win", "LEOLABS-WIN", 1001}, user{"stushar", "LEOLABS-WIN", 1002})
	servers := []*host{newHost("SRV-DC-01", 10, true, user{"svc-backup", "LEOLABS", 1201}), newHost("SRV-FILE-01", 11, true, user{"svc-index", "LEOLABS", 1202}),
		newHost("SRV-WEB-01", 12, true, user{"svc-web", "LEOLABS", 1203})}
	return append(append(hosts, leo), servers...)
}

func newHost(name string, number int, server bool, users ...user) *host {
	h := &host{name: name, number: number, server: server, users: users}
	agent := digest("agent "+name, 16)
	agent = agent[:8] + "-" + agent[8:12] + "-4" + agent[13:16] + "-a" + agent[17:20] + "-" + agent[20:32]
	os, kernel := "Windows 10 Enterprise 21H2 (10.0.19044.2130)", "21H2 (10.0.19044.2130)"
	if server {
		os, kernel = "Windows Server 2019 Datacenter 1809 (10.0.17763.3532)", "1809 (10.0.17763.3532)"
	}
	h.leaves = []index.Leaf{
		value("agent.id", agent), value("agent.type", "endpoint"), value("agent.version", "8.5.1"), value("elastic.agent.id", agent),
		value("host.name", name), value("host.hostname", name), value("host.id", digest("host "+name, 16)), value("host.architecture", "x86_64"),
		list("host.ip", h.address(), fmt.Sprintf("fe80::%x:%x", 0x1c00+number, 0x42a0+number), "127.0.0.1", "::1"),
		list("host.mac", fmt.Sprintf("00-50-56-a7-%02x-%02x", number, number^0x5a)),
		value("host.os.name", "Windows"), value("host.os.family", "windows"), value("host.os.type", "windows"), value("host.os.platform", "windows"),
		value("host.os.full", os), value("host.os.version", kernel), value("host.os.kernel", kernel), value("host.os.Ext.variant", os[:len(os)-len(kernel)-1]),
	}
	return h
}
