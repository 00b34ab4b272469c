package hunt_test

import (
	"encoding/json"
	"fmt"
	"os"

	"gohunt/hunt"
)

// token is a secret of the environment.
func token() hunt.Credential {
	os.Setenv("GOHUNT_SECRET_TOKEN", "s3cr3t")
	return hunt.Secret("token")
}

func ExampleCredential_String() {
	fmt.Println(token().String())
	// Output: ••••
}

func ExampleCredential_GoString() {
	fmt.Println(token().GoString())
	// Output: ••••
}

func ExampleCredential_Format() {
	fmt.Printf("%v %s %x\n", token(), token(), token())
	// Output: •••• •••• ••••
}

func ExampleCredential_MarshalJSON() {
	text, err := json.Marshal(map[string]any{"key": token()})
	fmt.Println(string(text), err)
	// Output: {"key":"••••"} <nil>
}

func ExampleCredential_MarshalText() {
	text, err := token().MarshalText()
	fmt.Println(string(text), err)
	// Output: •••• <nil>
}

func ExampleCredential_Reveal() {
	fmt.Println(len(token().Reveal()))
	// Output: 6
}
