package wire

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Limits on what a peer may send, so that a broken or hostile one cannot take
// the kernel's memory: the bytes of one message, and its frames.
const (
	maxMessage = 256 << 20
	maxFrames  = 4096
)

// Flags of a ZMTP 3.0 frame (rfc.zeromq.org/spec/23).
const (
	flagMore    = 1
	flagLong    = 2
	flagCommand = 4
)

var errTooLarge = errors.New("the peer announced more than is accepted")

// readFrame reads one ZMTP frame whose body has at most limit bytes.
func readFrame(r *bufio.Reader, limit uint64) (flags byte, body []byte, err error) {
	if flags, err = r.ReadByte(); err != nil {
		return 0, nil, err
	}
	size, err := readSize(r, flags&flagLong != 0)
	if err != nil {
		return 0, nil, err
	}
	if size > limit {
		return 0, nil, fmt.Errorf("frame of %d bytes: %w", size, errTooLarge)
	}
	body, err = readBody(r, size)
	return flags, body, err
}

func readSize(r *bufio.Reader, long bool) (uint64, error) {
	if !long {
		b, err := r.ReadByte()
		return uint64(b), err
	}
	var b [8]byte
	_, err := io.ReadFull(r, b[:])
	return binary.BigEndian.Uint64(b[:]), err
}

// readBody reads size bytes. A large body grows as it arrives: a peer that only
// announces one costs nothing.
func readBody(r *bufio.Reader, size uint64) ([]byte, error) {
	const small = 1 << 20
	if size <= small {
		body := make([]byte, size)
		_, err := io.ReadFull(r, body)
		return body, err
	}
	var body bytes.Buffer
	_, err := io.CopyN(&body, r, int64(size))
	return body.Bytes(), err
}

// readMessage reads frames until the last of a message; command tells that it
// is a ZMTP command, which has one frame.
func readMessage(r *bufio.Reader, limit uint64) (frames [][]byte, command bool, err error) {
	for {
		flags, body, err := readFrame(r, limit)
		if err != nil {
			return nil, false, err
		}
		limit -= uint64(len(body))
		frames = append(frames, body)
		if flags&flagCommand != 0 || flags&flagMore == 0 {
			return frames, flags&flagCommand != 0, nil
		}
		if len(frames) == maxFrames {
			return nil, false, fmt.Errorf("more than %d frames: %w", maxFrames, errTooLarge)
		}
	}
}

// appendMessage appends the ZMTP form of a message with the given frames.
func appendMessage(b []byte, frames [][]byte) []byte {
	for i, f := range frames {
		var flags byte
		if i < len(frames)-1 {
			flags = flagMore
		}
		b = appendFrame(b, flags, f)
	}
	return b
}

func appendFrame(b []byte, flags byte, body []byte) []byte {
	if len(body) > 255 {
		b = append(b, flags|flagLong)
		b = binary.BigEndian.AppendUint64(b, uint64(len(body)))
	} else {
		b = append(b, flags, byte(len(body)))
	}
	return append(b, body...)
}

// encodeMessage is appendMessage into a buffer of the right size.
func encodeMessage(frames [][]byte) []byte {
	size := 0
	for _, f := range frames {
		size += 9 + len(f)
	}
	return appendMessage(make([]byte, 0, size), frames)
}
