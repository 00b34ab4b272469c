package scrub

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

const secret = `p@ss"w<ö>rd/+ 7\x`

func known(t testing.TB, secrets ...string) *Scrubber {
	t.Helper()
	s := new(Scrubber)
	for _, x := range secrets {
		if err := s.Add(x); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestText(t *testing.T) {
	inJSON, _ := json.Marshal(map[string]string{"key": secret})
	for name, text := range map[string]string{
		"plain":         "token " + secret + " used",
		"twice":         secret + secret,
		"json":          string(inJSON),
		"go":            fmt.Sprintf("%q", secret),
		"query":         "https://x/?k=" + url.QueryEscape(secret) + "&b=1",
		"path":          "https://x/" + url.PathEscape(secret) + "/b",
		"lower percent": strings.ToLower("https://x/") + lowerPercent(url.QueryEscape(secret)),
		"userinfo":      (&url.URL{Scheme: "https", User: url.UserPassword("elastic", secret), Host: "es"}).String(),
		"hex":           fmt.Sprintf("%x %X", secret, secret),
	} {
		t.Run(name, func(t *testing.T) {
			got := known(t, secret).Text(text)
			if !strings.Contains(got, Mask) {
				t.Errorf("nothing found in %s", text)
			}
			for _, part := range []string{"p@ss", "p%40ss", "7\\x", "rd%2F", "%2f", "7061737"} {
				if strings.Contains(got, part) {
					t.Errorf("%q is left in %s", part, got)
				}
			}
		})
	}
}

// TestBase64 puts the secret at every offset of a longer text: no more than the two characters at its ends may be left.
func TestBase64(t *testing.T) {
	s := known(t, secret)
	for before := range 7 {
		for after := range 4 {
			for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
				text := enc.EncodeToString([]byte(strings.Repeat("u", before) + secret + strings.Repeat("e", after)))
				got := s.Text("Basic " + text)
				left := strings.ReplaceAll(strings.TrimPrefix(got, "Basic "), Mask, "")
				if !strings.Contains(got, Mask) || len(left) > len(text)-len(secret)*8/6+1 {
					t.Errorf("%d before, %d after: %s became %s", before, after, text, got)
				}
			}
		}
	}
}

func TestAddRefusesWhatIsTooShort(t *testing.T) {
	s := new(Scrubber)
	if err := s.Add("abc"); !errors.Is(err, ErrShort) {
		t.Errorf("got %v", err)
	}
	if err := s.Add("  \n"); err != nil {
		t.Errorf("got %v", err)
	}
	if got := s.Text("abc"); got != "abc" {
		t.Errorf("got %q", got)
	}
}

func TestOverlappingSecretsLeaveNothing(t *testing.T) {
	s := known(t, "abcdef", "defghi", "abcd")
	if got := s.Text("x abcdefghi y abcd z"); got != "x "+Mask+" y "+Mask+" z" {
		t.Errorf("got %q", got)
	}
}

func TestValue(t *testing.T) {
	s := known(t, "hunter2!")
	v := map[string]any{
		"text": "is hunter2!", "n": 3, "list": []any{"hunter2!", 1.5, nil},
		"lines": []string{"a hunter2!"}, "raw": json.RawMessage(`{"k":"hunter2!"}`),
		"hunter2!": map[string]string{"a": "hunter2!"}, "rows": []map[string]any{{"p": "hunter2!"}},
	}
	got, err := json.Marshal(s.Value(v))
	if err != nil || strings.Contains(string(got), "hunter2") || strings.Count(string(got), Mask) != 7 {
		t.Errorf("%s, %v", got, err)
	}
	if v["text"] != "is hunter2!" {
		t.Error("the value itself was changed")
	}
}

// TestStreamFindsWhatIsCut cuts a text that holds the secret in every pair of places.
func TestStreamFindsWhatIsCut(t *testing.T) {
	s := known(t, "hunter2!", "zz-other-key")
	text := "a hunter2! b " + base64.StdEncoding.EncodeToString([]byte("user:hunter2!")) + " zz-other-key hunt"
	want := s.Text(text)
	for i := range len(text) {
		for j := i; j <= len(text); j++ {
			st := s.NewStream()
			got := st.Write(text[:i]) + st.Write(text[i:j]) + st.Write(text[j:]) + st.Flush()
			if got != want {
				t.Fatalf("cut at %d and %d: %q, want %q", i, j, got, want)
			}
		}
	}
}

func TestStreamHoldsNoMoreThanItMust(t *testing.T) {
	st := known(t, "hunter2!").NewStream()
	if got := st.Write("say h"); got != "say " {
		t.Errorf("got %q", got)
	}
	if got := st.Write("ello "); got != "hello " {
		t.Errorf("got %q", got)
	}
}

func FuzzStream(f *testing.F) {
	f.Add("a hunter2! b", 4, 7)
	f.Add("hunterhunter2!", 6, 9)
	f.Fuzz(func(t *testing.T, text string, i, j int) {
		if i < 0 || j < i || j > len(text) {
			return
		}
		s := known(t, "hunter2!", "erhun", "2!2!2!")
		st := s.NewStream()
		got := st.Write(text[:i]) + st.Write(text[i:j]) + st.Write(text[j:]) + st.Flush()
		for _, x := range []string{"hunter2!", "erhun", "2!2!2!"} {
			if strings.Contains(got, x) {
				t.Errorf("%q is left in %q", x, got)
			}
		}
	})
}

func BenchmarkText(b *testing.B) {
	text := strings.Repeat("2026-11-24 some ordinary line of output, nothing secret\n", 1200)
	for _, n := range []int{0, 1, 5} {
		b.Run(fmt.Sprintf("%d secrets", n), func(b *testing.B) {
			s := new(Scrubber)
			for i := range n {
				s.Add(fmt.Sprintf("very-secret-%d-Q8z", i))
			}
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				s.Text(text)
			}
		})
	}
}
