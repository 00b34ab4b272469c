package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gohunt/notebooks/ipynb"
)

// runFacts say when and with what the notebook was run; fields are "" when the document does not tell.
type runFacts struct {
	Begin, End string // UTC
	Took       string
	Kernel     string // name and version
	Language   string
	Input      string // SHA-256 of the notebook that was run
	Ran, Cells int    // code cells
}

func facts(nb *ipynb.Notebook) runFacts {
	run, _ := nb.Metadata["papermill"].(ipynb.Object)
	ours, _ := nb.Metadata["gohunt"].(ipynb.Object)
	language, _ := nb.Metadata["language_info"].(ipynb.Object)
	f := runFacts{
		Begin: moment(run["start_time"]), End: moment(run["end_time"]), Took: duration(run["duration"]),
		Kernel: words(ours["kernel"], ours["kernel_version"]), Language: words(language["name"], language["version"]),
		Input: words(ours["input_sha256"]),
	}
	for _, c := range nb.Cells {
		if c.Kind != ipynb.Code || strings.TrimSpace(c.Source) == "" {
			continue
		}
		f.Cells++
		if c.Count != nil {
			f.Ran++
		}
	}
	return f
}

func words(values ...any) string {
	var parts []string
	for _, value := range values {
		if s, ok := value.(string); ok && s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

func moment(value any) string {
	text, _ := value.(string)
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}

// duration reads seconds.
func duration(value any) string {
	var seconds float64
	switch v := value.(type) {
	case float64:
		seconds = v
	case json.Number:
		seconds, _ = v.Float64()
	default:
		return ""
	}
	switch {
	case seconds < 10:
		return fmt.Sprintf("%.2f s", seconds)
	case seconds < 120:
		return fmt.Sprintf("%.1f s", seconds)
	}
	return time.Duration(seconds * float64(time.Second)).Round(time.Second).String()
}
