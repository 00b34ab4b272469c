package run

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"gohunt/kernel/wire"
	"gohunt/notebooks/ipynb"
)

// said makes an iopub message from "type {content}".
func said(t *testing.T, line string) *wire.Message {
	t.Helper()
	kind, content, _ := strings.Cut(line, " ")
	if !json.Valid([]byte(content)) {
		t.Fatalf("%s is no JSON", content)
	}
	return &wire.Message{Header: wire.Header{MsgType: kind, Date: "2026-01-02T03:04:05Z"}, Content: json.RawMessage(content), Parent: json.RawMessage(`{"msg_id":"1"}`)}
}

// outputs writes the outputs of a cell, one a line.
func outputs(cell *ipynb.Cell) string {
	var lines []string
	for _, o := range cell.Outputs {
		switch o.Kind {
		case ipynb.Stream:
			lines = append(lines, fmt.Sprintf("%s %q", o.Name, o.Text))
		case ipynb.Failure:
			lines = append(lines, fmt.Sprintf("error %s: %s", o.EName, o.EValue))
		default:
			lines = append(lines, fmt.Sprintf("%s %v", o.Kind, o.Data["text/plain"]))
		}
	}
	return strings.Join(lines, "\n")
}

func TestRecord(t *testing.T) {
	for name, c := range map[string]struct{ messages, want string }{
		"neighbours of one stream are one": {`
			stream {"name":"stdout","text":"a\n"}
			stream {"name":"stdout","text":"b\n"}
			stream {"name":"stderr","text":"c"}
			stream {"name":"stdout","text":"d"}`, `
			stdout "a\nb\n"
			stderr "c"
			stdout "d"`},
		"a display parts a stream": {`
			stream {"name":"stdout","text":"a"}
			display_data {"data":{"text/plain":"x"},"metadata":{}}
			stream {"name":"stdout","text":"b"}`, `
			stdout "a"
			display_data x
			stdout "b"`},
		"a result and an error": {`
			execute_result {"data":{"text/plain":"42"},"metadata":{},"execution_count":3}
			error {"ename":"E","evalue":"v","traceback":["t"]}`, `
			execute_result 42
			error E: v`},
		"an update changes every output with the id": {`
			display_data {"data":{"text/plain":"1"},"metadata":{},"transient":{"display_id":"p"}}
			display_data {"data":{"text/plain":"other"},"metadata":{},"transient":{"display_id":"q"}}
			display_data {"data":{"text/plain":"1"},"metadata":{},"transient":{"display_id":"p"}}
			update_display_data {"data":{"text/plain":"2"},"metadata":{},"transient":{"display_id":"p"}}`, `
			display_data 2
			display_data other
			display_data 2`},
		"an update of an unknown id adds nothing": {`
			update_display_data {"data":{"text/plain":"2"},"metadata":{},"transient":{"display_id":"p"}}`, ``},
		"clear at once": {`
			stream {"name":"stdout","text":"a"}
			clear_output {"wait":false}
			stream {"name":"stdout","text":"b"}`, `
			stdout "b"`},
		"clear that waits comes with the next output": {`
			stream {"name":"stdout","text":"a"}
			clear_output {"wait":true}
			stream {"name":"stdout","text":"b"}
			stream {"name":"stdout","text":"c"}`, `
			stdout "bc"`},
		"clear that waits for nothing clears nothing": {`
			stream {"name":"stdout","text":"a"}
			clear_output {"wait":true}`, `
			stdout "a"`},
		"what is not of its type's form is left out": {`
			stream {"name":"stdout","text":7}
			nonsense {"x":1}
			stream {"name":"stdout","text":"a"}`, `
			stdout "a"`},
	} {
		t.Run(name, func(t *testing.T) {
			cell := ipynb.NewCell(ipynb.Code, "", "")
			r := newRecorder()
			for line := range strings.Lines(strings.TrimSpace(c.messages)) {
				r.record(cell, said(t, strings.TrimSpace(line)))
			}
			want := strings.ReplaceAll(strings.TrimSpace(c.want), "\t", "")
			if got := outputs(cell); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestRecordCountsAndTimes(t *testing.T) {
	cell, r := ipynb.NewCell(ipynb.Code, "", ""), newRecorder()
	for _, line := range []string{`status {"execution_state":"busy"}`, `execute_input {"code":"x","execution_count":7}`, `status {"execution_state":"idle"}`} {
		r.record(cell, said(t, line))
	}
	times := cell.Metadata["execution"].(map[string]any)
	for _, key := range []string{"iopub.status.busy", "iopub.execute_input", "iopub.status.idle"} {
		if times[key] != "2026-01-02T03:04:05Z" {
			t.Errorf("%s is %v", key, times[key])
		}
	}
	if cell.Count == nil || *cell.Count != 7 {
		t.Errorf("the count is %v", cell.Count)
	}
}

func TestLateOutputGoesToTheCellThatStartedIt(t *testing.T) {
	cell, r := ipynb.NewCell(ipynb.Code, "", ""), newRecorder()
	r.owns("1", cell)
	r.late(said(t, `stream {"name":"stdout","text":"late"}`))
	stranger := said(t, `stream {"name":"stdout","text":"nobody's"}`)
	stranger.Parent = json.RawMessage(`{}`)
	r.late(stranger)
	if got := outputs(cell); got != `stdout "late"` {
		t.Errorf("got %s", got)
	}
}

func TestNumbersOfAnOutputStayAsTheyWere(t *testing.T) {
	cell, r := ipynb.NewCell(ipynb.Code, "", ""), newRecorder()
	r.record(cell, said(t, `display_data {"data":{"application/json":{"n":12345678901234567890,"f":1.50}},"metadata":{}}`))
	nb := ipynb.New()
	nb.Cells = append(nb.Cells, cell)
	data, err := nb.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"12345678901234567890", "1.50"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s is lost:\n%s", want, data)
		}
	}
}

func BenchmarkStream(b *testing.B) {
	cell, r := ipynb.NewCell(ipynb.Code, "", ""), newRecorder()
	m := &wire.Message{Header: wire.Header{MsgType: "stream"}, Content: json.RawMessage(`{"name":"stdout","text":"a line of output that is printed\n"}`)}
	for b.Loop() {
		r.record(cell, m)
	}
}
