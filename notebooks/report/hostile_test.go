package report

import (
	"context"
	"html/template"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"gohunt/notebooks/ipynb"
)

func plainly(source string) template.HTML {
	return template.HTML(template.HTMLEscapeString(visible(source)))
}

// textOf is the text that a browser shows for a fragment.
func textOf(t *testing.T, fragment string) string {
	t.Helper()
	var text strings.Builder
	for node := range tree(t, "<pre>x"+fragment+"</pre>").Descendants() {
		if node.Type == html.TextNode {
			text.WriteString(node.Data)
		}
	}
	return text.String()
}

func tree(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// payloads try to run a script, to load something from SERVER, or to break out of where they stand.
var payloads = []string{
	`<script>document.title="owned"</script>`,
	`<img src=x onerror='document.title="owned"'>`,
	`<img src="http://SERVER/img.png"><img srcset="http://SERVER/set.png 2x">`,
	`<svg onload='document.title="owned"'><script>document.title="owned"</script><image href="http://SERVER/i"/></svg>`,
	`<iframe src="javascript:parent.document.title='owned'"></iframe><iframe srcdoc="<script>parent.document.title='owned'</script>"></iframe>`,
	`<object data="http://SERVER/o"></object><embed src="http://SERVER/e"><video src="http://SERVER/v" autoplay></video><audio src="http://SERVER/a"></audio>`,
	`<link rel=stylesheet href="http://SERVER/css"><style>@import "http://SERVER/import"; body{background:url(http://SERVER/bg)}</style>`,
	`<p style="background:url(http://SERVER/url);background-image:image-set('http://SERVER/set' 1x);position:fixed;inset:0;z-index:9">x</p>`,
	`<p style="background:u\72l(http://SERVER/escaped)">x</p><p style="width:expression(alert(1));margin:-900px;content:attr(title)">x</p>`,
	`<meta http-equiv=refresh content="0;url=http://SERVER/refresh"><base href="http://SERVER/">`,
	`<form action="http://SERVER/form"><input autofocus onfocus='document.title="owned"'><button formaction="javascript:1">b</button></form>`,
	`<a href="javascript:document.title='owned'">a</a><a href=" &#106;avascript:1">b</a><a href="data:text/html,<script>1</script>">c</a><a href="vbscript:1">d</a>`,
	`[a](javascript:document.title='owned') ![b](http://SERVER/md.png) <javascript:alert(1)> [c]: http://SERVER/ref`,
	`"><script>document.title="owned"</script>`, `' onmouseover='document.title="owned"`, `</pre></code></details></main><script>document.title="owned"</script>`,
	`</style><script>document.title="owned"</script>`, `</title><script>document.title="owned"</script>`, `--><script>document.title="owned"</script><!--`,
	`<details open ontoggle='document.title="owned"'><summary>s</summary></details>`, `<math><mtext><table><mglyph><style><img src=x onerror='document.title="owned"'>`,
	`<template><script>document.title="owned"</script></template><noscript><p title="</noscript><img src=x onerror=document.title='owned'>">`,
	`{{.}} ${x} {%x%}`, "\x1b]8;;http://SERVER/osc\x07link\x1b]8;;\x07", "invoice\u202efdp.exe\u2066x\u2069", "\x00\x1b[31m<script>document.title='owned'</script>",
	`<div id="stopped" class="badge good">completed</div><h1 id="top">x</h1>`, `<xss x=1><a-b>`, `<img src="data:text/html;base64,PHNjcmlwdD4=">`, `<img src="data:image/svg+xml,<svg onload=1>">`,
}

// everywhere puts each payload into every place of a notebook that a report shows.
func everywhere(server string) *ipynb.Notebook {
	nb := ipynb.New()
	values, defaults := ipynb.Object{}, ipynb.Object{}
	for _, payload := range payloads {
		p := strings.ReplaceAll(payload, "SERVER", server)
		values[p], defaults["d"+p] = p, p
		nb.Insert(len(nb.Cells), ipynb.NewCell(ipynb.Markdown, p, ""))
		nb.Insert(len(nb.Cells), ipynb.NewCell(ipynb.Markdown, "# "+p+"\n\n## "+p+"\n\n| "+p+" |\n|--|\n| `"+p+"` |\n\n```"+p+"\n"+p+"\n```", ""))
		nb.Insert(len(nb.Cells), hostileCode(p))
	}
	nb.Metadata["papermill"] = ipynb.Object{"parameters": values, "default_parameters": defaults, "start_time": payloads[0], "duration": payloads[0]}
	nb.Metadata["gohunt"] = ipynb.Object{"kernel": payloads[0], "kernel_version": payloads[13], "input_sha256": payloads[0]}
	nb.Metadata["language_info"] = ipynb.Object{"name": payloads[0], "version": payloads[1]}
	return nb
}

func hostileCode(p string) *ipynb.Cell {
	cell := ipynb.NewCell(ipynb.Code, p, "")
	cell.Metadata["papermill"] = ipynb.Object{"status": "failed", "duration": p}
	display := func(data ipynb.Object) *ipynb.Output { return &ipynb.Output{Kind: ipynb.Display, Data: data} }
	cell.Outputs = []*ipynb.Output{
		{Kind: ipynb.Stream, Name: p, Text: p},
		{Kind: ipynb.Failure, EName: p, EValue: p, Traceback: []string{p}},
		display(ipynb.Object{"text/html": p}), display(ipynb.Object{"text/markdown": p}), display(ipynb.Object{"text/plain": p}), display(ipynb.Object{"text/latex": p}),
		display(ipynb.Object{"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'>" + p + "</svg>", "text/plain": p}),
		display(ipynb.Object{"image/png": p}), display(ipynb.Object{"application/json": ipynb.Object{p: p}}), display(ipynb.Object{p: p}),
	}
	return cell
}

var allowedTags = strings.Fields(`html head meta title style body header p h1 h2 h3 h4 h5 h6 span a strong em b i u s del code pre table thead tbody tr th td
	div nav ol ul li main section details summary figure img footer dl dt dd br hr blockquote sup sub mark input math xss`)

func TestNothingHostileIsInThePage(t *testing.T) {
	page, err := HTML(everywhere("127.0.0.1:9"), Options{Name: payloads[0], SHA256: payloads[0]})
	if err != nil {
		t.Fatal(err)
	}
	loads, ids := regexp.MustCompile(`(?i)url|image|expression|attr\(|@|position|z-index|-\d`), map[string]bool{}
	for node := range tree(t, string(page)).Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(allowedTags, node.Data) || node.Data == "math" || node.Data == "xss" {
			t.Errorf("the page has <%s>", node.Data)
		}
		for _, a := range node.Attr {
			attribute(t, node.Data, a, loads, ids)
		}
	}
	for _, r := range "\u202e\u2066\u2069" {
		if strings.ContainsRune(string(page), r) {
			t.Errorf("%U is in the page", r)
		}
	}
}

func attribute(t *testing.T, tag string, a html.Attribute, loads *regexp.Regexp, ids map[string]bool) {
	t.Helper()
	switch {
	case strings.HasPrefix(a.Key, "on"), slices.Contains([]string{"srcset", "srcdoc", "action", "formaction", "background", "ping", "autofocus", "poster"}, a.Key):
		t.Errorf("<%s> has %s=%q", tag, a.Key, a.Val)
	case a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/"):
		t.Errorf("<%s> loads %q", tag, a.Val)
	case a.Key == "href" && !regexp.MustCompile(`^(#|https?://|mailto:)`).MatchString(a.Val):
		t.Errorf("<%s> leads to %q", tag, a.Val)
	case a.Key == "style" && loads.MatchString(a.Val):
		t.Errorf("<%s> has the style %q", tag, a.Val)
	case a.Key == "id" && ids[a.Val]:
		t.Errorf("the id %q is there twice", a.Val)
	case a.Key == "http-equiv" && a.Val != "Content-Security-Policy":
		t.Errorf("a <meta> says %q", a.Val)
	}
	if a.Key == "id" {
		ids[a.Val] = true
	}
}

// In a real browser no payload runs and nothing is asked of anybody.
func TestNothingHostileRunsInABrowser(t *testing.T) {
	browser := os.Getenv("CHROMIUM")
	if browser == "" {
		t.Skip("CHROMIUM does not name a browser, so the page is not opened in one")
	}
	var asked atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked.Add(1); t.Log("asked for ", r.URL) }))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server.Listener = listener
	server.Start()
	defer server.Close()
	page, err := HTML(everywhere(listener.Addr().String()), Options{Name: "hostile.ipynb"})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, page, 0o600); err != nil {
		t.Fatal(err)
	}
	dom := open(t, browser, path)
	title, _, _ := strings.Cut(dom, "</title>")
	if strings.HasSuffix(title, ">owned") || !strings.Contains(dom, "<footer>") {
		t.Errorf("a payload ran, or the page did not load: %.300s", dom)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the page asked the server %d times", n)
	}
}

// open loads a page in a browser without a window, waits, and returns its DOM.
func open(t *testing.T, browser, path string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(), "--virtual-time-budget=5000", "--dump-dom", "file://"+path)
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	return string(out)
}
