package decode

import (
	"strings"
	"unicode/utf8"
)

// hintBefore reads what stands before a run.
func hintBefore(before string) hint {
	if s := strings.TrimRight(before, `"'`); len(s) > 0 {
		if t := strings.TrimRight(s, " \t\r\n"); len(t) < len(s) && encodedCommand(t) {
			return command
		}
	}
	if s, opened := strings.CutSuffix(strings.TrimRight(strings.TrimRight(before, `"'`), " \t\r\n"), "("); opened && endsWithFold(s, "frombase64string") {
		return literal
	}
	return unsaid
}

// encodedCommand tells whether s ends with a switch that powershell.exe takes for -EncodedCommand: any prefix of it
// (no other switch starts with e but -ExecutionPolicy and -EncodedArguments, whose prefixes are longer), or -ec.
func encodedCommand(s string) bool {
	i := len(s)
	for i > 0 && letter(s[i-1]) {
		i--
	}
	mark, _ := utf8.DecodeLastRuneInString(s[:i])
	if i == len(s) || !strings.ContainsRune("-/–—―", mark) {
		return false
	}
	return prefixFold("encodedcommand", s[i:]) || strings.EqualFold(s[i:], "ec")
}

func letter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

func prefixFold(s, prefix string) bool {
	return len(prefix) <= len(s) && strings.EqualFold(s[:len(prefix)], prefix)
}

func endsWithFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}
