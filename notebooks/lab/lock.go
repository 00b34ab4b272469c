package lab

import (
	"context"
	"fmt"
	"os"
	"time"
)

// lock waits until this process alone holds the file's lock. The system gives it back when a process dies.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for !tryLock(f) {
		select {
		case <-ctx.Done():
			f.Close()
			return nil, fmt.Errorf("another program holds %s: %w", path, ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
	return func() { f.Close() }, nil
}
