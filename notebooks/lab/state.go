package lab

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// state is what the file of a lab in the background says. The token lets its owner end it.
type state struct {
	URL   string `json:"url"`
	Token string `json:"token"`
	PID   int    `json:"pid"`
}

// identity names this binary, so that a program never talks to the lab of an older build: the checksum of its
// file. Not secret, not for security.
var identity = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return "unknown"
	}
	f, err := os.Open(path)
	if err != nil {
		return "unknown"
	}
	defer f.Close()
	sum := crc32.NewIEEE()
	n, err := io.Copy(sum, f)
	if err != nil {
		return "unknown"
	}
	return fmt.Sprintf("%08x-%x", sum.Sum32(), n)
})

// stateFile is where the lab of this binary is found: in the user's runtime folder, else in the cache folder.
func stateFile() (string, error) {
	base := os.Getenv("XDG_RUNTIME_DIR")
	if info, err := os.Stat(base); base == "" || err != nil || !info.IsDir() {
		if base, err = os.UserCacheDir(); err != nil {
			return "", fmt.Errorf("no folder for the lab's state: %w; set GOHUNT_LAB to the URL of a running lab", err)
		}
	}
	dir := filepath.Join(base, "gohunt")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("no folder for the lab's state: %w; set GOHUNT_LAB to the URL of a running lab", err)
	}
	return filepath.Join(dir, "lab-"+identity()+".json"), nil
}

func readState(path string) (s state, err error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(body, &s)
}

// writeState puts the file there whole, readable by its owner only.
func writeState(path string, s state) error {
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".lab-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(body); err == nil {
		err = f.Chmod(0o600)
	}
	if err2 := f.Close(); err == nil {
		err = err2
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// removeState removes the file if it is still this lab's.
func removeState(path string, token string) {
	if s, err := readState(path); err == nil && s.Token == token {
		os.Remove(path)
	}
}
