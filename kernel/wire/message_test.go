package wire

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// signed is a message as Python's hmac module signs it with the key "secret".
func signed() [][]byte {
	return [][]byte{
		[]byte("peer"), []byte("<IDS|MSG>"),
		[]byte("40d1a258f9b44c758873aad1e7000745d993cdaf4b7c812720c830bfc3e02754"),
		[]byte(`{"msg_id":"1","msg_type":"x"}`), []byte(`{}`), []byte(`{}`), []byte(`{"a":1}`), {0xff, 0},
	}
}

func TestDecode(t *testing.T) {
	m, err := Decode(signed(), []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.MsgType != "x" || string(m.Identities[0]) != "peer" || string(m.Content) != `{"a":1}` {
		t.Errorf("got %+v", m)
	}
	if len(m.Buffers) != 1 || m.Buffers[0][0] != 0xff {
		t.Errorf("buffers %v", m.Buffers)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		name, want string
		change     func(f [][]byte) [][]byte
	}{
		{"changed content", ErrSignature.Error(), func(f [][]byte) [][]byte { f[6] = []byte(`{"a":2}`); return f }},
		{"no signature", ErrSignature.Error(), func(f [][]byte) [][]byte { f[2] = nil; return f }},
		{"no delimiter", "no <IDS|MSG>", func(f [][]byte) [][]byte { return f[2:] }},
		{"too few frames", "4 frames after", func(f [][]byte) [][]byte { return f[:6] }},
		{"nothing", "no <IDS|MSG>", func(f [][]byte) [][]byte { return nil }},
	} {
		_, err := Decode(c.change(signed()), []byte("secret"))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestDecodeRefusesWhatIsNotJSON(t *testing.T) {
	for at, want := range map[int]string{3: "header", 4: "not JSON", 5: "not JSON", 6: "not JSON"} {
		f := signed()
		f[at] = []byte("{")
		if _, err := Decode(f, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("frame %d: got %v, want %q", at, err, want)
		}
	}
	f := signed()
	f[3] = []byte(`{"msg_id":"1"}`)
	if _, err := Decode(f, nil); err == nil || !strings.Contains(err.Error(), "msg_type") {
		t.Errorf("header without msg_type: got %v", err)
	}
}

func TestEncodeThenDecode(t *testing.T) {
	m, err := New("status", "s1", map[string]any{"text": "<ü\u2028>"})
	if err != nil {
		t.Fatal(err)
	}
	m.Identities, m.Buffers = [][]byte{[]byte("a"), {}}, [][]byte{{1}, {}}
	for _, key := range []string{"", "secret"} {
		got, err := Decode(m.Encode([]byte(key)), []byte(key))
		if err != nil {
			t.Fatal(err)
		}
		if got.Header != m.Header || string(got.Content) != string(m.Content) || !reflect.DeepEqual(got.Buffers, m.Buffers) {
			t.Errorf("key %q: got %+v, want %+v", key, got, m)
		}
	}
	if _, err := Decode(m.Encode([]byte("secret")), []byte("other")); !errors.Is(err, ErrSignature) {
		t.Errorf("other key: got %v", err)
	}
}

func TestRawHeaderKeepsUnknownFields(t *testing.T) {
	f := signed()
	f[3] = []byte(`{"msg_id":"1","msg_type":"x","from":"the future"}`)
	m, err := Decode(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	if string(m.RawHeader()) != string(f[3]) {
		t.Errorf("got %s", m.RawHeader())
	}
}

func TestNewFailsOnWhatIsNotJSON(t *testing.T) {
	if _, err := New("x", "s", map[string]any{"f": func() {}}); err == nil {
		t.Error("a func was marshalled")
	}
	m, err := New("x", "s", nil)
	if err != nil || !json.Valid(m.Content) {
		t.Errorf("nil content: %s, %v", m.Content, err)
	}
}
