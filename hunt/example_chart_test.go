package hunt_test

import (
	"fmt"
	"regexp"
	"strings"

	"gohunt/hunt"
)

// programs is a chart of how often each program was started.
func programs() *hunt.Chart { return starts().Stack("process.name").Bar("process.name", "n") }

// written are the texts that an SVG shows.
func written(svg string) (texts []string) {
	for _, m := range regexp.MustCompile(`<text[^>]*>([^<]+)</text>`).FindAllStringSubmatch(svg, -1) {
		texts = append(texts, strings.TrimSpace(m[1]))
	}
	return texts
}

func has(svg, text string) bool { return strings.Contains(strings.Join(written(svg), "\n"), text) }

func ExampleChart_SVG() {
	fmt.Println(has(programs().SVG(), "process.name"))
	// Output: true
}

func ExampleChart_XLabels() {
	name := starts().First().Str("process.name")
	fmt.Println(has(programs().SVG(), name), has(programs().XLabels(false).SVG(), name))
	// Output: true false
}

func ExampleChart_YLabels() {
	on, off := programs().SVG(), programs().YLabels(false).SVG()
	fmt.Println(len(written(on)) > len(written(off)))
	// Output: true
}

func ExampleChart_Color() {
	stacked := programs().Color("process.name").SVG()
	fmt.Println(strings.Count(stacked, "cmd.exe") > strings.Count(programs().SVG(), "cmd.exe")) // it is in the legend too
	// Output: true
}

func ExampleChart_Legend() {
	byName := programs().Color("process.name")
	fmt.Println(len(written(byName.SVG())) > len(written(byName.Legend(false).SVG())))
	// Output: true
}

func ExampleChart_Settle() {
	chart := programs()
	chart.Settle() // the kernel calls it while the cell runs, so that an error of the first read ends the cell
	fmt.Println(len(chart.SVG()) > 0)
	// Output: true
}

func ExampleChart_String() {
	fmt.Println(programs().Title("Starts").String())
	// Output:
	// Starts
	// cmd.exe                2  ████████████████████████████████████████
	// powershell.exe         3  ████████████████████████████████████████████████████████████
}
