// Package frontend is a Jupyter client: it starts a kernel as a process of its own and talks to it over ZeroMQ.
//
// Before it in the flow stands whoever has code to run (notebooks/run, and every test of the kernel).
// After it comes a kernel process, ours or any other that speaks protocol 5; package wire gives both
// sides the form of a message. The package knows requests and replies, and nothing about notebooks.
//
// Nothing here waits for a kernel that is gone: a process that ends fails every request that is
// under way, with its exit status and the last lines it wrote.
//
// github.com/go-zeromq/zmq4 gives the client's sockets (DEALER, SUB, REQ), because it is ZeroMQ in
// pure Go and needs no C library.
package frontend
