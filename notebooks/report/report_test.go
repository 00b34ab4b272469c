package report

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"gohunt/notebooks/ipynb"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// The golden file is the page without its style sheet.
func TestGolden(t *testing.T) {
	nb, err := ipynb.ReadFile(filepath.Join("testdata", "hunt.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := HTML(nb, Options{Name: "hunt.ipynb", SHA256: "0123abcd"})
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Replace(string(page), style, "", 1)
	golden := filepath.Join("testdata", "hunt.html")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Fatalf("line %d differs from %s (run with -update to accept):\n%s", i+1, golden, strings.Join(gotLines[i:min(i+3, len(gotLines))], "\n"))
		}
	}
}

func TestStyleLoadsNothing(t *testing.T) {
	for _, bad := range []string{"url(", "@import", "@font-face", "http"} {
		if strings.Contains(style, bad) {
			t.Errorf("the style sheet has %s", bad)
		}
	}
}

// oneOutput is a notebook with one output.
func oneOutput(o *ipynb.Output) *ipynb.Notebook {
	nb := ipynb.New()
	cell := ipynb.NewCell(ipynb.Code, "x", "")
	cell.Outputs = []*ipynb.Output{o}
	nb.Insert(0, cell)
	return nb
}

func render(t *testing.T, nb *ipynb.Notebook) string {
	t.Helper()
	page, err := HTML(nb, Options{Name: "n.ipynb"})
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(page), "<main>")
	body, _, _ = strings.Cut(body, "</main>")
	return body
}

func TestRichestFormThatReadsOffline(t *testing.T) {
	const svg, png = "<svg xmlns='http://www.w3.org/2000/svg'></svg>", "iVBORw0KGgo=\n"
	for name, c := range map[string]struct {
		data ipynb.Object
		want string
	}{
		"svg":      {ipynb.Object{"image/svg+xml": svg, "image/png": png, "text/html": "<b>h</b>", "text/plain": "a chart\nof"}, `<img src="data:image/svg&#43;xml;base64,PHN2ZyB4`},
		"its alt":  {ipynb.Object{"image/svg+xml": svg, "text/plain": "a chart\nof"}, `alt="a chart"`},
		"png":      {ipynb.Object{"image/png": png, "text/html": "<b>h</b>"}, `<img src="data:image/png;base64,iVBORw0KGgo="`},
		"bad png":  {ipynb.Object{"image/png": `" onerror="x`, "text/plain": "p"}, `>p</pre>`},
		"html":     {ipynb.Object{"text/html": "<b>h</b>", "text/markdown": "*m*", "text/plain": "p"}, `<b>h</b>`},
		"markdown": {ipynb.Object{"text/markdown": "*m*", "text/plain": "p"}, `<em>m</em>`},
		"plain":    {ipynb.Object{"text/plain": "1 < 2", "application/json": ipynb.Object{"a": 1}}, `1 &lt; 2`},
		"json":     {ipynb.Object{"application/vnd.x+json": ipynb.Object{"a": "<"}}, `&#34;a&#34;: &#34;&lt;&#34;`},
		"nothing":  {ipynb.Object{}, `<section class="code">`},
	} {
		body := render(t, oneOutput(&ipynb.Output{Kind: ipynb.Display, Data: c.data}))
		if !strings.Contains(body, c.want) {
			t.Errorf("%s: %q is not in\n%s", name, c.want, body)
		}
		if n := strings.Count(body, `class="output`); n > 1 {
			t.Errorf("%s: %d outputs are shown", name, n)
		}
	}
}

func TestTerminal(t *testing.T) {
	for in, want := range map[string]string{
		"plain <b>":                       "plain &lt;b&gt;",
		"\x1b[31mred\x1b[0m no":           `<span class="fg1">red</span> no`,
		"\x1b[1;92;44mx\x1b[m":            `<span class="fg10 bg4 b">x</span>`,
		"\x1b[38;5;196mx":                 `<span style="color:#ff0000">x</span>`,
		"\x1b[38;5;9mx":                   `<span class="fg9">x</span>`,
		"\x1b[48;5;244mx":                 `<span style="background-color:#808080">x</span>`,
		"\x1b[38;2;1;2;300mx":             `<span style="color:#01022c">x</span>`,
		"\x1b[38;5mx":                     "x",
		"\x1b[7mx\x1b[27my":               `<span class="inv">x</span>y`,
		"\x1b[31;7mx":                     `<span class="bg1">x</span>`,
		"\x1b[1;3;4;2mx\x1b[22;23;24my":   `<span class="b f i u">x</span>y`,
		"\x1b[31mx\x1b[39my":              `<span class="fg1">x</span>y`,
		"a\x1b[2J\x1b[Hb\x1b[?25lc":       "abc",
		"a\x1b]0;title\x07b":              "ab",
		"a\x1b]8;;http://x\x1b\\b":        "ab",
		"a\x1b]0;unfinished":              "a",
		"a\x1b(Bb\x1bcd\x1b":              "abd",
		"\x00\x07\x7f":                    "␀␇␡",
		"\x1b[31m\"'</span><script>\x1b[": `<span class="fg1">&#34;&#39;&lt;/span&gt;&lt;script&gt;</span>`,
	} {
		if got := string(terminal(in)); got != want {
			t.Errorf("terminal(%q)\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestOnlyHTMLWithColoursOfItsOwnIsOnWhitePaper(t *testing.T) {
	for text, want := range map[string]bool{
		`<td style="border-bottom:1px solid rgba(128,128,128,.25);background:none">x</td>`: false,
		`<td style="border-color:red;color: inherit">x</td>`:                               false,
		`<p>color: red</p>`:                                   false,
		`<td style="background-color: #fff">x</td>`:           true,
		`<td style="padding:1px; color: rgb(1, 2, 3)">x</td>`: true,
	} {
		body := render(t, oneOutput(&ipynb.Output{Kind: ipynb.Display, Data: ipynb.Object{"text/html": text}}))
		if got := strings.Contains(body, "paper"); got != want {
			t.Errorf("%s: paper is %v\n%s", text, got, body)
		}
	}
}

func TestOverwrite(t *testing.T) {
	for in, want := range map[string]string{
		"10%\r20%\r30%\ndone": "30%\ndone", "a\r\nb\r\n": "a\nb\n", "a\r": "a", "": "", "\r\rx": "x",
	} {
		if got := overwrite(in); got != want {
			t.Errorf("overwrite(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHeadings(t *testing.T) {
	nb := ipynb.New()
	for i, text := range []string{"Before.\n\n## First *part*\n\n# Title of `it`\n\ntext", "# Second title\n\n## First part\n\n#### Too deep", "```\n# no heading\n```\n## Über & <b>x</b>"} {
		nb.Insert(i, ipynb.NewCell(ipynb.Markdown, text, ""))
	}
	d, err := build(nb, Options{Name: "n.ipynb"})
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Title of it" {
		t.Errorf("the title is %q", d.Title)
	}
	want := []heading{{2, "s-first-part", "First part"}, {1, "s-second-title", "Second title"}, {2, "s-first-part--2", "First part"}, {2, "s-ber---x", "Über & x"}}
	if fmt.Sprint(d.Contents) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", d.Contents, want)
	}
}

func TestImagesOfMarkdownAreInThePage(t *testing.T) {
	nb := ipynb.New()
	cell := ipynb.NewCell(ipynb.Markdown, "![a](attachment:p.png) ![b](attachment:none.png) ![c](http://127.0.0.1/x.png) ![d](x.png)", "")
	cell.Attachments = ipynb.Object{"p.png": ipynb.Object{"image/png": "iVBO\nRw0K"}}
	nb.Insert(0, cell)
	body := render(t, nb)
	if !strings.Contains(body, `src="data:image/png;base64,iVBORw0K"`) {
		t.Errorf("the attachment is not in\n%s", body)
	}
	if strings.Count(body, "src=") != 1 {
		t.Errorf("something else is loaded:\n%s", body)
	}
}

func TestMarkdownOfTheAuthor(t *testing.T) {
	for source, want := range map[string]string{
		"a http://evil.example/x b":                           "<p>a http://evil.example/x b</p>",
		"[a](https://example.com 'x')":                        `<p><a href="https://example.com" title="x" rel="nofollow noreferrer">a</a></p>`,
		"- [x] done\n- [ ] open":                              `<input checked="" disabled="" type="checkbox"> done`,
		"~~no~~ **yes**":                                      "<del>no</del> <strong>yes</strong>",
		"| a |\n|--:|\n| 1 |":                                 `<td style="text-align: right">1</td>`,
		"```go\nx < 1\n```":                                   "<pre><code>x &lt; 1\n</code></pre>",
		"<details><summary>s</summary>\n\n*in*\n\n</details>": "<details><summary>s</summary>\n<p><em>in</em></p>\n</details>",
		"<input type=password name=p>":                        `<section class="prose"></section>`,
	} {
		nb := ipynb.New()
		nb.Insert(0, ipynb.NewCell(ipynb.Markdown, source, ""))
		if body := render(t, nb); !strings.Contains(body, want) {
			t.Errorf("%q: %s is not in\n%s", source, want, body)
		}
	}
}

func TestLargeNotebooksTakeSeconds(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out the notebook of 20 MB")
	}
	nb := ipynb.New()
	row := "<tr><td>2022-11-30 12:00:00</td><td>powershell.exe</td><td style=\"text-align:right\">12</td></tr>\n"
	for i := range 20 {
		cell := ipynb.NewCell(ipynb.Code, fmt.Sprint("show ", i), "")
		cell.Outputs = []*ipynb.Output{
			{Kind: ipynb.Stream, Name: "stdout", Text: strings.Repeat("\x1b[32mok\x1b[0m a line that is printed\n", 15_000)},
			{Kind: ipynb.Display, Data: ipynb.Object{"text/html": "<table>" + strings.Repeat(row, 5_000) + "</table>"}},
		}
		nb.Insert(i, cell)
	}
	begin := time.Now()
	page, err := HTML(nb, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took > time.Minute {
		t.Errorf("%d MB took %v", len(page)>>20, took)
	}
}

func FuzzHighlightKeepsTheText(f *testing.F) {
	for _, source := range []string{"x := `a\r\nb` // c\n", "/* ", "\"\\", "'", "a\x00\xffb", "for i := range 3 { fmt.Println(i, nil, 1.5) }"} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if got := textOf(t, string(highlight(source))); got != textOf(t, string(plainly(source))) {
			t.Errorf("%q became %q", source, got)
		}
	})
}

// Whatever a program prints, the page gets text and spans.
func FuzzTerminal(f *testing.F) {
	for _, text := range []string{"\x1b[31mx", "\x1b[38;2;1;2", "\x1b]8;;x\x07", "\x1b[;;;m<b>", "\x1b", "\x9b31m", "\x1b[38:5:999mx", "a\rb"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fragment := string(terminal(overwrite(text)))
		for node := range tree(t, "<!DOCTYPE html><pre>"+fragment+"</pre>").Descendants() {
			if node.Type == html.ElementNode && !slices.Contains([]string{"html", "head", "body", "pre", "span"}, node.Data) {
				t.Fatalf("%q made <%s>: %s", text, node.Data, fragment)
			}
		}
		if strings.ContainsAny(fragment, "\x1b\x00\x08\r") {
			t.Fatalf("%q left a control character: %q", text, fragment)
		}
	})
}
