package decode

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode"

	"gohunt/hunt/recordings"
)

type labelled struct {
	CommandLine string `json:"command_line"`
	Decoded     string `json:"decoded"`
	Agrees      bool   `json:"our_decode_equals_label"`
}

func unit42(t testing.TB) (all []labelled) {
	r, err := gzip.NewReader(strings.NewReader(string(recordings.Read(t, "unit42_encodedcommand/commands.jsonl.gz"))))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var l labelled
			if err := json.Unmarshal(line, &l); err != nil {
				t.Fatal(err)
			}
			all = append(all, l)
		}
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestUnit42 decodes 2,560 malicious command lines. A plain decode of 2,489 is known to give the author's text; those
// must agree, and the rest, damaged or in another form, must not cost more than is known.
func TestUnit42(t *testing.T) {
	agree, damaged, empty := 0, 0, 0
	for i, l := range unit42(t) {
		layers := Layers(l.CommandLine)
		switch {
		case holds(layers, l.Decoded) && l.Agrees:
			agree++
		case holds(layers, l.Decoded):
			damaged++
		case l.Agrees:
			t.Errorf("record %d: %.300s\n got %.300q\nwant %.300q", i, l.CommandLine, story(l.CommandLine), l.Decoded)
		case len(layers) == 0:
			empty++
		}
	}
	t.Logf("%d of 2489 agree, and %d of the other 71; in %d of these nothing is found", agree, damaged, empty)
	if agree != 2489 {
		t.Errorf("%d of 2489 agree", agree)
	}
}

func holds(layers []Layer, text string) bool {
	for _, l := range layers {
		if squeezed(l.Text) == squeezed(text) {
			return true
		}
	}
	return false
}

func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

const talk = "JABoAD0AKABnAHAAIABIAEsATABNADoAXABTAFkAUwBUAEUATQBcAEMAdQByAHIAZQBuAHQAQwBvAG4AdAByAG8AbABTAGUAdABcAFMAZQByAHYAaQBj" +
	"AGUAcwBcAFgAIAAiAHMAIgApAC4AcwA7ACQAaAAuAFMAcABsAGkAdAAoACIAIAAiACkAfABmAG8AcgBFAGEAYwBoAHsAWwBjAGgAYQByAF0AKABbAGMAbwBuAHYAZQByAHQA" +
	"XQA6ADoAdABvAGkAbgB0ADEANgAoACQAXwAsADEANgApACkAfQB8AGYAbwByAEUAYQBjAGgAewAkAHIAPQAkAHIAKwAkAF8AfQA7AGkAZQB4ACAAJAByADsA"

// TestTalk decodes the command of the hunt that this library was made for.
func TestTalk(t *testing.T) {
	in := `"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe" -encodedcommand ` + talk
	want := `base64/utf-16le 76-444: $h=(gp HKLM:\SYSTEM\CurrentControlSet\Services\X "s").s;$h.Split(" ")|forEach{[char]([convert]::toint16($_,16))}|forEach{$r=$r+$_};iex $r;`
	if got := story(in); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestArchives names the two archives in a text of msticpy's, wrapped and between words.
func TestArchives(t *testing.T) {
	var kinds []string
	for _, l := range Layers(string(recordings.Read(t, "msticpy/base64msg.txt"))) {
		if l.Parent == -1 {
			kinds = append(kinds, l.Encoding)
		}
	}
	if got := strings.Join(kinds, " "); got != "base64/tar base64/zip" {
		t.Errorf("found %s", got)
	}
}

// TestEmpire decodes the encoded commands of the recorded Empire launchers: the script by its hash, and the address of the
// command server in a layer under it.
func TestEmpire(t *testing.T) {
	var truth []struct {
		Dataset, Channel string
		Record           int64
		SHA256           string   `json:"decoded_sha256"`
		URLs             []string `json:"nested_b64_urls"`
	}
	if err := json.Unmarshal(recordings.Read(t, "mordor/encoded_commands_truth.json"), &truth); err != nil {
		t.Fatal(err)
	}
	if len(truth) != 8 {
		t.Fatalf("%d events are known", len(truth))
	}
	agree := 0
	for _, event := range truth {
		command := recorded(t, event.Dataset, event.Channel, event.Record)
		layers := Layers(command)
		if len(layers) == 0 || layers[0].SHA256 != event.SHA256 {
			t.Errorf("%s record %d: %d layers, another hash\n%.300s", event.Dataset, event.Record, len(layers), command)
			continue
		}
		agree++
		for _, url := range event.URLs {
			if !under(layers, 0, url) {
				t.Errorf("%s record %d: %s is in no layer under the script\n%s", event.Dataset, event.Record, url, story(command))
			}
		}
	}
	t.Logf("%d of %d scripts agree by their hash", agree, len(truth))
}

func under(layers []Layer, parent int, text string) bool {
	for _, l := range layers {
		if l.Parent == parent && strings.Contains(l.Text, text) {
			return true
		}
	}
	return false
}

// recorded is the command line of one recorded event.
func recorded(t *testing.T, dataset, channel string, number int64) string {
	data := recordings.Read(t, "mordor/host/"+dataset)
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := archive.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for events := json.NewDecoder(r); ; {
		var event struct {
			Channel, CommandLine string
			RecordNumber         int64
		}
		if err := events.Decode(&event); err != nil {
			t.Fatalf("%s, record %d: %v", dataset, number, err)
		}
		if event.Channel == channel && event.RecordNumber == number {
			return event.CommandLine
		}
	}
}
