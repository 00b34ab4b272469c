"""The lab, asked by the official Python clients: elasticsearch-py, vt-py, thehive4py 1.x.

    python clients.py URL        URL is the lab's Elasticsearch, as in GOHUNT_LAB

Ends with a line "N passed, M failed"; the exit code says the same.
"""

import collections
import json
import sys
import traceback
import urllib.error
import urllib.request
import warnings

warnings.filterwarnings("ignore")

import elasticsearch  # noqa: E402
import thehive4py.api  # noqa: E402
import thehive4py.exceptions  # noqa: E402
import thehive4py.models  # noqa: E402
import thehive4py.query  # noqa: E402
import vt  # noqa: E402
from elasticsearch import helpers  # noqa: E402

EVENTS = "logs-endpoint.events*"
HUNTED = "data_stream.dataset:endpoint.events.process AND process.name:powershell.exe"
PARENTS = {
    "java.exe": 4, "npcap.exe": 4, "mshta.exe": 4, "explorer.exe": 7, "RuntimeBroker.exe": 8,
    "Code.exe": 8, "cmd.exe": 8, None: 12, "powershell.exe": 16, "CompatTelRunner.exe": 112,
}


def card(url):
    with urllib.request.urlopen(url + "/_lab") as answer:
        return json.load(answer)["services"]


class Elasticsearch:
    def __init__(self, url, services):
        self.es = elasticsearch.Elasticsearch(url)

    def hunt(self):
        return {"query": {"bool": {
            "must": [{"query_string": {"query": HUNTED}}],
            "filter": [{"range": {"@timestamp": {"gte": "now-120d/d", "lt": "now/d", "format": "basic_date"}}}]}}}

    def test_info(self):
        assert self.es.info()["version"]["number"].startswith("8.")

    def test_scan_gives_the_talks_parents(self):
        found = [h["_source"] for h in helpers.scan(self.es, index=EVENTS, query=self.hunt())]
        parents = collections.Counter(d["process"].get("parent", {}).get("name") for d in found)
        assert dict(parents) == PARENTS, parents

    def test_scan_in_small_pages_gives_every_document_once(self):
        ids = [h["_id"] for h in helpers.scan(self.es, index=EVENTS, query={"query": {"match": {"process.name": "powershell.exe"}}}, size=97)]
        assert len(ids) == len(set(ids)) == self.es.count(index=EVENTS, query={"term": {"process.name": "powershell.exe"}})["count"]

    def test_point_in_time_sees_no_later_writes(self):
        self.es.indices.create(index="pit-test", mappings={"properties": {"n": {"type": "long"}}})
        try:
            helpers.bulk(self.es, ({"_index": "pit-test", "_id": str(n), "n": n} for n in range(1000)))
            pit = self.es.open_point_in_time(index="pit-test", keep_alive="1m")["id"]
            helpers.bulk(self.es, ({"_index": "pit-test", "_id": str(n), "n": n} for n in range(1000, 1200)))
            self.es.delete(index="pit-test", id="7")
            seen, after = [], None
            while True:
                page = self.es.search(pit={"id": pit, "keep_alive": "1m"}, size=300, sort=[{"n": "asc"}], search_after=after)["hits"]["hits"]
                if not page:
                    break
                seen += [h["_source"]["n"] for h in page]
                after = page[-1]["sort"]
            assert seen == list(range(1000)), len(seen)
            assert self.es.close_point_in_time(id=pit)["num_freed"] == 1
            self.refused(404, lambda: self.es.search(pit={"id": pit}))
            assert self.es.count(index="pit-test")["count"] == 1199
        finally:
            self.es.indices.delete(index="pit-test")

    def test_bulk_says_what_happened_to_each_document(self):
        try:
            done, errors = helpers.bulk(self.es, [
                {"_op_type": "index", "_index": "bulk-test", "_id": "1", "n": 1},
                {"_op_type": "index", "_index": "bulk-test", "_id": "1", "n": 2},
                {"_op_type": "create", "_index": "bulk-test", "_id": "1", "n": 3},
                {"_op_type": "index", "_index": "bulk-test", "_id": "2", "n": "no number"},
                {"_op_type": "delete", "_index": "bulk-test", "_id": "3"},
            ], raise_on_error=False)
            assert done == 2, done
            assert [next(iter(e.values()))["status"] for e in errors] == [409, 400, 404], errors
            assert self.es.get(index="bulk-test", id="1")["_source"] == {"n": 2}
        finally:
            self.es.indices.delete(index="bulk-test")

    def test_mapping_is_made_as_elasticsearch_makes_it(self):
        try:
            self.es.index(index="map-test", document={"n": 1, "x": 1.5, "t": "2022-09-14T05:00:00Z", "b": True, "s": "text", "o": {"i": 1}})
            got = self.es.indices.get_mapping(index="map-test")["map-test"]["mappings"]["properties"]
            assert {k: v.get("type") for k, v in got.items()} == {"n": "long", "x": "float", "t": "date", "b": "boolean", "s": "text", "o": None}, got
            assert got["s"]["fields"]["keyword"] == {"type": "keyword", "ignore_above": 256}
        finally:
            self.es.indices.delete(index="map-test")

    def test_field_capabilities_name_the_types(self):
        got = self.es.field_caps(index=EVENTS, fields="*", include_empty_fields=False)["fields"]
        assert list(got["@timestamp"]) == ["date"] and list(got["destination.ip"]) == ["ip"] and list(got["process.pid"]) == ["long"]

    def test_source_filtering(self):
        hit = self.es.search(index=EVENTS, size=1, query={"exists": {"field": "process.parent.name"}}, source_includes=["process.parent.name", "@timestamp"])["hits"]["hits"][0]
        assert set(hit["_source"]) == {"@timestamp", "process"} and list(hit["_source"]["process"]["parent"]) == ["name"], hit

    def test_sql_follows_its_cursor_to_2417_connections(self):
        query = """SELECT "@timestamp", "source.port", "destination.ip" FROM "logs-endpoint.events*" WHERE "process.name" = ?
            AND "destination.ip" IS NOT NULL AND "@timestamp" > TODAY() - INTERVAL 90 DAY LIMIT 10000"""
        page = self.es.sql.query(query=query, params=["powershell.exe"])
        assert [c["name"] for c in page["columns"]] == ["@timestamp", "source.port", "destination.ip"] and len(page["rows"]) == 1000
        assert page["rows"][0] == ["2022-09-30T21:02:02.508Z", 58100, "58.158.177.102"]
        rows = page["rows"]
        while page.get("cursor"):
            page = self.es.sql.query(cursor=page["cursor"])
            rows = rows + page["rows"]
        assert len(rows) == 2417, len(rows)

    def test_sql_cursor_can_be_closed(self):
        cursor = self.es.sql.query(query='SELECT host.name FROM "logs-*"', fetch_size=5)["cursor"]
        assert self.es.sql.clear_cursor(cursor=cursor)["succeeded"]
        self.refused(404, lambda: self.es.sql.query(cursor=cursor))

    def test_what_cannot_be_answered_is_refused(self):
        self.refused(400, lambda: self.es.search(index=EVENTS, query={"query_string": {"query": "process.name:powershell.exe AND"}}))
        self.refused(400, lambda: self.es.search(index=EVENTS, query={"fuzzy": {"process.name": "powershel"}}))
        self.refused(400, lambda: self.es.search(index=EVENTS, aggs={"a": {"significant_terms": {"field": "host.name"}}}))
        self.refused(400, lambda: self.es.search(index=EVENTS, size=10001))
        self.refused(400, lambda: self.es.sql.query(query="SELECT proces.name FROM \"logs-*\""))
        self.refused(400, lambda: self.es.eql.search(index=EVENTS, query="process where true"))
        self.refused(404, lambda: self.es.search(index="no-such-index"))

    def refused(self, status, call):
        try:
            call()
        except elasticsearch.ApiError as e:
            assert e.status_code == status, (e.status_code, e.body)
            assert e.body["error"]["reason"] and e.body["error"]["root_cause"], e.body
            return
        raise AssertionError("it was not refused")


class VirusTotal:
    def __init__(self, url, services):
        self.service = services["virustotal"]

    def client(self, key=None):
        return vt.Client(key or self.service["key"], host=self.service["url"], verify_ssl=False)

    def test_the_talks_address(self):
        with self.client() as c:
            found = c.get_object("/ip_addresses/58.158.177.102")
        assert found.type == "ip_address" and found.id == "58.158.177.102"
        assert dict(found.last_analysis_stats) == {"harmless": 69, "malicious": 14, "suspicious": 0, "undetected": 13, "timeout": 0}
        assert found.last_analysis_date.year == 2022

    def test_an_address_of_the_background_is_clean(self):
        with self.client() as c:
            assert c.get_object("/ip_addresses/140.82.121.4").last_analysis_stats["malicious"] == 0

    def test_errors(self):
        for key, path, code in [(None, "/ip_addresses/8.8.8.8", "NotFoundError"), ("wrong", "/ip_addresses/8.8.8.8", "WrongCredentialsError"),
                                (None, "/ip_addresses/none", "InvalidArgumentError"), (None, "/domains/example.com", "BadRequestError")]:
            with self.client(key) as c:
                try:
                    c.get_object(path)
                except vt.APIError as e:
                    assert e.code == code, (e.code, code)
                    continue
            raise AssertionError(path + " was not refused")


class TheHive:
    def __init__(self, url, services):
        self.service = services["thehive"]
        self.api = thehive4py.api.TheHiveApi(self.service["url"], self.service["key"])

    def case(self, *tags):
        case = thehive4py.models.Case(title="Hunt: Suspicious Powershell Observation", description="found by a hunt", tlp=2, tags=list(tags))
        answer = self.api.create_case(case)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def test_a_case_has_the_talks_members(self):
        got = self.case("Jupyterthon2022,Hunt,Powershell")
        assert got["status"] == "Open" and got["tags"] == ["Jupyterthon2022,Hunt,Powershell"] and got["_type"] == "case"
        missing = {"_id", "caseId", "createdAt", "createdBy", "customFields", "endDate", "flag", "impactStatus", "owner", "pap", "permissions",
                   "resolutionStatus", "severity", "startDate", "stats", "summary", "title", "tlp", "updatedAt", "updatedBy"} - set(got)
        assert not missing, missing

    def test_observables_once(self):
        case = self.case("once")
        observable = thehive4py.models.CaseObservable(dataType="ip", data=["58.158.177.102"], tlp=1, ioc=True, tags=["Hunt"], message="test")
        answer = self.api.create_case_observable(case["id"], observable)
        assert answer.status_code == 201 and answer.json()[0]["data"] == "58.158.177.102" and answer.json()[0]["ioc"] is True, answer.text
        again = self.api.create_case_observable(case["id"], observable)
        assert again.status_code == 207 and again.json()["failure"][0]["message"] == "Observable already exists", again.text
        found = self.api.get_case_observables(case["id"]).json()
        assert [o["data"] for o in found] == ["58.158.177.102"], found

    def test_find_by_tag(self):
        case = self.case("hunt:4711")
        found = self.api.find_cases(query=thehive4py.query.Eq("tags", "hunt:4711")).json()
        assert [c["id"] for c in found] == [case["id"]], found
        assert self.api.find_cases(query=thehive4py.query.Eq("tags", "hunt:0")).json() == []
        both = thehive4py.query.And(thehive4py.query.In("severity", [2, 3]), thehive4py.query.Not(thehive4py.query.Eq("status", "Resolved")), thehive4py.query.ContainsString("title", "suspicious"))
        assert case["id"] in [c["id"] for c in self.api.find_cases(query=both, sort=["-createdAt"], range="all").json()]

    def test_get_and_task(self):
        case = self.case("task")
        assert self.api.get_case(case["id"]).json()["caseId"] == case["caseId"]
        assert self.api.create_case_task(case["id"], thehive4py.models.CaseTask(title="look")).status_code == 201
        assert [t["title"] for t in self.api.get_case_tasks(case["id"]).json()] == ["look"]

    def test_errors(self):
        assert self.api.get_case("~1").status_code == 404
        assert self.api.create_case(thehive4py.models.Case(title=None, description="x")).json()["type"] == "AttributeCheckingError"
        answer = self.api.create_case_observable(self.case("odd")["id"], thehive4py.models.CaseObservable(dataType="moon", data=["x"]))
        assert answer.status_code == 404, answer.text
        wrong = thehive4py.api.TheHiveApi(self.service["url"], "wrong").get_case("1")
        assert wrong.status_code == 401 and wrong.json()["type"] == "AuthenticationError"


class WebPage:
    def __init__(self, url, services):
        self.services = services

    def test_a_page_is_refused_everywhere(self):
        for service in self.services.values():
            for headers in [{"Origin": "https://evil.example"}, {"Host": "evil.example"}]:
                try:
                    urllib.request.urlopen(urllib.request.Request(service["url"] + "/", headers=headers))
                except urllib.error.HTTPError as e:
                    assert e.code == 403, e.code
                    continue
                raise AssertionError("a page was answered by " + service["url"])


def main():
    url = sys.argv[1].rstrip("/")
    services = card(url)
    passed = failed = 0
    for group in [Elasticsearch, VirusTotal, TheHive, WebPage]:
        tests = group(url, services)
        for name in [n for n in dir(tests) if n.startswith("test_")]:
            try:
                getattr(tests, name)()
                passed += 1
                print("ok  ", group.__name__, name[5:].replace("_", " "))
            except Exception:
                failed += 1
                print("FAIL", group.__name__, name[5:].replace("_", " "))
                traceback.print_exc()
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
