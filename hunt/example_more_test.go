package hunt_test

import (
	"fmt"

	"gohunt/hunt"
)

// In a notebook the progress lines before it are gone when the next output comes; a compiled program has nothing to clear.
func ExampleClearOutput() {
	hunt.ClearOutput()
	fmt.Println("found 3")
	// Output: found 3
}

func ExampleMeter_Done() {
	line := hunt.Progress("hosts", 2)
	line.Add(2)
	line.Done()
	fmt.Println(line)
	// Output: hosts: 2 of 2
}

func ExampleMeter_String() {
	fmt.Println(hunt.Progress("hosts", 4).String())
	// Output: hosts: ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 4
}

func ExampleObservable_TLP() {
	pushed := hunt.TheHive("lab:").DryRun().Push(hunt.Case{Ref: "never", Title: "Hunt",
		Observables: []hunt.Observable{hunt.Observed("ip", "58.158.177.102").TLP(hunt.Green)}})
	fmt.Println(pushed.Observables().Strings("tlp"))
	// Output: [green]
}

func ExampleObservable_Tag() {
	fmt.Println(hunt.Observed("domain", "example.org").Tag("phishing", "2022"))
	// Output: domain example.org
}

func ExamplePushed_String() {
	fmt.Println(hunt.TheHive("lab:").DryRun().Push(hunt.Case{Ref: "never", Title: "Hunt"}).String())
	// Output: dry run: the case "Hunt" would be opened
}

func ExamplePushed_Observables() {
	pushed := hunt.TheHive("lab:").DryRun().Push(hunt.Case{Ref: "never", Title: "Hunt", Observables: []hunt.Observable{hunt.Others("a note")}})
	fmt.Println(pushed.Observables().Select("kind", "value", "outcome"))
	// Output:
	// kind   value   outcome
	// ─────  ──────  ──────────────
	// other  a note  would be added
	// 1 row · 3 columns
}

func ExamplePushed_MIME() {
	fmt.Println(kinds(hunt.TheHive("lab:").DryRun().Push(hunt.Case{Ref: "never", Title: "Hunt"}).MIME()))
	// Output: [text/html text/plain]
}

func ExampleRecords_String() {
	fmt.Println(starts().Select("pid").Head(1).Vertical().String())
	// Output:
	// ─ record 1 ──
	// pid  10
	// 1 row · 1 column
}

func ExampleRecords_HTML() {
	fmt.Println(len(starts().Vertical().HTML()) > len(starts().Head(1).Vertical().HTML()))
	// Output: true
}

func ExampleRecords_Settle() {
	records := starts().Where("pid > 12").Vertical()
	records.Settle() // the kernel calls it while the cell runs, so that an error of the first read ends the cell
	fmt.Println(kinds(records.MIME()))
	// Output: [text/html text/plain]
}
