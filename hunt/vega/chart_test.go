package vega

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
)

var (
	update   = flag.Bool("update", false, "write the golden files anew")
	pictures = flag.String("pictures", "", "also write the PNGs to this folder, to be looked at")
)

// TestGolden compares the specification, the SVG and the text of each chart with testdata.
func TestGolden(t *testing.T) {
	for name, c := range charts() {
		t.Run(name, func(t *testing.T) {
			spec, err := json.MarshalIndent(c.Spec(), "", " ")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".json", append(spec, '\n'))
			golden(t, name+".svg", svgOf(t, c))
			golden(t, name+".txt", []byte(c.Text()))
			pngOf(t, name, c)
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what it was (-update writes it anew):\n%s", path, got)
	}
}

func svgOf(t *testing.T, c Chart) []byte {
	t.Helper()
	data, err := c.SVG()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func pngOf(t *testing.T, name string, c Chart) image.Image {
	t.Helper()
	data, err := c.PNG()
	if err != nil {
		t.Fatal(err)
	}
	if *pictures != "" {
		if err := os.WriteFile(filepath.Join(*pictures, name+".png"), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size != (image.Point{1520, 760}) {
		t.Errorf("the picture is %v", size)
	}
	return picture
}

// TestPNG counts pixels: each series has an area in proportion to its sum, beside its square in the legend.
func TestPNG(t *testing.T) {
	c := Chart{X: "x", Y: "n", Series: "s", HideLegend: true, Rows: []Row{
		{X: "a", Y: 30, Series: "p"}, {X: "b", Y: 30, Series: "p"}, {X: "a", Y: 20, Series: "q"}, {X: "b", Y: 10, Series: "r"}, {X: "b", Y: 10, Series: "r"}}}
	pixels := pixelsOf(pngOf(t, "areas", c))
	p, q, r := pixels[colorOf(0)], pixels[colorOf(1)], pixels[colorOf(2)]
	if p < 10_000 || !near(p, 3*q) || !near(q, r) {
		t.Errorf("60, 20 and 20 are drawn with %d, %d and %d pixels", p, q, r)
	}
	c.HideLegend = false
	if drawn := pixelsOf(pngOf(t, "areas-legend", c)); drawn[colorOf(0)] < p/2 || drawn[colorOf(0)] == p {
		t.Errorf("with a legend it is %d pixels, without %d", drawn[colorOf(0)], p)
	}
}

func pixelsOf(picture image.Image) map[color.NRGBA]int {
	out := map[color.NRGBA]int{}
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			out[color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)]++
		}
	}
	return out
}

func near(a, b int) bool { return a > b*98/100 && a < b*102/100 }

// TestHostile holds that no name leaves its place: not in XML, not in a browser, not in a terminal.
func TestHostile(t *testing.T) {
	c := hostile()
	wellFormed(t, svgOf(t, c))
	for _, bad := range []string{"<script", "<img", "onerror=alert(2)>", "href"} {
		if bytes.Contains(svgOf(t, c), []byte(bad)) {
			t.Errorf("the SVG holds %s", bad)
		}
	}
	for line := range strings.Lines(c.Text()) {
		for _, r := range strings.TrimSuffix(line, "\n") {
			if !unicode.IsPrint(r) {
				t.Errorf("the text holds %U", r)
			}
		}
		if len([]rune(line)) > 200 {
			t.Errorf("a line of %d characters: %s", len([]rune(line)), line)
		}
	}
	var spec struct {
		Encoding struct {
			Color struct{ Scale struct{ Domain []string } }
		}
		Data struct{ Values []map[string]any }
	}
	again(t, c, &spec)
	labels := map[string]bool{}
	for _, l := range spec.Encoding.Color.Scale.Domain {
		labels[l] = true
		if len([]rune(l)) > labelRunes || strings.ContainsAny(l, "\n\r\t\x00\x1b\u202e") {
			t.Errorf("label %q", l)
		}
	}
	if len(labels) != len(hostileNames) || len(spec.Data.Values) != len(hostileNames) {
		t.Errorf("%d names have %d labels and %d rows", len(hostileNames), len(labels), len(spec.Data.Values))
	}
}

// again reads the specification back from its JSON.
func again(t *testing.T, c Chart, into any) {
	t.Helper()
	data, err := json.Marshal(c.Spec())
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// wellFormed reads an SVG to its end and gives the number of filled areas in it.
func wellFormed(t testing.TB, svg []byte) (paths int) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return paths
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if start, ok := token.(xml.StartElement); ok {
			if start.Name.Local == "path" {
				paths++
			}
			if !strings.Contains(" svg g path text style ", " "+start.Name.Local+" ") {
				t.Errorf("element %s", start.Name.Local)
			}
		}
	}
}

// TestTenThousand holds that a large chart loses no part, and that neither time nor size runs away.
func TestTenThousand(t *testing.T) {
	for name, c := range map[string]Chart{"many": many(), "scattered": scattered()} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			svg := svgOf(t, c)
			if n := wellFormed(t, svg); n < 10_000 {
				t.Errorf("the SVG has %d areas", n)
			}
			var spec struct{ Data struct{ Values []any } }
			again(t, c, &spec)
			if n := len(spec.Data.Values); n != 10_000 {
				t.Errorf("the specification has %d rows", n)
			}
			pngOf(t, name, c)
			text := c.Text()
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
			t.Logf("%s; SVG %d, text %d bytes", time.Since(began), len(svg), len(text))
			if len(svg) > 2<<20 || len(text) > 20_000 {
				t.Errorf("SVG of %d, text of %d bytes", len(svg), len(text))
			}
		})
	}
}

// TestTalk draws the talk's chart: 13 series, 166 executions, also found in the text.
func TestTalk(t *testing.T) {
	c := talk(t)
	m := c.marks()
	total := 0.0
	for _, p := range m.parts {
		total += p.y
	}
	if len(m.series) != 13 || len(m.xs) != 47 || total != 166 || m.top != 12 {
		t.Errorf("%d series, %d days, %v in all, %v at most", len(m.series), len(m.xs), total, m.top)
	}
	if !strings.Contains(c.Text(), "2022-10-03        10  aaaaa") {
		t.Errorf("the text is\n%s", c.Text())
	}
	wellFormed(t, svgOf(t, c))
	pngOf(t, "talk", c)
}

// FuzzChart holds that no text and no number breaks a chart in any of its forms.
func FuzzChart(f *testing.F) {
	f.Add("title", "<x>", "series", 1.0, -1.0, int64(1662000000), int64(0))
	f.Add("\x00", "\xff", "\u202e", 1e308, 1e308, int64(-62135596800), int64(1)<<40)
	f.Add("", "", "", 5e-324, 0.0, int64(1)<<33, int64(1))
	f.Fuzz(func(t *testing.T, title, name, series string, y1, y2 float64, at, after int64) {
		for _, scale := range []Scale{Nominal, Temporal} {
			c := Chart{Title: title, X: name, Y: series, Series: series, Scale: scale, Rows: []Row{
				{X: name, At: time.Unix(at, 0), Y: y1, Series: series}, {X: series, At: time.Unix(at, after), Y: y2, Series: title}, {X: title, At: time.Unix(after, at), Y: y1, Series: name}}}
			svg, err := c.SVG()
			if err != nil {
				t.Fatal(err)
			}
			if wellFormed(t, svg); bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) && !strings.Contains(title+name+series, "Inf") {
				t.Errorf("%s", svg)
			}
			if _, err := json.Marshal(c.Spec()); err != nil {
				t.Error(err)
			}
			if strings.ContainsAny(c.Text(), "\x00\x1b\u202e") {
				t.Errorf("%q", c.Text())
			}
		}
	})
}
