package session

import (
	"runtime"
	"strings"
)

// goVersion is the Go that the kernel was built with, such as "1.26".
func goVersion() string {
	return strings.TrimPrefix(runtime.Version(), "go")
}
