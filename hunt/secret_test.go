package hunt_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"gohunt/hunt"
)

const hidden = "correct horse"

func TestSecretNeverPrints(t *testing.T) {
	n := inNotebook(t)
	s := secretOf(t, hidden)
	packed, _ := json.Marshal(map[string]any{"s": s})
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %s %q %x %d", s, s, s, s, s, s, s), fmt.Sprint(&s), fmt.Sprint([]any{s}),
		fmt.Sprintf("%#v", struct{ S hunt.Credential }{s}), string(packed), fmt.Sprint(hunt.Auth("elastic", s)), fmt.Sprintf("%+v", hunt.APIKey(s))} {
		if strings.Contains(text, "horse") || !strings.Contains(text, "•") && !strings.Contains(text, "0x") {
			t.Errorf("it prints as %s", text)
		}
	}
	if text := raised(func() { events().Where("process.name = ?", s) }); !strings.Contains(text, "a secret cannot be an argument") {
		t.Errorf("as an argument: %s", text)
	}
	if s.Reveal() != hidden || !reflect.DeepEqual(n.secrets, []string{hidden}) {
		t.Errorf("Reveal %q, kept %q", s.Reveal(), n.secrets)
	}
}

func TestSecretIsFound(t *testing.T) {
	n := inNotebook(t)
	t.Setenv("GOHUNT_SECRET_VT_KEY", "first")
	t.Setenv("vt-key", "second")
	if got := hunt.Secret("vt-key").Reveal(); got != "first" {
		t.Errorf("GOHUNT_SECRET_VT_KEY comes first: %q", got)
	}
	t.Setenv("GOHUNT_SECRET_VT_KEY", "")
	if got := hunt.Secret("vt-key").Reveal(); got != "second" {
		t.Errorf("the variable of exactly that name comes next: %q", got)
	}
	t.Setenv("vt-key", "")
	n.answer = "third"
	if got := hunt.Secret("vt-key").Reveal(); got != "third" || n.asked[0] != "secret vt-key:  password=true" {
		t.Errorf("the person comes last: %q %q", got, n.asked)
	}
	if len(n.secrets) != 3 {
		t.Errorf("kept: %q", n.secrets)
	}
}

// A password in an address is as secret as any other.
func TestPasswordInURL(t *testing.T) {
	n := inNotebook(t)
	es := hunt.Elastic("https://elastic:pass-word@127.0.0.1:9200")
	if strings.Contains(es.String(), "pass-word") || !reflect.DeepEqual(n.secrets, []string{"pass-word"}) {
		t.Errorf("%s, kept %q", es, n.secrets)
	}
	if text := raised(func() { hunt.Elastic("ftp://elastic:pass-word@127.0.0.1") }); strings.Contains(text, "pass-word") {
		t.Error(text)
	}
}
