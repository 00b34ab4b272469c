package wire

import "sync"

// remembered is how many signatures are kept to refuse a message sent again, as
// many as ipykernel keeps.
const remembered = 1 << 16

// digests remembers the signatures of the last messages.
type digests struct {
	mu   sync.Mutex
	seen map[string]bool
	ring []string
	next int
}

func newDigests() *digests {
	return &digests{seen: map[string]bool{}}
}

// add tells whether the signature is new, and remembers it.
func (d *digests) add(signature []byte) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := string(signature)
	if d.seen[key] {
		return false
	}
	d.seen[key] = true
	if len(d.ring) < remembered {
		d.ring = append(d.ring, key)
		return true
	}
	delete(d.seen, d.ring[d.next])
	d.ring[d.next] = key
	d.next = (d.next + 1) % remembered
	return true
}
