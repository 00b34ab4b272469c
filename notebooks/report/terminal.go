package report

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"
)

// escape matches the sequences with which a program steers a terminal: CSI (kept when it sets colours),
// OSC up to its end (titles, links), and two-byte ones.
var escape = regexp.MustCompile("\x1b\\[([0-9;:?<=>]*)[ -/]*([@-~])|\x1b[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)?|\x1b[ -/]*[0-~]?")

// terminal turns text with ANSI colours into HTML. Colours become classes of the page; every other sequence is dropped.
func terminal(text string) template.HTML {
	var out strings.Builder
	var pen pen
	end := 0
	for _, at := range escape.FindAllStringSubmatchIndex(text, -1) {
		pen.write(&out, text[end:at[0]])
		end = at[1]
		if at[4] >= 0 && text[at[4]:at[5]] == "m" {
			pen.set(text[at[2]:at[3]])
		}
	}
	pen.write(&out, text[end:])
	return template.HTML(out.String())
}

// pen is how the terminal writes now. A colour is the number of one of the 16 that have names, #rrggbb, or "" for the default.
type pen struct {
	fg, bg                     string
	bold, faint, italic, under bool
	inverse                    bool
}

func (p *pen) write(out *strings.Builder, text string) {
	if text == "" {
		return
	}
	text = template.HTMLEscapeString(visible(text))
	class, style := p.look()
	if class != "" {
		class = ` class="` + class + `"`
	}
	if style != "" {
		style = ` style="` + style + `"`
	}
	if class == "" && style == "" {
		out.WriteString(text)
		return
	}
	fmt.Fprintf(out, `<span%s%s>%s</span>`, class, style, text)
}

// visible replaces control characters by their pictures in Unicode.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20:
			return 0x2400 + r
		case r == 0x7f:
			return 0x2421
		}
		return r
	}, text)
}

func (p *pen) look() (class, style string) {
	fg, bg := p.fg, p.bg
	if p.inverse {
		fg, bg = bg, fg
		if fg == "" && bg == "" {
			class = " inv"
		}
	}
	for _, c := range []struct{ value, prefix, property string }{{fg, " fg", "color"}, {bg, " bg", "background-color"}} {
		if strings.HasPrefix(c.value, "#") {
			style += ";" + c.property + ":" + c.value
		} else if c.value != "" {
			class += c.prefix + c.value
		}
	}
	for _, c := range []struct {
		on   bool
		name string
	}{{p.bold, " b"}, {p.faint, " f"}, {p.italic, " i"}, {p.under, " u"}} {
		if c.on {
			class += c.name
		}
	}
	return strings.TrimSpace(class), strings.TrimPrefix(style, ";")
}

// set applies the numbers of one SGR sequence (ECMA-48, 8.3.117).
func (p *pen) set(parameters string) {
	numbers := []int{}
	for _, word := range strings.FieldsFunc(parameters+";", func(r rune) bool { return r == ';' || r == ':' }) {
		n, _ := strconv.Atoi(word)
		numbers = append(numbers, n)
	}
	if len(numbers) == 0 {
		numbers = []int{0}
	}
	for len(numbers) > 0 {
		numbers = p.one(numbers)
	}
}

// one applies the first number and returns the rest.
func (p *pen) one(numbers []int) []int {
	n, rest := numbers[0], numbers[1:]
	switch {
	case n == 0:
		*p = pen{}
	case n == 38:
		p.fg, rest = extended(rest)
	case n == 48:
		p.bg, rest = extended(rest)
	case n == 39:
		p.fg = ""
	case n == 49:
		p.bg = ""
	case n >= 30 && n <= 37:
		p.fg = strconv.Itoa(n - 30)
	case n >= 40 && n <= 47:
		p.bg = strconv.Itoa(n - 40)
	case n >= 90 && n <= 97:
		p.fg = strconv.Itoa(n - 90 + 8)
	case n >= 100 && n <= 107:
		p.bg = strconv.Itoa(n - 100 + 8)
	default:
		p.manner(n)
	}
	return rest
}

func (p *pen) manner(n int) {
	switch n {
	case 1:
		p.bold = true
	case 2:
		p.faint = true
	case 3:
		p.italic = true
	case 4:
		p.under = true
	case 7:
		p.inverse = true
	case 22:
		p.bold, p.faint = false, false
	case 23:
		p.italic = false
	case 24:
		p.under = false
	case 27:
		p.inverse = false
	}
}

// extended reads 5;N (the palette) or 2;R;G;B.
func extended(numbers []int) (colour string, rest []int) {
	switch {
	case len(numbers) >= 2 && numbers[0] == 5:
		return palette(numbers[1]), numbers[2:]
	case len(numbers) >= 4 && numbers[0] == 2:
		return fmt.Sprintf("#%02x%02x%02x", byte(numbers[1]), byte(numbers[2]), byte(numbers[3])), numbers[4:]
	}
	return "", nil
}

// palette is xterm's: 16 named colours, a cube of 6x6x6, and 24 greys.
func palette(n int) string {
	switch {
	case n < 0 || n > 255:
		return ""
	case n < 16:
		return strconv.Itoa(n)
	case n >= 232:
		grey := 8 + (n-232)*10
		return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
	}
	steps := [6]int{0, 95, 135, 175, 215, 255}
	n -= 16
	return fmt.Sprintf("#%02x%02x%02x", steps[n/36], steps[n/6%6], steps[n%6])
}
