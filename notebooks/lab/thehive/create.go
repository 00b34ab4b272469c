package thehive

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// input is a request's object; a member that is null counts as absent.
type input map[string]json.RawMessage

func parseInput(body []byte) (input, error) {
	in := input{}
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, badRequest("Invalid Json: " + err.Error())
	}
	for name, v := range in {
		if string(v) == "null" {
			delete(in, name)
		}
	}
	return in, nil
}

// check reports the members that are missing or of another type, as TheHive lists them.
type check struct {
	in     input
	errors []any
}

func (c *check) fail(name, kind string) {
	c.errors = append(c.errors, map[string]any{"name": name, "type": kind})
}

// take decodes a member into v; a required one that is not there is noted.
func (c *check) take(name string, required bool, v any) bool {
	raw, ok := c.in[name]
	if !ok {
		if required {
			c.fail(name, "MissingAttributeError")
		}
		return false
	}
	if json.Unmarshal(raw, v) != nil {
		c.fail(name, "InvalidFormatAttributeError")
		return false
	}
	return true
}

func (c *check) err(kind string) error {
	if len(c.errors) == 0 {
		return nil
	}
	return &fault{status: http.StatusBadRequest, kind: "AttributeCheckingError", message: fmt.Sprintf("[%s]: %d attributes are wrong", kind, len(c.errors)), more: map[string]any{"errors": c.errors}}
}

func (s *Server) createCase(r *http.Request, body []byte) (int, any, error) {
	in, err := parseInput(body)
	if err != nil {
		return 0, nil, err
	}
	c := &check{in: in}
	var title, description string
	c.take("title", true, &title)
	c.take("description", true, &description)
	o := newCase(title, description, int64(len(s.kinds["case"].objects)+1))
	c.common(o)
	if err := c.err("case"); err != nil {
		return 0, nil, err
	}
	if t := in["template"]; len(t) > 2 {
		return 0, nil, &fault{status: http.StatusNotFound, kind: "NotFoundError", message: "Case template " + strings.Trim(string(t), `"`) + " not found"}
	}
	o = s.add("case", o)
	return http.StatusCreated, o.shown(), nil
}

// common takes the members that create and patch share.
func (c *check) common(o object) {
	for _, name := range []string{"severity", "tlp", "pap", "startDate", "endDate"} {
		var n int64
		if c.take(name, false, &n) {
			c.inRange(name, n)
			o[name] = n
		}
	}
	for _, name := range []string{"title", "description", "summary", "status", "message", "impactStatus", "resolutionStatus", "owner"} {
		var text string
		if c.take(name, false, &text) {
			o[name] = text
		}
	}
	for _, name := range []string{"flag", "ioc", "sighted", "ignoreSimilarity"} {
		var b bool
		if c.take(name, false, &b) {
			o[name] = b
		}
	}
	tags := []string{}
	if c.take("tags", false, &tags) {
		o["tags"] = tags
	}
	var custom map[string]any
	if c.take("customFields", false, &custom) {
		o["customFields"] = custom
	}
}

func (c *check) inRange(name string, n int64) {
	limits := map[string][2]int64{"severity": {1, 4}, "tlp": {0, 3}, "pap": {0, 3}}
	if l, ok := limits[name]; ok && (n < l[0] || n > l[1]) {
		c.fail(name, "InvalidFormatAttributeError")
	}
}

func (s *Server) patch(kindName string) handler {
	return func(r *http.Request, body []byte) (int, any, error) {
		o, err := s.lookup(kindName, r.PathValue("id"))
		if err != nil {
			return 0, nil, err
		}
		in, err := parseInput(body)
		if err != nil {
			return 0, nil, err
		}
		c, changed := &check{in: in}, object{}
		c.common(changed)
		if err := c.err(kindName); err != nil {
			return 0, nil, err
		}
		for name, v := range changed {
			o[name] = v
		}
		o["updatedAt"], o["updatedBy"] = s.clock().UnixMilli(), login
		return http.StatusOK, o.shown(), nil
	}
}

// dataTypes are the observable types of a fresh TheHive, but file, whose upload is not implemented.
var dataTypes = map[string]bool{"autonomous-system": true, "domain": true, "filename": true, "fqdn": true, "hash": true, "hostname": true, "ip": true,
	"mail": true, "mail-subject": true, "other": true, "regexp": true, "registry": true, "uri_path": true, "url": true, "user-agent": true}

// createArtifacts adds an observable for each value of data: 201 if all are new, 207 if some are not.
func (s *Server) createArtifacts(r *http.Request, body []byte) (int, any, error) {
	parent, err := s.lookup("case", r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	in, err := parseInput(body)
	if err != nil {
		return 0, nil, err
	}
	c, o := &check{in: in}, object{}
	var dataType string
	c.take("dataType", true, &dataType)
	c.common(o)
	if err := c.err("observable"); err != nil {
		return 0, nil, err
	}
	if !dataTypes[dataType] {
		return 0, nil, &fault{status: http.StatusNotFound, kind: "NotFoundError", message: "Observable type " + dataType + " not found"}
	}
	o["dataType"] = dataType
	return s.addAll(parent, o, values(in["data"]))
}

// values reads a string or a list of them; blank ones are dropped.
func values(raw json.RawMessage) []string {
	var one string
	var many []string
	if json.Unmarshal(raw, &one) == nil {
		many = []string{one}
	} else if json.Unmarshal(raw, &many) != nil {
		return nil
	}
	kept := many[:0]
	for _, v := range many {
		if v = strings.TrimSpace(v); v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

func (s *Server) addAll(parent, template object, data []string) (int, any, error) {
	success, failure := []object{}, []any{}
	for _, v := range data {
		if s.hasArtifact(parent, template["dataType"], v) {
			failure = append(failure, map[string]any{"type": "CreateError", "message": "Observable already exists", "object": map[string]any{"data": v}})
			continue
		}
		o := object{"ioc": false, "sighted": false, "tlp": int64(2), "tags": []string{}, "message": "", "reports": object{}, "stats": object{}, "data": v, "__case": parent["_id"]}
		for name, given := range template {
			o[name] = given
		}
		success = append(success, s.add("case_artifact", o).shown())
	}
	if len(failure) > 0 {
		return http.StatusMultiStatus, map[string]any{"success": success, "failure": failure}, nil
	}
	return http.StatusCreated, success, nil
}

func (s *Server) hasArtifact(parent object, dataType any, data string) bool {
	for _, o := range s.kinds["case_artifact"].objects {
		if o["__case"] == parent["_id"] && o["dataType"] == dataType && o["data"] == data {
			return true
		}
	}
	return false
}

func (s *Server) createTask(r *http.Request, body []byte) (int, any, error) {
	parent, err := s.lookup("case", r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	in, err := parseInput(body)
	if err != nil {
		return 0, nil, err
	}
	c, o := &check{in: in}, object{"status": "Waiting", "group": "default", "flag": false, "owner": nil, "description": nil, "__case": parent["_id"]}
	var title string
	c.take("title", true, &title)
	c.common(o)
	if err := c.err("task"); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, s.add("case_task", o).shown(), nil
}
