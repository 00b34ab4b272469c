package bind

import (
	"errors"
	"fmt"
	"strings"
)

// Statement is one statement without the semicolon that may end it. Several statements, an open bracket, string or
// comment are errors.
func Statement(sql string) (string, error) {
	tokens := lex(sql)
	for len(tokens) > 0 && (tokens[len(tokens)-1].kind == blank || tokens[len(tokens)-1].text == ";") {
		if err := finished(tokens[len(tokens)-1]); err != nil {
			return "", err
		}
		tokens = tokens[:len(tokens)-1]
	}
	if len(tokens) == 0 {
		return "", errors.New("there is no SQL in the text")
	}
	var whole strings.Builder
	for _, t := range tokens {
		whole.WriteString(t.text)
	}
	return whole.String(), balanced(tokens)
}

// balanced makes sure that a text can stand inside a larger one and mean the same there.
func balanced(tokens []token) error {
	var open []string
	for _, t := range tokens {
		if err := finished(t); err != nil {
			return err
		}
		if t.kind != sign {
			continue
		}
		switch t.text {
		case ";":
			return errors.New("there is more than one statement")
		case "(", "[", "{":
			open = append(open, t.text)
		case ")", "]", "}":
			if len(open) == 0 || open[len(open)-1] != opening[t.text] {
				return fmt.Errorf("there is a %s too many", t.text)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("a %s is not closed", open[len(open)-1])
	}
	return nil
}

var opening = map[string]string{")": "(", "]": "[", "}": "{"}

// finished tells whether a string, a quoted name or a comment has its end.
func finished(t token) error {
	_, whole := strings.CutPrefix(t.text, "/*")
	switch {
	case whole && !strings.HasSuffix(t.text, "*/"):
		return errors.New("a comment is not closed")
	case t.kind == text && !closedText(t.text):
		return errors.New("a string is not closed")
	case t.kind == quoted && (len(t.text) < 2 || !strings.HasSuffix(t.text, `"`)):
		return errors.New("a quoted name is not closed")
	}
	return nil
}

func closedText(t string) bool {
	if t[0] == '$' {
		tag := t[:strings.IndexByte(t[1:], '$')+2]
		return len(t) >= 2*len(tag) && strings.HasSuffix(t, tag)
	}
	body := strings.TrimLeft(t, "eE")
	return len(body) >= 2 && closing(t+" ", len(t)-len(body), '\'', len(body) < len(t)) == len(t)
}

// Item splits "expression AS name" into its two parts; name is empty when there is no AS at the end.
func Item(item string) (expr, name string) {
	tokens := lex(item)
	var seen []int
	for i, t := range tokens {
		if t.kind != blank {
			seen = append(seen, i)
		}
	}
	n := len(seen)
	if n < 3 || !strings.EqualFold(tokens[seen[n-2]].text, "as") {
		return item, ""
	}
	last := tokens[seen[n-1]]
	if last.kind != quoted && last.kind != ident {
		return item, ""
	}
	var before strings.Builder
	for _, t := range tokens[:seen[n-2]] {
		before.WriteString(t.text)
	}
	return strings.TrimSpace(before.String()), unquoted(last.text)
}

func unquoted(name string) string {
	if len(name) >= 2 && name[0] == '"' {
		return strings.ReplaceAll(name[1:len(name)-1], `""`, `"`)
	}
	return name
}
