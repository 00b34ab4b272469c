package virustotal

import (
	"context"
	"sync"
	"time"
)

// pace lets at most n questions through in any minute. A token bucket would not do: with a burst of n it lets nearly
// twice as many through in the first minute, and the service counts.
type pace struct {
	mu   sync.Mutex
	past []time.Time // when the last n questions were let through, oldest first
	n    int
}

const minute = time.Minute + time.Second // the service's clock is not ours

func newPace(perMinute int) *pace {
	if perMinute == 0 {
		perMinute = 4
	}
	return &pace{n: perMinute}
}

// wait returns when the next question may go, or when ctx ends.
func (p *pace) wait(ctx context.Context) error {
	if p.n < 0 {
		return ctx.Err()
	}
	for {
		d := p.take(time.Now())
		if d == 0 {
			return ctx.Err()
		}
		t := time.NewTimer(d)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		}
	}
}

// take books a question for now, or tells how long to wait before trying again.
func (p *pace) take(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.past) == p.n {
		if d := p.past[0].Add(minute).Sub(now); d > 0 {
			return d
		}
		p.past = p.past[1:]
	}
	p.past = append(p.past, now)
	return 0
}
