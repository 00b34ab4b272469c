// Package papermill teaches the papermill of a Python to set parameters of Go notebooks.
//
// Before it stands `gohunt install --papermill PYTHON`. After it stands stock papermill, which knows translators
// for a dozen languages and none for Go, and refuses -p for any other. papermill loads the entry points of the
// group papermill.engine of every installed package; ours registers a translator as it is loaded.
//
// The add-on is the one file of Python here, because papermill is Python. It is carried in the program and written
// as an installed distribution, so that `pip list` shows it and `pip uninstall gohunt-papermill` removes it,
// without a need for pip, a compiler or a network.
package papermill
