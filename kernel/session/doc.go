// Package session is the life of one notebook: it answers what frontends ask.
//
// Package wire stands before it and brings checked messages. After it, a cell's
// text goes to package cell (check, lower), from there to interp (run), and a
// value that the cell shows to display (MIME bundle); the answers go back over
// wire. Two goroutines serve: one takes the shell channel, a request at a time
// and in order; one takes the control channel, so that interrupt and shutdown
// are answered while a cell runs. Both put every answer between a busy and an
// idle status that name the request as their parent.
//
// Nothing leaves the process except through output.go, where known secrets are
// scrubbed. It uses no library beyond those of the rooms it joins: the protocol
// is JSON (https://jupyter-client.readthedocs.io/en/stable/messaging.html).
package session
