package corpus

// Mapping is the mapping of every data stream, as a client would put it: what Elastic Defend's templates
// say of the fields whose type a value alone does not tell. All other strings are keywords.
const Mapping = `{
  "dynamic_templates": [{"strings_as_keyword": {"match_mapping_type": "string", "mapping": {"type": "keyword", "ignore_above": 1024}}}],
  "properties": {
    "@timestamp": {"type": "date"},
    "message": {"type": "text"},
    "event": {"properties": {"created": {"type": "date"}, "ingested": {"type": "date"}}},
    "host": {"properties": {"ip": {"type": "ip"}}},
    "source": {"properties": {"ip": {"type": "ip"}, "port": {"type": "long"}}},
    "destination": {"properties": {"ip": {"type": "ip"}, "port": {"type": "long"}}},
    "dns": {"properties": {"resolved_ip": {"type": "ip"}}},
    "process": {"properties": {
      "name": {"type": "keyword", "ignore_above": 1024, "fields": {"caseless": {"type": "keyword", "ignore_above": 1024, "normalizer": "lowercase"}, "text": {"type": "text"}}},
      "executable": {"type": "keyword", "ignore_above": 1024, "fields": {"caseless": {"type": "keyword", "ignore_above": 1024, "normalizer": "lowercase"}, "text": {"type": "text"}}},
      "command_line": {"type": "keyword", "ignore_above": 8191, "fields": {"caseless": {"type": "keyword", "ignore_above": 8191, "normalizer": "lowercase"}, "text": {"type": "text"}}},
      "parent": {"properties": {
        "name": {"type": "keyword", "ignore_above": 1024, "fields": {"caseless": {"type": "keyword", "ignore_above": 1024, "normalizer": "lowercase"}, "text": {"type": "text"}}}
      }}
    }}
  }
}`

// Streams are the data sets that have documents, in the order in which their data streams are made.
var Streams = []string{"file", "network", "process", "registry", "security"}
