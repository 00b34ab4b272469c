package files

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// part is one table's worth of bytes: a file, or a member of an archive.
type part struct {
	name string // its own, for the ending: events.json
	file string // the file on disk that it is in
	r    *bufio.Reader
}

// expand gives the files that a path or a glob names, in order.
func expand(pattern string) ([]string, error) {
	if _, err := os.Stat(pattern); err == nil {
		return []string{pattern}, nil
	}
	found, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("this is no pattern for file names: %w", err)
	}
	found = slices.DeleteFunc(found, func(name string) bool {
		info, err := os.Stat(name)
		return err != nil || info.IsDir()
	})
	if len(found) == 0 {
		return nil, errors.New("there is no such file")
	}
	return found, nil
}

// eachPart opens a file and calls use with every table in it.
func eachPart(file string, use func(part) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return errors.New("this is a folder")
	}
	head := make([]byte, 4)
	n, _ := f.ReadAt(head, 0)
	if bytes.HasPrefix(head[:n], []byte("PK\x03\x04")) {
		return eachMember(f, info.Size(), file, use)
	}
	return unpacked(part{filepath.Base(file), file, bufio.NewReaderSize(f, 1<<16)}, use)
}

func eachMember(f io.ReaderAt, size int64, file string, use func(part) error) error {
	archive, err := zip.NewReader(f, size)
	if err != nil {
		return err
	}
	used := 0
	for _, m := range archive.File {
		if skipped(m.Name) || m.FileInfo().IsDir() {
			continue
		}
		if err := oneMember(m, file, use); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		used++
	}
	if used == 0 {
		return errors.New("there is no file in the archive")
	}
	return nil
}

func oneMember(m *zip.File, file string, use func(part) error) error {
	r, err := m.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return unpacked(part{path.Base(m.Name), file, bufio.NewReaderSize(r, 1<<16)}, use)
}

// unpacked takes gzip and tar away.
func unpacked(p part, use func(part) error) error {
	if head, _ := p.r.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		r, err := gzip.NewReader(p.r)
		if err != nil {
			return err
		}
		defer r.Close()
		p.name, p.r = strings.TrimSuffix(strings.Replace(p.name, ".tgz", ".tar", 1), ".gz"), bufio.NewReaderSize(r, 1<<16)
	}
	if head, _ := p.r.Peek(262); len(head) == 262 && string(head[257:]) == "ustar" {
		return eachInTar(p, use)
	}
	return use(p)
}

func eachInTar(p part, use func(part) error) error {
	archive := tar.NewReader(p.r)
	used := 0
	for {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) && used == 0 {
			return errors.New("there is no file in the archive")
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg || skipped(h.Name) {
			continue
		}
		used++
		if err := unpacked(part{path.Base(h.Name), p.file, bufio.NewReaderSize(archive, 1<<16)}, use); err != nil {
			return fmt.Errorf("%s: %w", h.Name, err)
		}
	}
}

// skipped are members that an operating system put beside the data.
func skipped(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), ".")
}
