package hunt

import (
	"fmt"
	"os"
	"strings"

	"gohunt/hunt/fault"
	"gohunt/hunt/host"
)

// Credential is a secret that does not print: whatever formats it gets ••••. Only Reveal gives the value.
type Credential struct{ value func() string }

// Secret finds the secret called name: the environment variable GOHUNT_SECRET_NAME (upper case, other signs than
// letters and digits as _), else the variable called exactly name, else the person is asked with a password prompt.
// From then on the value is scrubbed from every output. Raises an *Error when nobody can be asked.
func Secret(name string) Credential {
	value := fromEnvironment(name)
	if value == "" {
		value = ask(name)
	}
	host.Current().Keep(value)
	return Credential{func() string { return value }}
}

// Reveal is the secret's value, for a client that hunt does not know. It is scrubbed from output all the same.
func (c Credential) Reveal() string {
	if c.value == nil {
		return ""
	}
	return c.value()
}

// noSecrets are the arguments of a query; a secret is refused, since queries are shown.
func noSecrets(step string, args []any) []any {
	for _, a := range args {
		if _, ok := a.(Credential); ok {
			refuse(step, dots, "a secret cannot be an argument: the query is shown", "")
		}
	}
	return args
}

const dots = "••••"

// String gives ••••.
func (Credential) String() string { return dots }

// GoString gives ••••.
func (Credential) GoString() string { return dots }

// Format gives •••• for every verb.
func (Credential) Format(s fmt.State, _ rune) { fmt.Fprint(s, dots) }

// MarshalJSON gives "••••".
func (Credential) MarshalJSON() ([]byte, error) { return []byte(`"` + dots + `"`), nil }

// MarshalText gives ••••.
func (Credential) MarshalText() ([]byte, error) { return []byte(dots), nil }

func fromEnvironment(name string) string {
	if value := os.Getenv(variable(name)); value != "" {
		return value
	}
	return os.Getenv(name)
}

// variable is the environment variable of a secret.
func variable(name string) string {
	return "GOHUNT_SECRET_" + strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		default:
			return '_'
		}
	}, name)
}

func ask(name string) string {
	value, err := host.Current().Ask("secret "+name+": ", true)
	if err == nil && value == "" {
		err = fmt.Errorf("the answer was empty")
	}
	if err != nil {
		raise("Secret", name, &fault.Error{Step: "Secret", On: name, Err: err, Hint: "set the environment variable " + variable(name)})
	}
	return value
}
