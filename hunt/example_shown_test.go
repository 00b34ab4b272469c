package hunt_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gohunt/hunt"
)

// kinds are the MIME types that a value is shown as.
func kinds(bundle map[string]any) []string { return slices.Sorted(maps.Keys(bundle)) }

func ExampleFrame_MIME() {
	fmt.Println(kinds(starts().MIME()))
	// Output: [text/html text/plain]
}

func ExampleFrame_HTML() {
	fmt.Println(strings.Contains(starts().HTML(), "<script"))
	// Output: false
}

func ExampleFrame_String() {
	fmt.Println(starts().Select("pid").Head(1).String())
	// Output:
	// pid
	// ───
	//  10
	// 1 row · 1 column
}

// The kernel calls it while the cell runs, so that an error of the first read ends the cell.
func ExampleFrame_Settle() {
	f := starts().Where("pid > 12")
	f.Settle()
	fmt.Println(f.Len())
	// Output: 2
}

func ExampleRecords_MIME() {
	fmt.Println(kinds(starts().Vertical().MIME()))
	// Output: [text/html text/plain]
}

func ExampleRow_MIME() {
	fmt.Println(slices.Contains(kinds(starts().First().MIME()), "text/plain"))
	// Output: true
}

func ExampleChart_MIME() {
	fmt.Println(kinds(starts().Stack("process.name").Bar("process.name", "n").MIME()))
	// Output: [application/vnd.vegalite.v5+json image/png image/svg+xml text/plain]
}

func ExampleChart_Title() {
	chart := starts().Stack("process.name").Bar("process.name", "n").Title("Starts by program")
	fmt.Println(strings.Contains(chart.SVG(), "Starts by program"), strings.Contains(chart.String(), "Starts by program"))
	// Output: true true
}

func ExampleDecoded_String() {
	fmt.Println(hunt.Decode("powershell -enc dwBoAG8AYQBtAGkA").String())
	// Output: whoami
}

func ExampleDecoded_MIME() {
	fmt.Println(kinds(hunt.Decode("powershell -enc dwBoAG8AYQBtAGkA").MIME()))
	// Output: [text/html text/plain]
}

func ExampleTracker_String() {
	fmt.Println(hunt.TheHive("lab:").String())
	// Output: TheHive at lab:
}

func ExampleTracker_MIME() {
	fmt.Println(hunt.TheHive("lab:").MIME())
	// Output: map[text/plain:TheHive at lab:]
}
