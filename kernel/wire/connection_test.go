package wire

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestConnectionFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.json")
	want, err := NewConnection()
	if err != nil {
		t.Fatal(err)
	}
	if err := want.Write(path); err != nil {
		t.Fatal(err)
	}
	got, err := ReadConnection(path)
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	if fi, _ := os.Stat(path); runtime.GOOS != "windows" && fi.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600: the file holds the key", fi.Mode())
	}
}

func TestConnectionCheck(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{`{"ip":"127.0.0.1","transport":"tcp","key":""}`, ""},
		{`{"ip":"localhost","transport":"tcp","key":""}`, ""},
		{`{"ip":"::1","transport":"tcp","key":""}`, ""},
		{`{"ip":"/run/k","transport":"ipc","key":""}`, ""},
		{`{"ip":"0.0.0.0","transport":"tcp","key":"k","signature_scheme":"hmac-sha256"}`, ""},
		{`{"ip":"0.0.0.0","transport":"tcp","key":""}`, "the key is empty"},
		{`{"ip":"*","transport":"tcp","key":""}`, "the key is empty"},
		{`{"ip":"192.168.1.5","transport":"tcp","key":""}`, "the key is empty"},
		{`{"ip":"127.0.0.1","transport":"pgm","key":""}`, "want tcp or ipc"},
		{`{"ip":"127.0.0.1","transport":"tcp","key":"k","signature_scheme":"hmac-md5"}`, "want hmac-sha256"},
		{`{"transport":"tcp"}`, "no ip"},
		{`{"ip":`, "unexpected end of JSON"},
	} {
		path := filepath.Join(t.TempDir(), "c.json")
		os.WriteFile(path, []byte(c.file), 0o600)
		_, err := ReadConnection(path)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.file, err, c.want)
		}
	}
}

func TestEndpoint(t *testing.T) {
	for _, c := range []struct {
		conn             Connection
		network, address string
	}{
		{Connection{Transport: "tcp", IP: "127.0.0.1"}, "tcp", "127.0.0.1:7"},
		{Connection{Transport: "tcp", IP: "::1"}, "tcp", "[::1]:7"},
		{Connection{Transport: "tcp", IP: "*"}, "tcp", ":7"},
		{Connection{Transport: "ipc", IP: "/run/kernel-ipc"}, "unix", "/run/kernel-ipc-7"},
	} {
		network, address := c.conn.Endpoint(7)
		if network != c.network || address != c.address {
			t.Errorf("%+v: got %s %s", c.conn, network, address)
		}
	}
}
