package hunt

// Option says how to reach a service: Auth, APIKey, Unverified, At, PerMinute. An option that the service has no use
// for is refused.
type Option struct {
	name string
	set  func(*settings)
}

// settings is what options fill in.
type settings struct {
	url        string
	user       string
	secret     Credential
	unverified bool
	perMinute  int
}

// Auth signs in with a user name and a password.
func Auth(user string, password Credential) Option {
	return Option{"Auth", func(s *settings) { s.user, s.secret = user, password }}
}

// APIKey signs in with a key: Elasticsearch's encoded API key, VirusTotal's or TheHive's key.
func APIKey(key Credential) Option {
	return Option{"APIKey", func(s *settings) { s.user, s.secret = "", key }}
}

// Unverified accepts any TLS certificate. The output says so each time rows are fetched.
func Unverified() Option {
	return Option{"Unverified", func(s *settings) { s.unverified = true }}
}

// At uses the service at url instead of its public address; "lab:" is the lab that comes with the kernel.
func At(url string) Option {
	return Option{"At", func(s *settings) { s.url = url }}
}

// PerMinute allows n requests a minute (VirusTotal's public quota is 4).
func PerMinute(n int) Option {
	return Option{"PerMinute", func(s *settings) { s.perMinute = n }}
}

// apply fills settings from opts and refuses those that step has no use for.
func apply(step string, opts []Option, allowed ...string) settings {
	var s settings
	for _, o := range opts {
		if !contains(allowed, o.name) {
			refuse(step, "hunt."+o.name, "this option has no meaning here", "leave it out")
		}
		o.set(&s)
	}
	return s
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}
