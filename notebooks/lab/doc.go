// Package lab is a security stack to hunt in, in one process on the loopback interface: an Elasticsearch with
// five months of a small company's endpoint events, a VirusTotal and a TheHive.
//
// It is where the notebooks' hunts run when nobody names a real server. Before it stands the program, which
// registers it for the scheme "lab:" and has its subcommand; below it corpus makes the documents, index keeps
// them in the embedded engine, dsl and essql read queries, and elastic, virustotal and thehive speak to clients.
// Those see three ordinary servers, each on a port of its own, since official clients want a plain URL.
//
// The stack has its own clock, which stands still, so that a hunt says the same on every day. It has no file
// or network access beyond its three listeners, answers no web page, and ends by itself when nobody asks.
// net/http serves; the engine is hunt/engine/duckdb, so that its queries are answered, not recorded.
package lab
