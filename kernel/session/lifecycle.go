package session

import "gohunt/kernel/wire"

// LanguageInfo describes the language of the cells, as kernel_info and
// notebooks have it.
func LanguageInfo(version string) map[string]any {
	return fields{
		"name": "go", "version": version, "mimetype": "text/x-go", "file_extension": ".go",
		"pygments_lexer": "go", "codemirror_mode": "go", "nbconvert_exporter": "script",
	}
}

func (s *Session) kernelInfo(r request) {
	s.reply(r, fields{
		"protocol_version": wire.ProtocolVersion, "implementation": "gohunt", "implementation_version": s.opts.Version,
		"language_info": LanguageInfo(goVersion()), "banner": "gohunt " + s.opts.Version + ": hunt in Go",
		"debugger": false, "help_links": []any{fields{"text": "The Go language", "url": "https://go.dev/ref/spec"}, fields{"text": "The Go standard library", "url": "https://pkg.go.dev/std"}},
		"supported_features": []string{},
	})
}

// connect answers the deprecated connect_request.
func (s *Session) connect(r request) {
	c := s.server.Connection()
	s.reply(r, fields{
		"shell_port": c.ShellPort, "iopub_port": c.IOPubPort, "stdin_port": c.StdinPort,
		"hb_port": c.HBPort, "control_port": c.ControlPort,
	})
}

func (s *Session) interruptRequest(r request) {
	s.Interrupt()
	s.reply(r, fields{})
}

// shutdown answers, tells everybody, and lets Serve return. A restart is the
// same to a kernel: the frontend starts a new process.
func (s *Session) shutdown(r request) {
	var asked struct{ Restart bool }
	if !s.content(r, &asked) {
		return
	}
	s.publish(r.Message, "shutdown_reply", fields{"status": "ok", "restart": asked.Restart})
	s.reply(r, fields{"restart": asked.Restart})
	s.stop()
}
