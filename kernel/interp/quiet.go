package interp

import (
	"bytes"
	"io"
	"log"
)

// yaegi's compiler says some of its own faults to the standard logger before it panics with them. The panic is enough.

// quiet passes on what is logged, but for these faults.
type quiet struct{ to io.Writer }

var faults = [][]byte{[]byte("nil type\n"), []byte("nil reflect type\n"), []byte("compositeGenerator not implemented")}

func (q quiet) Write(p []byte) (int, error) {
	for _, f := range faults {
		if bytes.Contains(p, f) {
			return len(p), nil
		}
	}
	return q.to.Write(p)
}

// hush keeps the compiler quiet until the function that it returns is called.
func hush() (end func()) {
	before := log.Writer()
	log.SetOutput(quiet{before})
	return func() { log.SetOutput(before) }
}
