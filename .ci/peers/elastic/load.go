package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"
)

const perRequest = 4000

// load makes the index anew. Documents follow from their number and today's date.
func load(url string, n int) error {
	_, _ = send("DELETE", url+"/"+indexName, "", nil)
	if _, err := send("PUT", url+"/"+indexName, "application/json", []byte(mapping)); err != nil {
		return err
	}
	for from := 0; from < n; from += perRequest {
		var body bytes.Buffer
		for i := from; i < min(from+perRequest, n); i++ {
			body.WriteString("{\"index\":{}}\n")
			text, err := json.Marshal(document(i))
			if err != nil {
				return err
			}
			body.Write(append(text, '\n'))
		}
		answer, err := send("POST", url+"/"+indexName+"/_bulk?filter_path=errors", "application/x-ndjson", body.Bytes())
		if err != nil {
			return err
		}
		if !bytes.Contains(answer, []byte(`"errors":false`)) {
			return fmt.Errorf("bulk: %s", answer)
		}
	}
	_, err := send("POST", url+"/"+indexName+"/_refresh", "", nil)
	return err
}

func send(method, url, kind string, body []byte) ([]byte, error) {
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode > 299 {
		err = fmt.Errorf("%s %s: %d %.300s", method, url, res.StatusCode, answer)
	}
	return answer, err
}

const mapping = `{"settings":{"number_of_shards":4,"number_of_replicas":0,"refresh_interval":"-1"},"mappings":{
"properties":{"@timestamp":{"type":"date"},"event":{"properties":{"created":{"type":"date"}}},"host":{"properties":{"ip":{"type":"ip"}}},
"process":{"properties":{"start":{"type":"date"},"command_line":{"type":"keyword"}}}},
"date_detection":false,
"dynamic_templates":[{"text":{"match_mapping_type":"string","mapping":{"type":"keyword","ignore_above":1024}}}]}}`

type object map[string]any

// document is a process event in the Elastic Common Schema: 44 fields, about 1.5 kB.
func document(i int) object {
	r := rand.New(rand.NewPCG(1, uint64(i)))
	hash := func(n int) string { return fmt.Sprintf("%0*x", n, r.Uint64())[:n] }
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	at := time.Now().UTC().Truncate(24 * time.Hour).Add(-time.Hour - time.Duration(i%8_000_000)*time.Second)
	stamp := at.Format("2006-01-02T15:04:05.000Z07:00")
	name := pick("powershell.exe", "cmd.exe", "svchost.exe", "chrome.exe", "explorer.exe", "rundll32.exe")
	folder := pick(`C:\Windows\System32\`, `C:\Program Files\Vendor\Application\`, `C:\Users\someone\AppData\Local\Temp\`)
	parent := pick("explorer.exe", "services.exe", "cmd.exe", "winword.exe")
	args := []string{folder + name, "-NoProfile", "-File", folder + hash(8) + ".ps1"}
	process := object{"name": name, "pid": r.IntN(60000), "executable": folder + name, "args": args, "entity_id": hash(16) + hash(16),
		"command_line": `"` + folder + name + `" -NoProfile -ExecutionPolicy Bypass -File "` + args[3] + `"`, "start": stamp, "exit_code": r.IntN(3), "uptime": float64(r.IntN(100000)) / 8,
		"hash":           object{"md5": hash(16) + hash(16), "sha1": hash(16) + hash(16) + hash(8), "sha256": hash(16) + hash(16) + hash(16) + hash(16)},
		"code_signature": object{"exists": r.IntN(9) > 0, "trusted": r.IntN(9) > 0, "subject_name": pick("Microsoft Windows", "Google LLC", "Unknown")},
		"parent":         object{"name": parent, "pid": r.IntN(60000), "executable": `C:\Windows\` + parent, "entity_id": hash(16) + hash(16)}}
	host := object{"name": fmt.Sprintf("host-%03d", r.IntN(300)), "id": hash(16) + hash(16), "ip": []string{fmt.Sprintf("10.0.%d.%d", r.IntN(255), r.IntN(255))},
		"architecture": "x86_64", "os": object{"name": "Windows", "version": "10.0.19045", "family": "windows"}}
	event := object{"sequence": i, "id": hash(16), "category": []string{"process"}, "type": []string{"start"}, "action": "start", "created": stamp,
		"outcome": pick("success", "unknown")}
	return object{"@timestamp": stamp, "process": process, "host": host, "event": event,
		"agent": object{"id": hash(16) + hash(16), "version": "8.5.1"}, "ecs": object{"version": "8.4.0"},
		"user":        object{"name": pick("alice", "bob", "SYSTEM"), "domain": "CORP", "id": fmt.Sprintf("S-1-5-21-%d", r.IntN(1e9))},
		"data_stream": object{"dataset": "endpoint.events.process", "namespace": "default", "type": "logs"}, "message": "Endpoint process event"}
}
