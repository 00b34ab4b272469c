package frontend

import (
	"slices"
	"sync"

	"gohunt/kernel/wire"
)

// taken are the ports of the kernels that this process has started. A port is free for the system until its
// kernel binds it, so that two kernels that start at once could be given the same.
var taken = struct {
	sync.Mutex
	ports map[int]bool
}{ports: map[int]bool{}}

func portsOf(c wire.Connection) []int {
	return []int{c.ShellPort, c.ControlPort, c.StdinPort, c.IOPubPort, c.HBPort}
}

// newConnection is a connection whose ports no other kernel of this process has.
func newConnection() (wire.Connection, error) {
	taken.Lock()
	defer taken.Unlock()
	for {
		c, err := wire.NewConnection()
		if err != nil {
			return c, err
		}
		if slices.ContainsFunc(portsOf(c), func(port int) bool { return taken.ports[port] }) {
			continue
		}
		for _, port := range portsOf(c) {
			taken.ports[port] = true
		}
		return c, nil
	}
}

func release(c wire.Connection) {
	taken.Lock()
	defer taken.Unlock()
	for _, port := range portsOf(c) {
		delete(taken.ports, port)
	}
}
