package wire

import (
	"testing"
	"time"
)

// A peer that left is no peer that stalls: only the second is worth a line in
// the log.
func TestPutTellsWhoLeftFromWhoStalls(t *testing.T) {
	stalled := newOutbox(4, time.Millisecond)
	if err := stalled.put([]byte("full")); err != nil {
		t.Fatal(err)
	}
	if err := stalled.put([]byte("more")); err != errStalled {
		t.Errorf("a full outbox that nobody empties: %v", err)
	}
	left := newOutbox(4, time.Minute)
	left.put([]byte("full"))
	left.close()
	if err := left.put([]byte("more")); err != errLeft {
		t.Errorf("a closed outbox: %v", err)
	}
}
