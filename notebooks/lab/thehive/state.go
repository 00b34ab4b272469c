package thehive

import (
	"fmt"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"
)

const login = "hunter@lab.local"

// add gives an object an id and the members that every object has.
func (s *Server) add(kindName string, o object) object {
	k := s.kinds[kindName]
	id := fmt.Sprintf("~%d", k.next)
	k.next += k.step
	now := s.clock().UnixMilli()
	o["_id"], o["id"], o["_type"], o["createdBy"], o["createdAt"] = id, id, kindName, login, now
	if _, ok := o["startDate"]; !ok {
		o["startDate"] = now
	}
	k.objects = append(k.objects, o)
	return o
}

// seed adds the two closed cases of last month.
func (s *Server) seed() {
	k := s.kinds["case"]
	k.next = firstCase - 2*k.step
	closed := s.clock().Add(-20 * 24 * time.Hour).UnixMilli()
	for i, title := range []string{"Phishing mail to finance", "Lost laptop of a field engineer"} {
		o := s.add("case", newCase(title, "Handled and closed.", int64(i+1)))
		o["status"], o["resolutionStatus"], o["impactStatus"], o["endDate"] = "Resolved", "TruePositive", "NoImpact", closed
		o["startDate"], o["createdAt"] = closed-86400000, closed-86400000
	}
}

func newCase(title, description string, number int64) object {
	return object{"title": title, "description": description, "caseId": number, "status": "Open", "severity": int64(2), "tlp": int64(2), "pap": int64(2),
		"flag": false, "tags": []string{}, "owner": login, "customFields": object{}, "stats": object{}, "permissions": permissions,
		"endDate": nil, "impactStatus": nil, "resolutionStatus": nil, "summary": nil, "updatedAt": nil, "updatedBy": nil}
}

var permissions = []string{"manageShare", "manageAnalyse", "manageTask", "manageCase", "manageProcedure", "managePage", "manageObservable", "accessTheHiveFS", "manageAlert"}

// lookup finds an object by its id; a case by its number as well.
func (s *Server) lookup(kindName, id string) (object, error) {
	for _, o := range s.kinds[kindName].objects {
		if o["_id"] == id || kindName == "case" && fmt.Sprint(o["caseId"]) == id {
			return o, nil
		}
	}
	return nil, notFound(labels[kindName], id)
}

var labels = map[string]string{"case": "Case", "case_artifact": "Observable", "case_task": "Task"}

func (s *Server) get(kindName string) handler {
	return func(r *http.Request, _ []byte) (int, any, error) {
		o, err := s.lookup(kindName, r.PathValue("id"))
		return http.StatusOK, o.shown(), err
	}
}

// shown leaves out the members that begin with two underscores: they are the server's own.
func (o object) shown() object {
	out := object{}
	for name, v := range o {
		if !strings.HasPrefix(name, "__") {
			out[name] = v
		}
	}
	return out
}

func (s *Server) remove(kindName string) handler {
	return func(r *http.Request, _ []byte) (int, any, error) {
		o, err := s.lookup(kindName, r.PathValue("id"))
		if err != nil {
			return 0, nil, err
		}
		k := s.kinds[kindName]
		kept := k.objects[:0:0]
		for _, other := range k.objects {
			if other["_id"] != o["_id"] {
				kept = append(kept, other)
			}
		}
		k.objects = kept
		return http.StatusNoContent, nil, nil
	}
}

// find answers _search: a query, a sort and a range.
func (s *Server) find(kindName string) handler {
	return func(r *http.Request, body []byte) (int, any, error) {
		match, err := s.parse(body)
		if err != nil {
			return 0, nil, err
		}
		found := []object{}
		for _, o := range s.kinds[kindName].objects {
			ok, err := match(s, o)
			if err != nil {
				return 0, nil, err
			}
			if ok {
				found = append(found, o.shown())
			}
		}
		order(found, r.URL.Query()["sort"])
		found, err = cut(found, r.URL.Query().Get("range"))
		return http.StatusOK, found, err
	}
}

// order sorts by members such as -createdAt, the first one first.
func order(found []object, keys []string) {
	sort.SliceStable(found, func(i, j int) bool {
		for _, key := range keys {
			name := strings.TrimLeft(key, "+-")
			c := compare(found[i][name], found[j][name])
			if strings.HasPrefix(key, "-") {
				c = -c
			}
			if c != 0 {
				return c < 0
			}
		}
		return false
	})
}

// cut takes the part from-to of a list; "all" and nothing are all of it, from on 10 without a range.
func cut(found []object, text string) ([]object, error) {
	if text == "" {
		text = "0-10"
	}
	if text == "all" {
		return found, nil
	}
	a, b, _ := strings.Cut(text, "-")
	from, err1 := strconv.Atoi(a)
	to, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil || from < 0 || to < from {
		return nil, badRequest("Invalid format for range: " + text)
	}
	return found[min(from, len(found)):min(to, len(found))], nil
}
