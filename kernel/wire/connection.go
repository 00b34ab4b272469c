package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
)

// Connection is what a Jupyter connection file says: where the five sockets of
// a kernel are and which key signs their messages.
type Connection struct {
	ShellPort       int    `json:"shell_port"`
	IOPubPort       int    `json:"iopub_port"`
	StdinPort       int    `json:"stdin_port"`
	ControlPort     int    `json:"control_port"`
	HBPort          int    `json:"hb_port"`
	IP              string `json:"ip"`
	Key             string `json:"key"`
	Transport       string `json:"transport"`
	SignatureScheme string `json:"signature_scheme"`
	KernelName      string `json:"kernel_name,omitempty"`
}

// ReadConnection reads and checks the connection file at path.
func ReadConnection(path string) (Connection, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return Connection{}, fmt.Errorf("read connection file: %w", err)
	}
	var c Connection
	if err := json.Unmarshal(raw, &c); err != nil {
		return Connection{}, fmt.Errorf("connection file %s: %w", path, err)
	}
	if err := c.Check(); err != nil {
		return Connection{}, fmt.Errorf("connection file %s: %w", path, err)
	}
	return c, nil
}

// NewConnection returns a connection on five free loopback TCP ports with a
// random key. Another program may take a port before the kernel binds it.
func NewConnection() (Connection, error) {
	c := Connection{IP: "127.0.0.1", Transport: "tcp", Key: NewID(), SignatureScheme: "hmac-sha256"}
	var held []net.Listener
	defer func() {
		for _, l := range held {
			l.Close()
		}
	}()
	for _, port := range []*int{&c.ShellPort, &c.IOPubPort, &c.StdinPort, &c.ControlPort, &c.HBPort} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return Connection{}, fmt.Errorf("find a free port: %w", err)
		}
		held = append(held, l)
		*port = l.Addr().(*net.TCPAddr).Port
	}
	return c, nil
}

// Write saves the connection as a file that only its owner can read.
func (c Connection) Write(path string) error {
	raw, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		return fmt.Errorf("write connection file: %w", err)
	}
	return nil
}

// Check refuses what the kernel cannot or must not serve: a transport other
// than tcp and ipc, a signature scheme other than hmac-sha256, and an address
// beyond loopback without a key, where anybody could run code.
func (c Connection) Check() error {
	switch {
	case c.Transport != "tcp" && c.Transport != "ipc":
		return fmt.Errorf("transport %q: want tcp or ipc", c.Transport)
	case c.IP == "":
		return errors.New("no ip")
	case c.Key != "" && c.SignatureScheme != "hmac-sha256":
		return fmt.Errorf("signature_scheme %q: want hmac-sha256", c.SignatureScheme)
	case c.Key == "" && c.Transport == "tcp" && !loopback(c.IP):
		return fmt.Errorf("ip %s is reachable from other machines and the key is empty: set a key, or listen on 127.0.0.1", c.IP)
	}
	return nil
}

// Endpoint returns the network ("tcp" or "unix") and address of the socket
// with the given port. For ipc the address is the file <ip>-<port>.
func (c Connection) Endpoint(port int) (network, address string) {
	if c.Transport == "ipc" {
		return "unix", fmt.Sprintf("%s-%d", c.IP, port)
	}
	host := c.IP
	if host == "*" {
		host = ""
	}
	return "tcp", net.JoinHostPort(host, fmt.Sprint(port))
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}
