package session

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gohunt/kernel/cell"
	"gohunt/kernel/interp"
)

// trouble is why a cell failed, as the protocol's error has it: a name, a value
// of one or more plain lines, and a traceback with ANSI colours.
type trouble struct {
	name, value string
	traceback   []string
}

func (t *trouble) fields() fields {
	return fields{"ename": t.name, "evalue": t.value, "traceback": t.traceback}
}

// ANSI colours, which every frontend shows and strips where it cannot.
func red(s string) string   { return "\x1b[31;1m" + s + "\x1b[0m" }
func bold(s string) string  { return "\x1b[1m" + s + "\x1b[0m" }
func green(s string) string { return "\x1b[32m" + s + "\x1b[0m" }
func faint(s string) string { return "\x1b[2m" + s + "\x1b[0m" }

// checkTrouble lists all errors of a cell that was not run, each under its
// source line.
func checkTrouble(number int, code string, errs cell.Errors) *trouble {
	t := &trouble{name: "CheckError", value: errs[0].Error()}
	many := "an error"
	if len(errs) > 1 {
		many = fmt.Sprintf("%d errors", len(errs))
		t.value += fmt.Sprintf(" (and %d more)", len(errs)-1)
	}
	t.add(red("CheckError") + fmt.Sprintf(": In[%d] has %s, so nothing of it was run", number, many))
	for _, e := range errs {
		t.add(bold(place(number, e.Line, e.Col)) + " " + e.Msg)
		t.excerpt(code, e.Line, e.Col)
		if e.Hint != "" {
			t.add(hint(e.Hint))
		}
	}
	return t
}

// failureTrouble says how a cell ended that was run. Cause, if explained, is
// the error of a library, taken apart.
func failureTrouble(number int, code string, f *interp.Failure, cause Cause, explained bool) *trouble {
	t := &trouble{name: f.Name, value: f.Msg}
	if explained {
		t.explain(cause)
	} else {
		t.add(red(f.Name) + ": " + f.Msg)
	}
	if f.Line > 0 {
		t.add(bold(place(number, f.Line, f.Col)))
		t.excerpt(code, f.Line, f.Col)
	}
	if len(f.Trace) > 1 { // a single place was said above
		for _, line := range f.Trace {
			t.add(faint("  in ") + line)
		}
	}
	return t
}

// explain puts step and object on the first line, then reason and hint.
func (t *trouble) explain(c Cause) {
	t.name = c.Step
	if t.name == "" {
		t.name = "error"
	}
	t.value = strings.Join(nonEmpty(c.On, c.Reason), ": ")
	t.add(strings.TrimSpace(red(t.name) + " " + c.On))
	if c.Reason != "" {
		t.add("  " + faint("why") + "  " + indented(c.Reason, 7))
	}
	if c.Hint != "" {
		t.add(hint(c.Hint))
	}
}

// interrupted says that a cell was stopped, and what that means.
func interrupted(number int, err error) *trouble {
	value := fmt.Sprintf("In[%d] was interrupted", number)
	lines := []string{red("Interrupted") + fmt.Sprintf(": In[%d] was stopped; what it and earlier cells made is kept", number)}
	if err != interp.ErrInterrupted {
		lines = append(lines, "  "+err.Error())
	}
	return &trouble{name: "Interrupted", value: value, traceback: lines}
}

func (t *trouble) add(line string) { t.traceback = append(t.traceback, line) }

// excerpt adds the source line with a caret under the column, both counted
// from 1 and in characters. A place outside the code adds nothing.
func (t *trouble) excerpt(code string, line, col int) {
	lines := strings.Split(code, "\n")
	if line < 1 || line > len(lines) {
		return
	}
	text := strings.TrimRight(lines[line-1], "\r")
	before := firstRunes(text, col-1)
	gutter := fmt.Sprintf("%4d | ", line)
	t.add(faint(gutter) + untabbed(text))
	if col > 0 {
		t.add(faint("     | ") + strings.Repeat(" ", utf8.RuneCountInString(untabbed(before))) + green("^"))
	}
}

func hint(text string) string { return "  " + faint("try") + "  " + indented(text, 7) }

func place(number, line, col int) string {
	if line == 0 {
		return fmt.Sprintf("In[%d]", number)
	}
	if col == 0 {
		return fmt.Sprintf("In[%d]:%d", number, line)
	}
	return fmt.Sprintf("In[%d]:%d:%d", number, line, col)
}

// untabbed shows tabs as four blanks, so that a caret stands where it should in
// every frontend.
func untabbed(s string) string { return strings.ReplaceAll(s, "\t", "    ") }

func firstRunes(s string, n int) string { return s[:byteOffset(s, n)] }

func indented(text string, by int) string {
	return strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", by))
}

func nonEmpty(parts ...string) (full []string) {
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return full
}
