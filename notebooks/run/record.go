package run

import (
	"encoding/json"
	"strings"
	"sync"

	"gohunt/kernel/wire"
	"gohunt/notebooks/ipynb"
)

// recorder turns what a kernel says on iopub into outputs of cells, as nbclient does.
type recorder struct {
	mu       sync.Mutex
	cells    map[string]*ipynb.Cell     // by the id of the request that ran them
	displays map[string][]*ipynb.Output // by display_id, over the whole document
	clearing map[*ipynb.Cell]bool       // clear_output(wait): at the next output
	streams  map[*ipynb.Output]*strings.Builder
}

func newRecorder() *recorder {
	return &recorder{cells: map[string]*ipynb.Cell{}, displays: map[string][]*ipynb.Output{},
		clearing: map[*ipynb.Cell]bool{}, streams: map[*ipynb.Output]*strings.Builder{}}
}

// content holds the fields of every iopub message that becomes part of a document.
type content struct {
	State     string         `json:"execution_state"`
	Count     *int           `json:"execution_count"`
	Name      string         `json:"name"`
	Text      string         `json:"text"`
	Data      map[string]any `json:"data"`
	Metadata  map[string]any `json:"metadata"`
	Transient struct {
		DisplayID string `json:"display_id"`
	} `json:"transient"`
	EName     string   `json:"ename"`
	EValue    string   `json:"evalue"`
	Traceback []string `json:"traceback"`
	Wait      bool     `json:"wait"`
}

// late records what comes for a cell after it has ended: the output of its goroutines.
func (r *recorder) late(m *wire.Message) {
	r.mu.Lock()
	cell := r.cells[parentOf(m)]
	r.mu.Unlock()
	if cell != nil && m.Header.MsgType != "status" {
		r.record(cell, m)
	}
}

// record adds one message to a cell. A message that is not of its type's form is left out.
func (r *recorder) record(cell *ipynb.Cell, m *wire.Message) {
	decoder := json.NewDecoder(strings.NewReader(string(m.Content)))
	decoder.UseNumber()
	var c content
	if decoder.Decode(&c) != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch m.Header.MsgType {
	case "status":
		timing(cell, "iopub.status."+c.State, m.Header)
	case "execute_input":
		timing(cell, "iopub.execute_input", m.Header)
		cell.Count = c.Count
	case "stream":
		r.stream(cell, c)
	case "display_data":
		r.display(cell, c)
	case "update_display_data":
		r.update(c)
	case "execute_result":
		r.add(cell, &ipynb.Output{Kind: ipynb.Result, Data: c.Data, Metadata: c.Metadata, Count: c.Count})
	case "error":
		r.add(cell, &ipynb.Output{Kind: ipynb.Failure, EName: c.EName, EValue: c.EValue, Traceback: c.Traceback})
	case "clear_output":
		r.clear(cell, c.Wait)
	}
}

// timing keeps when the kernel sent a message, under the names that JupyterLab uses.
func timing(cell *ipynb.Cell, key string, header wire.Header) {
	times, ok := cell.Metadata["execution"].(map[string]any)
	if !ok {
		times = map[string]any{}
		cell.Metadata["execution"] = times
	}
	if header.Date != "" {
		times[key] = header.Date
	}
}

func (r *recorder) add(cell *ipynb.Cell, output *ipynb.Output) {
	if r.clearing[cell] {
		cell.Outputs = nil
		delete(r.clearing, cell)
	}
	cell.Outputs = append(cell.Outputs, output)
}

// stream joins text to the output before it when that is the same stream.
func (r *recorder) stream(cell *ipynb.Cell, c content) {
	n := len(cell.Outputs)
	if r.clearing[cell] || n == 0 || cell.Outputs[n-1].Kind != ipynb.Stream || cell.Outputs[n-1].Name != c.Name {
		output := &ipynb.Output{Kind: ipynb.Stream, Name: c.Name}
		r.add(cell, output)
		r.streams[output] = &strings.Builder{}
	}
	last := cell.Outputs[len(cell.Outputs)-1]
	text := r.streams[last]
	text.WriteString(c.Text)
	last.Text = text.String()
}

func (r *recorder) display(cell *ipynb.Cell, c content) {
	output := &ipynb.Output{Kind: ipynb.Display, Data: c.Data, Metadata: c.Metadata}
	r.add(cell, output)
	if id := c.Transient.DisplayID; id != "" {
		r.displays[id] = append(r.displays[id], output)
	}
}

// update changes every output with the id, in this cell and in earlier ones.
func (r *recorder) update(c content) {
	for _, output := range r.displays[c.Transient.DisplayID] {
		output.Data, output.Metadata = c.Data, c.Metadata
	}
}

func (r *recorder) clear(cell *ipynb.Cell, wait bool) {
	if wait {
		r.clearing[cell] = true
		return
	}
	cell.Outputs = nil
}

// owns remembers whose output the messages of a request are.
func (r *recorder) owns(request string, cell *ipynb.Cell) {
	r.mu.Lock()
	r.cells[request] = cell
	r.mu.Unlock()
}

// parentOf is the id of the request that a message belongs to.
func parentOf(m *wire.Message) string {
	var parent struct {
		MsgID string `json:"msg_id"`
	}
	json.Unmarshal(m.Parent, &parent) // without one it is ""
	return parent.MsgID
}
