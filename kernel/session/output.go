package session

import (
	"bytes"
	"encoding/json"

	"gohunt/kernel/display"
	"gohunt/kernel/interp"
	"gohunt/kernel/stdio"
	"gohunt/kernel/wire"
)

// message makes a message for the frontends: the only place where one is made,
// so that no known secret leaves in any.
func (s *Session) message(parent *wire.Message, kind string, metadata, content fields) *wire.Message {
	clean, err := s.clean(content)
	if err != nil {
		clean, _ = s.clean(sayable(content, err))
	}
	m, _ := wire.New(kind, s.id, clean) // what clean returns marshals
	if parent != nil {
		m.Parent = parent.RawHeader()
	}
	if metadata != nil {
		m.Metadata, _ = s.clean(metadata)
	}
	return m
}

// clean is content as JSON without any known secret. It fails when JSON cannot
// say the content.
func (s *Session) clean(content any) (json.RawMessage, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(content); err != nil {
		return nil, err
	}
	raw := bytes.TrimRight(b.Bytes(), "\n")
	if s.secrets.Text(string(raw)) == string(raw) {
		return raw, nil
	}
	var tree any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&tree); err != nil {
		return nil, err
	}
	return json.Marshal(s.secrets.Value(tree))
}

// sayable is content without the MIME data that JSON cannot say (a NaN, a
// channel), and a line about what is missing.
func sayable(content fields, err error) fields {
	clean := fields{}
	for k, v := range content {
		if _, wrong := json.Marshal(v); wrong == nil {
			clean[k] = v
		}
	}
	if data, ok := content["data"].(map[string]any); ok {
		text, _ := data["text/plain"].(string)
		clean["data"] = fields{"text/plain": text + "\n(not shown in full: " + err.Error() + ")"}
	}
	return clean
}

// publish sends a message to everybody who listens.
func (s *Session) publish(parent *wire.Message, kind string, content fields) {
	s.server.Publish(s.message(parent, kind, nil, content))
}

func (s *Session) status(parent *wire.Message, state string) {
	s.publish(parent, "status", fields{"execution_state": state})
}

// stream takes a batch of what the cell of that number, or one that is not
// known, wrote to stdout or stderr.
func (s *Session) stream(number int, name, text string) {
	parent := s.parentOf(number)
	s.leakMu.Lock()
	defer s.leakMu.Unlock()
	if s.held[name] != parent {
		s.release(name)
	}
	s.held[name] = parent
	s.sayStream(parent, name, s.leaks[name].Write(text))
}

// release sends what may have been the beginning of a secret and was none.
func (s *Session) release(name string) {
	s.sayStream(s.held[name], name, s.leaks[name].Flush())
}

func (s *Session) sayStream(parent *wire.Message, name, text string) {
	if text != "" {
		s.publish(parent, "stream", fields{"name": name, "text": text})
	}
}

// flush returns when all that was written before has been sent.
func (s *Session) flush() {
	s.streams.Flush()
	s.leakMu.Lock()
	defer s.leakMu.Unlock()
	for _, name := range []string{stdio.Stdout, stdio.Stderr} {
		s.release(name)
	}
}

// outputParent is the request whose cell puts out what is put out now: the one
// that runs, or the last that ran.
func (s *Session) outputParent() *wire.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.parent
}

// parentOf is the request of the cell of that number; of one that is too long
// ago or not known, outputParent.
func (s *Session) parentOf(number int) *wire.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if parent := s.parents[number]; parent != nil {
		return parent
	}
	return s.parent
}

// shown takes a value that the running cell shows at its end.
func (s *Session) shown(v interp.Value) {
	if run := s.current(); run != nil {
		run.show(display.Of(v.V, v.Text))
	}
}

// goPanic takes the report of a panic in a goroutine that a cell started.
func (s *Session) goPanic(number int, text string) {
	s.flush()
	s.sayStream(s.parentOf(number), stdio.Stderr, text)
}
