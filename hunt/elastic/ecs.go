package elastic

// listFields and listTails are the fields that the Elastic Common Schema normalises to arrays ("normalize: [array]"
// in its field definitions, version 8). A tail stands for a field set that ECS uses in several places: user.roles is
// also in source.user.roles, process.args also in process.parent.args.
var listFields = set(
	"tags",
	"container.image.hash.all", "container.image.tag",
	"dns.header_flags", "dns.resolved_ip",
	"email.bcc.address", "email.cc.address", "email.from.address", "email.reply_to.address", "email.to.address",
	"event.category", "event.type",
	"file.attributes",
	"host.ip", "host.mac",
	"observer.ip", "observer.mac",
	"process.args", "process.env_vars",
	"registry.data.strings",
	"related.hash", "related.hosts", "related.ip", "related.user",
	"rule.author",
	"service.node.roles",
	"threat.group.alias",
	"threat.software.alias", "threat.software.platforms",
	"threat.tactic.id", "threat.tactic.name", "threat.tactic.reference",
	"threat.technique.id", "threat.technique.name", "threat.technique.reference",
	"threat.technique.subtechnique.id", "threat.technique.subtechnique.name", "threat.technique.subtechnique.reference",
	"tls.client.certificate_chain", "tls.client.supported_ciphers", "tls.server.certificate_chain",
	"user.roles",
	"vulnerability.category",
)

var listTails = []string{
	".process.args", ".parent.args", "_leader.args", ".previous.args",
	".parent.env_vars", "_leader.env_vars",
	".thread.capabilities.effective", ".thread.capabilities.permitted",
	".elf.shared_libraries",
	".file.attributes",
	".user.roles",
	".x509.alternative_names",
	".x509.issuer.common_name", ".x509.issuer.country", ".x509.issuer.locality", ".x509.issuer.organization",
	".x509.issuer.organizational_unit", ".x509.issuer.state_or_province",
	".x509.subject.common_name", ".x509.subject.country", ".x509.subject.locality", ".x509.subject.organization",
	".x509.subject.organizational_unit", ".x509.subject.state_or_province",
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}
