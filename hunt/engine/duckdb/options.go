package duckdb

// Options say how an embedded engine is opened. The zero value is an engine in memory, with all processors and
// half of the machine's memory, that may read files.
type Options struct {
	// Path is a DuckDB database file, created if it is not there. Empty: the tables live in memory only.
	Path string
	// NoFiles forbids SQL to read or write files, to attach databases, and to change any setting.
	NoFiles bool
	// Threads is how many processors one query may use. 0: as many as Go uses (GOMAXPROCS).
	Threads int
	// MemoryLimit is the most memory that DuckDB itself takes, as DuckDB writes sizes: "4GB", "512MiB".
	// Registered Arrow tables and results are not in it. Empty: half of the machine's, or the container's.
	MemoryLimit string
	// TempDir is the folder in which a private one is made for what does not fit; it is removed at Close,
	// and one that a killed process left behind when the next engine is opened.
	// Empty: the system's folder for temporary files.
	TempDir string
}
