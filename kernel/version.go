package main

import (
	"cmp"
	"runtime"
	"runtime/debug"
)

// release is the version until one is tagged.
const release = "0.1"

// version is that of the module when it was built as one, else the release, and
// the commit where the build knows it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	v := info.Main.Version
	if v == "(devel)" {
		v = ""
	}
	v = cmp.Or(v, release)
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 8 && v == release {
			v += "+" + s.Value[:8]
		}
	}
	return v
}

func platform() string {
	return runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}
