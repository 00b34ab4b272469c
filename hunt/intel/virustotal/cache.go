package virustotal

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// cache keeps reports in memory and, one small file each, in a folder that only its owner can read. A folder that
// cannot be used is no error: the answers are then asked for again by the next process.
type cache struct {
	mu   sync.Mutex
	keep time.Duration
	dir  string // empty: memory only
	mem  map[string]Report
}

func newCache(cfg Config) *cache {
	c := &cache{keep: cfg.Keep, mem: map[string]Report{}}
	if cfg.NoDisk {
		return c
	}
	c.dir = cfg.Cache
	if base, err := os.UserCacheDir(); c.dir == "" && err == nil {
		c.dir = filepath.Join(base, "gohunt", "virustotal")
	}
	if c.dir != "" && os.MkdirAll(c.dir, 0o700) != nil {
		c.dir = ""
	}
	c.sweep()
	return c
}

func (c *cache) get(key string) (Report, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.mem[key]
	if !ok {
		r, ok = c.read(key)
	}
	return r, ok && time.Since(r.At) < c.keep
}

func (c *cache) put(key string, r Report) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mem[key] = r
	if c.dir != "" {
		_ = c.write(key, r)
	}
}

// entry is a file's content; the key is kept whole, so that a file says what it is about.
type entry struct {
	Key    string
	Report Report
}

// file names a key's file by a hash: addresses hold characters that some file systems refuse.
func (c *cache) file(key string) string {
	return filepath.Join(c.dir, fmt.Sprintf("%x.json", sha256.Sum256([]byte(key))))
}

func (c *cache) read(key string) (Report, bool) {
	if c.dir == "" {
		return Report{}, false
	}
	text, err := os.ReadFile(c.file(key))
	if err != nil {
		return Report{}, false
	}
	var e entry
	if json.Unmarshal(text, &e) != nil || e.Key != key {
		return Report{}, false
	}
	c.mem[key] = e.Report
	return e.Report, true
}

// write puts the file in place in one step: CreateTemp makes it with mode 0600.
func (c *cache) write(key string, r Report) error {
	text, err := json.Marshal(entry{key, r})
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(c.dir, "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if shut := f.Close(); err == nil {
		err = shut
	}
	if err == nil {
		err = os.Rename(f.Name(), c.file(key))
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// sweep removes what no longer stands.
func (c *cache) sweep() {
	if c.dir == "" {
		return
	}
	files, _ := os.ReadDir(c.dir)
	for _, f := range files {
		info, err := f.Info()
		ours := strings.HasSuffix(f.Name(), ".json") || strings.HasPrefix(f.Name(), "new-")
		if err == nil && ours && time.Since(info.ModTime()) > c.keep {
			_ = os.Remove(filepath.Join(c.dir, f.Name()))
		}
	}
}
