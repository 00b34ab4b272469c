package run

import "time"

// autosave writes the document again and again while it changes, so that the death of this process loses little. It
// takes at most about a twentieth of the time, however large the document is. The returned func ends it.
func (r *runner) autosave() (end func()) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		pause := time.Duration(0)
		for {
			select {
			case <-stop:
				return
			case <-time.After(pause):
			}
			begin := time.Now()
			r.save(time.Time{}) // a disk that is full is reported by the last save
			pause = max(200*time.Millisecond, 20*time.Since(begin))
		}
	}()
	return func() {
		close(stop)
		<-stopped
	}
}

// locked changes the document while nobody writes it and no output comes in.
func (r *runner) locked(change func()) {
	r.recorder.mu.Lock()
	defer r.recorder.mu.Unlock()
	change()
}
