// Package wire carries messages between Jupyter frontends and the kernel.
//
// Before it in the flow stands a frontend (JupyterLab, papermill, or package
// frontend); after it package session, which decides what a message means.
// The package knows frames, signatures and sockets, and nothing about cells.
//
// github.com/go-zeromq/zmq4 speaks the handshake of ZMTP 3.0 here, because it
// is ZeroMQ in pure Go and needs no C library. Its socket types are not used on
// this side: a client that connects and stays silent stops their accept loop,
// one subscriber that does not read stops all others, nothing bounds their
// memory, and what is queued is lost at exit. The three patterns that a kernel
// binds are small, so they stand here: router (shell, control, stdin),
// publisher (iopub) and echo (heartbeat), each over peers that own a bounded
// queue and a goroutine for writing. Encryption (CURVE) would go between the
// net.Conn and [zmq4.Open], in handshake.go.
package wire
