// Package interp runs what package cell produced: checked and lowered Go, one unit per cell.
//
// In the flow it stands between cell and hunt: session asks cell for a Unit, interp compiles and runs it,
// and the values that the unit shows go on to display. It is the only room that imports yaegi
// (github.com/traefik/yaegi v0.16.1): a pure Go interpreter that needs no toolchain at run time, compiles a cell in
// microseconds and calls native packages through reflection, so that a cell uses the real standard library and
// the real hunt. It is no longer maintained upstream, and this package stands where it falls short:
//
//   - positions and interrupts. yaegi reports the first line of the function in which something panicked, and stops a
//     cell by invalidating every frame that exists, closures of earlier cells included. Here the nodes of the
//     compiled tree are tapped instead (tap.go): a tap notes where a panic passed, and ends the
//     goroutines of one run, and only those, at the next call, loop or channel operation. Nothing else is touched:
//     closures and goroutines of earlier cells go on.
//   - faults. A panic of the interpreter itself comes back as a Failure that says so (failure.go, words.go).
//   - names. reflect can't make named types; text.go prints a value with the names that go/types knows.
//   - the process. os.Exit, log.Fatal and a goroutine's panic end a cell or less, never the kernel.
//
// How values read: as Go source would say it, with the person's names. A string is quoted, a collection carries its type
// ([]string{"a", "b"}), a struct its fields by name (Hit{IP: "1.2.3.4", N: 3}). A type that has an Error or String method
// prints what that says. Long values are cut, and the cut is said.
//
// The private fields that taps need are found by name and checked by kind when a Machine is made (layout.go); another
// yaegi makes New fail with a sentence, and a test guards it.
package interp

//go:generate go run ./symgen gohunt/hunt bound
