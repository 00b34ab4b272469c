package wire

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// ProtocolVersion is the version of the Jupyter messaging protocol that the
// package speaks, as written into every header.
const ProtocolVersion = "5.4"

// delimiter stands between the routing identities and the signed frames.
var delimiter = []byte("<IDS|MSG>")

// ErrSignature says that a message was not signed with the connection's key.
var ErrSignature = errors.New("the signature does not match the connection file's key")

// Header is the header of a Jupyter message. Date is ISO 8601 in UTC.
type Header struct {
	MsgID      string `json:"msg_id"`
	Session    string `json:"session"`
	Username   string `json:"username"`
	Date       string `json:"date"`
	MsgType    string `json:"msg_type"`
	Version    string `json:"version"`
	SubshellID string `json:"subshell_id,omitempty"`
}

// Message is one Jupyter message. Identities route it (for iopub the first one
// is the topic); Parent, Metadata and Content are JSON objects; Buffers are the
// raw frames after them.
type Message struct {
	Identities [][]byte
	Header     Header
	Parent     json.RawMessage
	Metadata   json.RawMessage
	Content    json.RawMessage
	Buffers    [][]byte

	rawHeader json.RawMessage // as it came, so that replies name every field of it
}

// NewID returns a fresh message or session id, a random UUID.
func NewID() string { return uuid.NewString() }

// New makes a message of the given type from the given session. Content is
// marshalled to JSON, nil as an empty object; the error is json's.
func New(msgType, session string, content any) (*Message, error) {
	body, err := marshal(content)
	if err != nil {
		return nil, fmt.Errorf("content of %s: %w", msgType, err)
	}
	h := Header{
		MsgID: NewID(), Session: session, Username: "kernel", MsgType: msgType, Version: ProtocolVersion,
		Date: time.Now().UTC().Format("2006-01-02T15:04:05.000000Z"),
	}
	return &Message{Header: h, Content: body}, nil
}

// RawHeader is the header as JSON, with every field that the sender wrote; it
// is what a reply carries as its parent.
func (m *Message) RawHeader() json.RawMessage {
	if m.rawHeader != nil {
		return m.rawHeader
	}
	raw, _ := json.Marshal(m.Header) // a struct of strings always marshals
	return raw
}

// Encode signs the message with key (HMAC-SHA256; an empty key signs nothing)
// and returns the frames to send, identities first.
func (m *Message) Encode(key []byte) [][]byte {
	parts := [][]byte{m.RawHeader(), object(m.Parent), object(m.Metadata), object(m.Content)}
	frames := make([][]byte, 0, len(m.Identities)+6+len(m.Buffers))
	frames = append(frames, m.Identities...)
	frames = append(frames, delimiter, sign(key, parts))
	frames = append(frames, parts...)
	return append(frames, m.Buffers...)
}

// Decode checks the signature of the received frames in constant time and
// parses the header. It fails on a missing delimiter, too few frames,
// [ErrSignature], a header that is not JSON or names no type, and on parts that
// are not JSON.
func Decode(frames [][]byte, key []byte) (*Message, error) {
	at := find(frames, delimiter)
	if at < 0 {
		return nil, errors.New("no <IDS|MSG> delimiter among the frames")
	}
	signed := frames[at+1:]
	if len(signed) < 5 {
		return nil, fmt.Errorf("%d frames after the delimiter, want at least 5", len(signed))
	}
	if len(key) > 0 && !hmac.Equal(signed[0], sign(key, signed[1:5])) {
		return nil, ErrSignature
	}
	m := &Message{
		Identities: frames[:at:at], rawHeader: signed[1],
		Parent: signed[2], Metadata: signed[3], Content: signed[4], Buffers: signed[5:],
	}
	return m, m.parse()
}

func (m *Message) parse() error {
	if err := json.Unmarshal(m.rawHeader, &m.Header); err != nil {
		return fmt.Errorf("header: %w", err)
	}
	if m.Header.MsgType == "" {
		return errors.New("header names no msg_type")
	}
	for _, part := range []json.RawMessage{m.Parent, m.Metadata, m.Content} {
		if !json.Valid(part) {
			return fmt.Errorf("%s: a part is not JSON", m.Header.MsgType)
		}
	}
	return nil
}

// sign returns the hexadecimal HMAC-SHA256 of the parts, empty without a key.
func sign(key []byte, parts [][]byte) []byte {
	if len(key) == 0 {
		return []byte{}
	}
	mac := hmac.New(sha256.New, key)
	for _, p := range parts {
		mac.Write(p)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}

func find(frames [][]byte, want []byte) int {
	for i, f := range frames {
		if bytes.Equal(f, want) {
			return i
		}
	}
	return -1
}

func object(raw json.RawMessage) []byte {
	if len(raw) == 0 {
		return []byte("{}")
	}
	return raw
}

// marshal is json.Marshal that leaves <, > and & as they are.
func marshal(v any) (json.RawMessage, error) {
	if v == nil {
		return json.RawMessage("{}"), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
