package run

import "regexp"

var login = regexp.MustCompile(`(://[^/?#\s:]*:)[^/?#\s]+@`)

// mask hides the passwords of URLs: a parameter may hold one, and the documents of a run are passed around.
func mask(value string) string { return login.ReplaceAllString(value, "$1••••@") }
